import Observation

/// Who can reach this device: the screen of that name, and the first words of the session bar.
@MainActor
@Observable
public final class Reachability {
    /// What is known of it; nothing before the first look.
    public private(set) var reach: Reach?
    /// Why the last look failed, if it did; the rest is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    /// Whether it is known already.
    public var isLoaded: Bool { reach != nil }

    /// Shows what `messenger` knows, and goes on doing so until nobody has this any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] _ in
            let reach = await answer { try await messenger.reach() }
            self?.show(reach)
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

    private func show(_ answer: Result<Reach, any Error>) {
        switch answer {
        case .success(let reach):
            self.reach = reach
            failure = nil
        case .failure(let error):
            failure = error
        }
    }
}

extension Reachability: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            // Who came in may be gone from the list, or have come again.
            case .closed, .contactChanged, .listening, .overflowed, .presenceChanged, .reachChanged: true
            default: false
            }
        }
        if mine { rounds.note(Everything()) }
    }
}
