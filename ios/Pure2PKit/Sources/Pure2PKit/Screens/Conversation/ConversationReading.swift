/// Where the list is to go: to a line, once.
public struct Jump: Sendable, Hashable {
    /// The line.
    public let line: String
    /// Whether the line comes to the bottom of the screen, as the end does; else it comes near the top, with some of what went
    /// before above it.
    public let isEnd: Bool
    /// Twice to the same line is two jumps.
    public let number: Int
}

/// Where somebody reads in a chat, and where that leads: who is at the end stays there, who reads back is left where they are.
struct Reading: Equatable {
    /// The line after the last message.
    static let end = "end"

    /// Whether it is known where reading begins. Until then nothing is shown: what is new is marked from the first sight on.
    private(set) var isPlaced = false
    /// The first message that was new when the screen was opened. It stays marked, although all is soon read.
    private(set) var unreadFrom: MessageId?
    /// Whether the end of the chat is seen, and followed when it moves on.
    private(set) var isAtEnd = true
    /// Where the list is to go, until it went there.
    private(set) var jump: Jump?

    private var jumps = 0
    /// The last message that is held.
    private var last: MessageId?
    /// Below which message the end was seen last, and whether it still is.
    private var endBelow: MessageId?
    private var isEndSeen = false

    /// Begins: at what is new, or at the end.
    mutating func place(at unread: MessageId?, last: MessageId?) {
        isPlaced = true
        self.last = last
        unreadFrom = unread
        // Should all of it fit on the screen, the list will say that the end is seen.
        isAtEnd = unread == nil
        if unread != nil { go(to: Line.unread.id, isEnd: false) }
    }

    /// The last message that is held is this one now. Whoever was at the end goes with it.
    mutating func holds(last: MessageId?, hasNewer: Bool) {
        guard isPlaced, last != self.last else { return }
        self.last = last
        if isAtEnd, !hasNewer { go(to: Self.end, isEnd: true) }
    }

    /// The end of what is held came onto the screen, below message `below`.
    mutating func endCame(below: MessageId?, hasNewer: Bool) {
        (endBelow, isEndSeen) = (below, true)
        settle(hasNewer: hasNewer)
    }

    /// It went from the screen. When it stood below another message than the last one, nobody scrolled: something came, and
    /// the list is about to follow.
    mutating func endWent(below: MessageId?) {
        guard below == endBelow else { return }
        isEndSeen = false
        if below == last { isAtEnd = false }
    }

    /// It went with the whole screen, which another one covers.
    mutating func endWasCovered() {
        isAtEnd = true
    }

    /// Somebody wants to be at the end.
    mutating func toEnd() {
        isAtEnd = true
        go(to: Self.end, isEnd: true)
    }

    /// The list went there.
    mutating func jumped(hasNewer: Bool) {
        jump = nil
        settle(hasNewer: hasNewer)
    }

    /// Whoever sees the end is there; but not while the list, which begins at its end, has yet to go to what is new: nobody has
    /// read that.
    private mutating func settle(hasNewer: Bool) {
        if isEndSeen, endBelow == last, !hasNewer, jump?.isEnd != false { isAtEnd = true }
    }

    private mutating func go(to line: String, isEnd: Bool) {
        jumps += 1
        jump = Jump(line: line, isEnd: isEnd, number: jumps)
    }
}
