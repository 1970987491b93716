import Observation

/// Who somebody is to this device.
enum Standing: Sendable, Equatable {
    case own
    /// Nobody so far, or nobody any more.
    case new
    /// They wrote first and wait for an answer: to add them is one.
    case asking
    case known(name: String)
    case blocked(name: String)
}

/// Who somebody is to this device, and stays so.
@MainActor
@Observable
final class StandingStore {
    /// What they are; nothing before it is known.
    private(set) var standing: Standing?
    /// Whose device this is, once that is known.
    private(set) var mine: Uid?
    /// Of whom one wants to know it.
    var uid: Uid? {
        didSet {
            if uid == oldValue { return }
            standing = nil
            rounds.note(Everything())
        }
    }

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] _ in
            let uid = self?.uid
            let mine = try? await messenger.account()?.uid
            let standing: Standing? = if let uid { await Standing(of: uid, mine, messenger) } else { nil }
            self?.show(standing, of: uid, mine: mine)
        }
        events.attach(self)
        rounds.note(Everything())
    }

    /// Looks again.
    func refresh() {
        rounds.note(Everything())
    }

    /// Waits until everything that was announced so far is shown.
    func settled() async {
        await rounds.settled()
    }

    private func show(_ standing: Standing?, of uid: Uid?, mine: Uid?) {
        if mine != self.mine, mine != nil { self.mine = mine }
        if uid == self.uid, standing != self.standing { self.standing = standing }
    }
}

extension StandingStore: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            case .overflowed: true
            case .contactChanged(let uid), .requestArrived(let uid): uid == self.uid
            default: false
            }
        }
        if mine { rounds.note(Everything()) }
    }
}

extension Standing {
    /// Where the database does not say, nobody: the core judges once more when they are added.
    fileprivate init(of uid: Uid, _ mine: Uid?, _ messenger: any MessengerProtocol) async {
        if uid == mine {
            self = .own
        } else if let contact = try? await messenger.contact(uid: uid) {
            switch contact.state {
            case _ where contact.blocked: self = .blocked(name: contact.name)
            case .requested: self = .asking
            case .removed: self = .new
            case .bound, .entered: self = .known(name: contact.name)
            }
        } else {
            self = .new
        }
    }
}
