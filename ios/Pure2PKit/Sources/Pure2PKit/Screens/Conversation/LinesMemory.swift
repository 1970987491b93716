import Foundation

/// The lines that were last shown. A state is made anew with each letter that is typed, and two hundred times need not be written
/// out again for that.
@MainActor
final class LinesMemory {
    private var of: Of?
    private var lines: [LineState] = []

    private struct Of: Equatable {
        var messages: [Message]
        var unreadFrom: MessageId?
        var name: String
        var isBlocked: Bool
        /// Today is yesterday tomorrow.
        var today: Date
    }

    func lines(_ messages: [Message], unreadFrom: MessageId?, contact: Contact?, words: Words) -> [LineState] {
        guard let contact else { return [] }
        let of = Of(
            messages: messages, unreadFrom: unreadFrom, name: contact.name, isBlocked: contact.blocked,
            today: words.calendar.startOfDay(for: words.now()))
        if of != self.of {
            let plain = Pure2PKit.lines(messages, unreadFrom: unreadFrom, calendar: words.calendar)
            lines = LineState.all(plain, name: contact.name, isBlocked: contact.blocked, words: words)
            self.of = of
        }
        return lines
    }
}
