import Foundation

extension Words {
    /// A time as short as it can be said: "14:02" today, "Mon 14:02" within a week, else the date.
    public func moment(_ at: Date) -> String {
        switch daysAgo(at) {
        case 0: time(at)
        case 1...6: "\(at.formatted(style.weekday(.abbreviated))) \(time(at))"
        default: date(at)
        }
    }

    /// "14:02", or "2:02 pm", as the person has set it.
    public func time(_ at: Date) -> String {
        var style = Date.FormatStyle(date: .omitted, time: .shortened)
        place(&style)
        return at.formatted(style)
    }

    /// "14 Mar 2026".
    public func date(_ at: Date) -> String {
        var style = Date.FormatStyle(date: .abbreviated, time: .omitted)
        place(&style)
        return at.formatted(style)
    }

    /// How many days lie between then and today, by their names: yesterday evening is one day ago. Negative if it is to come.
    public func daysAgo(_ at: Date) -> Int {
        let (then, today) = (calendar.startOfDay(for: at), calendar.startOfDay(for: now()))
        return calendar.dateComponents([.day], from: then, to: today).day ?? 0
    }

    private var style: Date.FormatStyle {
        var style = Date.FormatStyle()
        place(&style)
        return style
    }

    /// As people here write, where and when they are.
    func place(_ style: inout Date.FormatStyle) {
        style.locale = locale
        style.calendar = calendar
        style.timeZone = calendar.timeZone
    }
}
