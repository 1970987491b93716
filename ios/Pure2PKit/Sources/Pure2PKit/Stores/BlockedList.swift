import Observation

/// Whom the person has blocked: they are in no other list.
@MainActor
@Observable
public final class BlockedList {
    /// They, in the messenger's order.
    public private(set) var people: [Contact] = []
    /// Whether ``people`` is known already.
    public private(set) var isLoaded = false
    /// Why the last look failed, if it did; ``people`` is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    /// Shows what `messenger` knows, and goes on doing so until nobody has this list any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] _ in
            let people = await answer { try await messenger.contacts().filter(\.blocked) }
            self?.show(people)
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

    private func show(_ answer: Result<[Contact], any Error>) {
        switch answer {
        case .success(let people):
            if people != self.people { self.people = people }
            isLoaded = true
            failure = nil
        case .failure(let error):
            failure = error
        }
    }
}

extension BlockedList: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            case .contactChanged, .overflowed: true
            default: false
            }
        }
        if mine { rounds.note(Everything()) }
    }
}
