import Foundation

extension Words {
    /// A day as one says it: "Today", "Yesterday", "Saturday 14 March 2026".
    func day(_ at: Date) -> String {
        switch daysAgo(at) {
        case 0: return self("conversation_today")
        case 1: return self("conversation_yesterday")
        default:
            var style = Date.FormatStyle(date: .complete, time: .omitted)
            place(&style)
            return at.formatted(style)
        }
    }

    /// Day and second: tries may follow one another within a minute.
    func exactly(_ at: Date) -> String {
        var style = Date.FormatStyle(date: .abbreviated, time: .standard)
        place(&style)
        return at.formatted(style)
    }
}
