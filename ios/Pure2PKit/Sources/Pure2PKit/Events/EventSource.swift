/// One subscription for all stores of an app.
///
/// It lives as long as somebody has it: each store does. Stores are told of events in batches, everything that came while the
/// main actor was busy at once, so that a burst of thousands costs each of them one reload.
@MainActor
public final class EventSource {
    private let feed: EventFeed
    private var sinks: [ObjectIdentifier: Weak] = [:]
    let shown: ShownChat

    private struct Weak {
        weak var sink: (any EventSink)?
    }

    /// Subscribes to what happens in `messenger`.
    public init(_ messenger: any MessengerProtocol) {
        let feed = EventFeed(messenger)
        self.feed = feed
        shown = ShownChat(messenger)
        Task { [weak self] in
            while let batch = await feed.batch() {
                self?.tell(batch)
            }
        }
    }

    deinit {
        feed.end()
    }

    /// Hints that no event of the messenger gives, from one store to the others.
    func tell(_ events: [Event]) {
        for (key, weak) in sinks {
            guard let sink = weak.sink else {
                sinks[key] = nil
                continue
            }
            sink.changed(by: events)
        }
    }

    func attach(_ sink: any EventSink) {
        sinks[ObjectIdentifier(sink)] = Weak(sink: sink)
    }

    func detach(_ sink: any EventSink) {
        sinks[ObjectIdentifier(sink)] = nil
    }
}

/// A store.
@MainActor
protocol EventSink: AnyObject {
    /// Notes what to ask for again. Never waits.
    func changed(by events: [Event])
}
