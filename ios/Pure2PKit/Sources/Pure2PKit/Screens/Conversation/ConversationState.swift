/// What two people wrote to each other, and where one writes.
public struct ConversationState: Sendable, Equatable {
    /// With whom; nothing until it was read.
    public let head: HeadState?
    /// What is shown may be older than what is so.
    public let stale: StaleState?
    /// Stands at the beginning of a chat until somebody has compared the safety numbers, and leads there.
    public let firstContact: String?
    /// Oldest first.
    public let lines: [LineState]
    /// In the place of lines, when nobody has written; nothing before it is known that nobody has.
    public let empty: EmptyConversationState?
    /// What one can do with a message.
    public let menu: MessageMenuState
    /// The way to the newest message, for who is elsewhere.
    public let toEnd: ToEndState?
    /// Where the list is to go.
    public let jump: Jump?
    /// Why what was last asked for was not done.
    public let problem: String?
    /// Where one writes; not with everybody.
    public let composer: ComposerState?
    /// Why one can't write, and what helps.
    public let instead: InsteadState?
    /// Asks before a message is deleted.
    public let asks: DeleteState?
    /// What happened to the message that somebody wants to know about.
    public let details: DetailsState?
    /// Whether there is no such contact any more.
    public let isGone: Bool
    /// The line after the last message.
    public let end: String
}

/// Who it is, above the chat.
public struct HeadState: Sendable, Equatable {
    public let avatar: Avatar
    public let name: String
    /// Of who is blocked nothing is heard.
    public let presence: Presence?
    public let presenceText: String?
    public let spoken: String
    /// Where a tap leads.
    public let hint: String
}

/// A chat in which nobody has written.
public struct EmptyConversationState: Sendable, Equatable {
    public let title: String
    public let text: String
}

/// What one can do with a message.
public struct MessageMenuState: Sendable, Equatable {
    public let copy: String
    /// Spoken when it was done.
    public let copied: String
    public let details: String
    public let delete: String
}

/// The way to the newest message.
public struct ToEndState: Sendable, Equatable {
    /// How many are unread, as a sign.
    public let badge: String?
    public let spoken: String
}

/// Where one writes.
public struct ComposerState: Sendable, Equatable {
    public let placeholder: String
    public let send: String
    public let canSend: Bool
    /// What the keyboard offers in the place of its Return.
    public let sendsOnReturn: Bool
}

/// Stands in the composer's place.
public struct InsteadState: Sendable, Equatable {
    public let text: String
    public let unblock: String?
    public let accept: String?
    public let block: String?
}

/// Asks before a message is deleted; says what it does, and what it does not.
public struct DeleteState: Sendable, Equatable {
    public let id: MessageId
    public let question: QuestionState
}
