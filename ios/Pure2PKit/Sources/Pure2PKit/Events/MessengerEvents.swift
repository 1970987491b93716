extension MessengerProtocol {
    /// What happens from now on.
    ///
    /// Events are hints: they name what changed, the messenger's queries say what is true. The buffer is bounded and
    /// never holds the messenger up. What does not fit into it is replaced, all of it, by one ``Event/overflowed``: reload
    /// what you show.
    ///
    /// The subscription ends when the task that iterates is cancelled, or when nobody has the stream any more. The
    /// stream ends with the messenger.
    public func events() -> AsyncStream<Event> {
        let feed = EventFeed(self)
        return AsyncStream {
            await feed.next()
        } onCancel: {
            feed.end()
        }
    }
}
