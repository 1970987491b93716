import Foundation

/// The lines that were last shown. A state is made anew with each letter that is typed and with each page of history, and hundreds
/// of times and sentences need not be written out again for that.
@MainActor
final class LinesMemory {
    private var of: Of?
    private var within: Within?
    private var lines: [LineState] = []
    private var made: [String: Made] = [:]

    /// What all lines are made of.
    private struct Of: Equatable {
        var messages: [Message]
        var unreadFrom: MessageId?
        var within: Within
    }

    /// What each line depends on besides its message.
    private struct Within: Equatable {
        var name: String
        var isBlocked: Bool
        /// Today is yesterday tomorrow.
        var today: Date
    }

    private struct Made {
        var line: Line
        var offersRemedy: Bool
        var state: LineState
    }

    func lines(_ messages: [Message], unreadFrom: MessageId?, contact: Contact?, words: Words) -> [LineState] {
        guard let contact else { return [] }
        let within = Within(
            name: contact.name, isBlocked: contact.blocked, today: words.calendar.startOfDay(for: words.now()))
        let of = Of(messages: messages, unreadFrom: unreadFrom, within: within)
        if of == self.of { return lines }
        let plain = Pure2PKit.lines(messages, unreadFrom: unreadFrom, calendar: words.calendar)
        // While they are blocked the same words stand in the composer's place.
        let helped = contact.blocked ? nil : plain.helped
        let before = within == self.within ? made : [:]
        made = [:]
        lines = plain.map { line in
            let offers = line.id == helped
            let state: LineState
            if let old = before[line.id], old.line == line, old.offersRemedy == offers {
                state = old.state
            } else {
                state = LineState(line, name: contact.name, offersRemedy: offers, words: words)
            }
            made[line.id] = Made(line: line, offersRemedy: offers, state: state)
            return state
        }
        (self.of, self.within) = (of, within)
        return lines
    }
}
