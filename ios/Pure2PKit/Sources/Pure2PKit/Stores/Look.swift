/// What a conversation asks for.
struct Look: Wish {
    var contact = false
    var draft = false
    var change = MessageWindow.Change()

    /// Everything, for who sees nothing yet.
    static let first = Look(contact: true, draft: true, change: .init(toEnd: true))

    var isNeeded: Bool {
        contact || draft || change.isNeeded
    }

    mutating func join(_ later: Self) {
        contact = contact || later.contact
        draft = draft || later.draft
        change.join(later.change)
    }

    /// Asks.
    func see(_ messenger: any MessengerProtocol, uid: Uid, window: MessageWindow) async throws -> Seen {
        var seen = Seen()
        if contact { seen.contact = try await messenger.contact(uid: uid) }
        if draft { seen.draft = try await messenger.draft(uid: uid) }
        if change.isNeeded {
            seen.window = try await window.after(change, in: MessengerPages(messenger: messenger, uid: uid))
        }
        return seen
    }
}

/// What a conversation was told; nothing for what it did not ask.
struct Seen: Sendable {
    var contact: Contact?
    var draft: String?
    var window: MessageWindow?
}

extension Look {
    /// What to look at again in the chat with `uid` after `event`: what the event names.
    init(after event: Event, in uid: Uid) {
        switch event {
        case .closed, .listening, .overflowed:
            // Presence and every reason of waiting changed, or may have.
            self.init(contact: true, change: .init(again: true, arrived: true))
        case .contactChanged(uid: uid):
            // Also what a deleted message, or a whole deleted chat, is announced by.
            self.init(contact: true, change: .init(again: true, arrived: true))
        case .messages(chat: uid, ids: _):
            self.init(contact: true, change: .init(arrived: true))
        case .messageStates(chat: uid, let ids, state: _):
            // An own message that was written is announced by its state.
            self.init(contact: true, change: .init(arrived: true, named: Set(ids)))
        case .presenceChanged(uid: uid, presence: _):
            self.init(contact: true)
        case .reasonChanged(chat: uid, reason: _):
            // The reason of whatever waits.
            self.init(change: .init(again: true))
        default:
            self.init()
        }
    }
}

extension MessageWindow.Change {
    var isNeeded: Bool {
        self != Self()
    }
}
