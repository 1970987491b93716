import Observation

/// One contact, whether or not there is a chat with them.
@MainActor
@Observable
public final class ContactPage {
    /// Who.
    public let uid: Uid
    /// The same, with all that is known of them; nothing before it is known.
    public private(set) var contact: Contact?
    /// What both compare; nothing before it is known.
    public private(set) var safety: Safety?
    /// Why the last look failed, if it did; the rest is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    /// Whether it is known already.
    public var isLoaded: Bool { contact != nil }

    /// Shows what `messenger` knows of `uid`, and goes on doing so until nobody has this page any more.
    public init(_ messenger: any MessengerProtocol, uid: Uid, events: EventSource) {
        self.uid = uid
        self.events = events
        rounds = Rounds { [weak self] _ in
            // It never changes, and takes its time to make.
            let made = self?.safety
            let seen = await answer { try await Seen(messenger, uid: uid, safety: made) }
            self?.show(seen)
        }
        events.attach(self)
        rounds.note(Everything())
    }

    /// Looks again, for whoever does not trust what is shown.
    public func refresh() {
        rounds.note(Everything())
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await rounds.settled()
    }

    private func show(_ answer: Result<Seen, any Error>) {
        switch answer {
        case .success(let seen):
            if seen.contact != contact { contact = seen.contact }
            if seen.safety != safety { safety = seen.safety }
            failure = nil
        case .failure(let error):
            failure = error
        }
    }

    /// What the messenger said.
    private struct Seen: Sendable {
        let contact: Contact
        let safety: Safety?

        init(_ messenger: any MessengerProtocol, uid: Uid, safety: Safety?) async throws {
            contact = try await messenger.contact(uid: uid)
            if let safety {
                self.safety = safety
            } else if let account = try await messenger.account() {
                self.safety = try Safety(mine: account.uid, theirs: uid)
            } else {
                self.safety = nil
            }
        }
    }
}

extension ContactPage: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            // Being open or not is part of every presence.
            case .closed, .listening, .overflowed: true
            // How many wait is said where deleting is asked about.
            case .contactChanged(uid: uid), .messageStates(chat: uid, ids: _, state: _), .messages(chat: uid, ids: _),
                .presenceChanged(uid: uid, presence: _), .requestArrived(uid: uid):
                true
            default: false
            }
        }
        if mine { rounds.note(Everything()) }
    }
}
