import Foundation

/// What stands below one another in a chat.
enum Line: Equatable {
    /// A day begins, with this message.
    case day(Date, before: MessageId)
    /// From here on it was new.
    case unread
    /// A message, and whether it is the first and the last of what was said in one breath.
    case said(Message, isFirst: Bool, isLast: Bool)

    /// Stable while the window moves: the list keeps its place by it.
    var id: String {
        switch self {
        // Not the day alone: a clock that was set back makes the same day begin twice.
        case .day(_, let message): "day \(message)"
        case .unread: "unread"
        case .said(let message, _, _): message.id
        }
    }
}

/// The lines of `messages`, in the order in which this device stored them, oldest first.
func lines(_ messages: [Message], unreadFrom: MessageId?, calendar: Calendar) -> [Line] {
    let said = messages.map { Stored($0, calendar: calendar) }
    var lines: [Line] = []
    lines.reserveCapacity(messages.count + 8)
    for (place, one) in said.enumerated() {
        let before = place > 0 ? said[place - 1] : nil
        let after = place + 1 < said.count ? said[place + 1] : nil
        let isUnread = one.message.id == unreadFrom
        if before?.day != one.day { lines.append(.day(one.day, before: one.message.id)) }
        if isUnread { lines.append(.unread) }
        let isFirst = isUnread || !one.isTogether(with: before)
        let isLast = after?.message.id == unreadFrom || !one.isTogether(with: after)
        lines.append(.said(one.message, isFirst: isFirst, isLast: isLast))
    }
    return lines
}

/// A message, and when it was stored.
private struct Stored {
    let message: Message
    let day: Date
    let minute: Double

    init(_ message: Message, calendar: Calendar) {
        self.message = message
        day = calendar.startOfDay(for: message.storedAt)
        minute = (message.storedAt.timeIntervalSinceReferenceDate / 60).rounded(.down)
    }

    /// Whether one line about time and state is true of both.
    func isTogether(with other: Stored?) -> Bool {
        guard let other else { return false }
        return message.direction == other.message.direction && message.state == other.message.state
            && message.reason == other.message.reason && minute == other.minute && day == other.day
    }
}
