import Foundation

/// One chat: who, what was last, why it waits if it does, and whether they are here.
public struct ChatRowState: Sendable, Equatable, Identifiable {
    /// Whose chat it is.
    public let id: Uid
    public let avatar: Avatar
    public let name: String
    /// When the last message was stored.
    public let time: String?
    /// The sign of the last message, if it is an own one.
    public let sign: MessageState?
    public let line: Line
    /// How many are unread, as a sign; nothing if none is.
    public let unread: String?
    public let presence: Presence
    public let presenceText: String
    /// All of it, as it is spoken.
    public let spoken: String

    /// What stands below the name.
    public struct Line: Sendable, Equatable {
        public let text: String
        public let kind: Kind
    }

    /// Who says what stands below the name.
    public enum Kind: Sendable, Equatable {
        /// What was last said, or that nothing was: in one line.
        case said
        /// What was typed and not sent.
        case draft
        /// Why something waits: it says what one can do, and is there to its end.
        case reason
    }

    init(_ chat: Chat, words: Words) {
        let contact = chat.contact
        id = contact.uid
        avatar = Avatar(contact.uid)
        name = contact.name
        time = chat.last.map { words.moment($0.storedAt) }
        let line = Line(chat, words: words)
        self.line = line
        sign = chat.last.flatMap { $0.direction == .out && line.kind != .draft ? $0.state : nil }
        unread = contact.unread == 0 ? nil : contact.unread > 999 ? "999+" : "\(contact.unread)"
        presence = contact.presence
        presenceText = words.presence(of: contact)
        spoken = sentence([
            name, presenceText, contact.unread == 0 ? nil : words("chats_unread", contact.unread),
            sign.map(words.state), line.text, time,
        ])
    }
}

extension ChatRowState.Line {
    fileprivate init(_ chat: Chat, words: Words) {
        if let draft = oneLine(chat.draft) {
            self.init(text: words("chats_draft", draft), kind: .draft)
        } else if let reason = chat.reason {
            let reason = unrepeated(reason, chat.contact)
            self.init(text: words.reason(reason, name: chat.contact.name), kind: .reason)
        } else if let last = chat.last {
            self.init(text: oneLine(last.text) ?? "", kind: .said)
        } else {
            self.init(text: words("chats_nothing_written"), kind: .said)
        }
    }
}

/// A text as one line; nothing if there is nothing to see in it.
private func oneLine(_ text: String) -> String? {
    let line = text.replacing("\n", with: " ").trimmingCharacters(in: .whitespacesAndNewlines)
    return line.isEmpty ? nil : line
}

/// Without the time when they were last here, where their presence says it one line below.
private func unrepeated(_ reason: Reason, _ contact: Contact) -> Reason {
    guard contact.presence == .wasHere else { return reason }
    return switch reason {
    case .noAnswer(contact.lastSeen): .noAnswer(lastSeen: nil)
    case .notOpen(contact.lastSeen): .notOpen(lastSeen: nil)
    default: reason
    }
}
