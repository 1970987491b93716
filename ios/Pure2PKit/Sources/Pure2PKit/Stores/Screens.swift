/// Makes what screens show, all of it over one subscription.
///
/// Keep one for as long as the messenger is open, and each store for as long as its screen is there. No store outlives
/// whoever holds it.
@MainActor
public final class Screens {
    /// What the stores ask.
    public let messenger: any MessengerProtocol
    /// In which words.
    public let words: Words
    private let events: EventSource

    /// Subscribes to `messenger`: the real one, or for previews any object that says what is to be seen.
    public init(_ messenger: any MessengerProtocol, words: Words = .system) {
        self.messenger = messenger
        self.words = words
        events = EventSource(messenger)
    }

    /// The chat list.
    public func chatList() -> ChatList {
        ChatList(messenger, events: events)
    }

    /// Strangers who wrote first.
    public func requestList() -> RequestList {
        RequestList(messenger, events: events)
    }

    /// Whom the person has blocked.
    public func blockedList() -> BlockedList {
        BlockedList(messenger, events: events)
    }

    /// All about `uid`.
    public func contactPage(_ uid: Uid) -> ContactPage {
        ContactPage(messenger, uid: uid, events: events)
    }

    /// Who somebody is to this device, before they are added.
    func standing() -> StandingStore {
        StandingStore(messenger, events: events)
    }

    /// What others need to add this device.
    public func ownLink() -> OwnLink {
        OwnLink(messenger, events: events)
    }

    /// The session bar.
    public func session() -> Session {
        Session(messenger, events: events)
    }

    /// The settings.
    public func settings() -> SettingsStore {
        SettingsStore(messenger, events: events)
    }

    /// Who can reach this device.
    public func reachability() -> Reachability {
        Reachability(messenger, events: events)
    }

    /// The chat with `uid`. Close it when its screen goes.
    public func conversation(_ uid: Uid) -> Conversation {
        Conversation(messenger, uid: uid, events: events)
    }
}
