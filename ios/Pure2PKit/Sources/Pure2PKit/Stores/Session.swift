import Observation

/// The session bar: whether this device can be reached, who is here, how far the delivery is.
@MainActor
@Observable
public final class Session {
    /// Where this device listens; empty in the background.
    public private(set) var listening: [SocketAddr] = []
    /// How many contacts are here.
    public private(set) var here = 0
    /// How many contacts there are.
    public private(set) var contacts = 0
    /// Delivered, of the messages that waited since the queue was last empty.
    public private(set) var done = 0
    /// All of those.
    public private(set) var total = 0
    /// Whether all of this is known already.
    public private(set) var isLoaded = false
    /// Why the last look failed, if it did; the rest is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    /// Shows what `messenger` knows, and goes on doing so until nobody has this any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] _ in
            let session = await answer { try await messenger.session() }
            self?.show(session)
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

    private func show(_ answer: Result<SessionState, any Error>) {
        switch answer {
        case .success(let session):
            listening = session.listening
            here = Int(session.here)
            contacts = Int(session.contacts)
            done = Int(session.done)
            total = Int(session.total)
            isLoaded = true
            failure = nil
        case .failure(let error):
            failure = error
        }
    }
}

extension Session: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            case .closed, .contactChanged, .listening, .overflowed, .presenceChanged, .progress: true
            default: false
            }
        }
        if mine { rounds.note(Everything()) }
    }
}
