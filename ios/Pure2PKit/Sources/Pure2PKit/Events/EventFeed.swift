/// A subscription and what it has brought. It is given up with the last reference to it, or by ``end()``.
final class EventFeed: Sendable {
    private let buffer: EventBuffer
    private let subscription: Locked<Subscription?>

    init(_ messenger: some MessengerProtocol, limit: Int = EventBuffer.limit) {
        let buffer = EventBuffer(limit: limit)
        self.buffer = buffer
        // If not even a subscription can be had, the listener goes at once, and the feed ends with it.
        subscription = Locked(try? messenger.subscribe(listener: Listener(buffer)))
    }

    /// The next event; none once it is over.
    func next() async -> Event? {
        await buffer.next()
    }

    /// Everything that has come since the last time, at least one event; none once it is over.
    func batch() async -> [Event]? {
        await buffer.batch()
    }

    func end() {
        // Dropped outside of the lock: the library frees it.
        let dropped = subscription.with { kept in
            defer { kept = nil }
            return kept
        }
        withExtendedLifetime(dropped) {}
        buffer.end()
    }

    /// What the library calls, and holds for as long as it may call. It must not hold the feed: the feed holds
    /// the subscription.
    private final class Listener: EventListener {
        private let buffer: EventBuffer

        init(_ buffer: EventBuffer) {
            self.buffer = buffer
        }

        func onEvent(event: Event) {
            buffer.push(event)
        }

        deinit {
            buffer.end()
        }
    }
}
