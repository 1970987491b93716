import Observation

/// The chat list: accepted contacts, the latest first.
@MainActor
@Observable
public final class ChatList {
    /// The rows, in the messenger's order.
    public private(set) var chats: [Chat] = []
    /// Whether ``chats`` is known already.
    public private(set) var isLoaded = false
    /// Why the last look failed, if it did; ``chats`` is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Everything>!

    /// Shows what `messenger` knows, and goes on doing so until nobody has this list any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.events = events
        rounds = Rounds { [weak self] _ in
            let chats = await answer { try await messenger.chats() }
            self?.show(chats)
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

    private func show(_ answer: Result<[Chat], any Error>) {
        switch answer {
        case .success(let chats):
            self.chats = chats
            isLoaded = true
            failure = nil
        case .failure(let error):
            failure = error
        }
    }
}

extension ChatList: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            case .progress, .reachChanged, .requestArrived: false
            default: true
            }
        }
        if mine { rounds.note(Everything()) }
    }
}
