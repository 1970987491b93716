/// A line of a chat: a day or where reading goes on, or what somebody said.
public struct LineState: Sendable, Equatable, Identifiable {
    /// Stable while the window moves: the list keeps its place by it.
    public let id: String
    /// "Today", "New since you were last here".
    public let heading: String?
    public let bubble: BubbleState?
}

/// What somebody said.
public struct BubbleState: Sendable, Equatable {
    public let id: MessageId
    public let isMine: Bool
    public let text: String
    /// Whether it is the first of what was said in one breath.
    public let isFirst: Bool
    /// When and what became of it; below the last of what was said in one breath.
    public let under: UnderState?
    /// Who, when, what and what became of it: each says it all, whether or not it is the last of a group.
    public let spoken: String
    /// What helps it on its way: for VoiceOver an action of the bubble.
    public let remedy: RemedyState?
    /// Whether that also stands below it, as a button.
    public let offersRemedy: Bool
}

/// What stands below a bubble.
public struct UnderState: Sendable, Equatable {
    public let text: String
    /// The sign of one's own.
    public let sign: MessageState?
    /// Whether something turns in the place of the sign.
    public let isTrying: Bool
    /// Why it waits.
    public let reason: String?
}

extension BubbleState {
    init(_ message: Message, isFirst: Bool, isLast: Bool, name: String, offersRemedy: Bool, words: Words) {
        let reason = message.waitsFor
        id = message.id
        isMine = message.direction == .out
        text = message.text
        self.isFirst = isFirst
        under = isLast ? UnderState(message, name: name, words: words) : nil
        spoken = Self.spoken(message, name: name, words: words)
        remedy = RemedyState(reason, words: words)
        self.offersRemedy = offersRemedy && remedy != nil
    }

    private static func spoken(_ message: Message, name: String, words: Words) -> String {
        let time = words.time(message.storedAt)
        if message.direction == .in { return words("conversation_said", name, time, message.text) }
        let (you, state) = (words("conversation_you"), words.state(message.state))
        guard let reason = message.waitsFor else {
            return words("conversation_said_state", you, time, message.text, state)
        }
        let why = words.reason(reason, name: name)
        return words("conversation_said_reason", you, time, message.text, state, why)
    }
}

extension UnderState {
    init(_ message: Message, name: String, words: Words) {
        let time = words.time(message.storedAt)
        let reason = message.waitsFor
        guard message.direction == .out else {
            self.init(text: time, sign: nil, isTrying: false, reason: nil)
            return
        }
        self.init(
            text: words("conversation_time_state", time, words.state(message.state)), sign: message.state,
            isTrying: reason == .trying, reason: reason.map { words.reason($0, name: name) })
    }
}

extension LineState {
    /// A line of a chat with `name`.
    init(_ line: Line, name: String, offersRemedy: Bool, words: Words) {
        id = line.id
        switch line {
        case .day(let day, _): (heading, bubble) = (words.day(day), nil)
        case .unread: (heading, bubble) = (words("conversation_unread"), nil)
        case .said(let message, let isFirst, let isLast):
            heading = nil
            bubble = BubbleState(
                message, isFirst: isFirst, isLast: isLast, name: name, offersRemedy: offersRemedy, words: words)
        }
    }
}

extension [Line] {
    /// Where what helps stands, once: below the newest that waits.
    var helped: String? {
        last { line in
            if case .said(let message, _, isLast: true) = line { message.waitsFor != nil } else { false }
        }?.id
    }
}
