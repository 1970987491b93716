import Foundation

/// What the app says, in one language: the words of the String Catalog, and times as people of that language write them.
public struct Words: Sendable {
    /// How numbers and times are written.
    public let locale: Locale
    /// Where and in which calendar a day begins.
    public let calendar: Calendar
    /// What time it is: tests and previews have a day of their own.
    public let now: @Sendable () -> Date
    private let source: any WordSource

    init(source: any WordSource, locale: Locale, calendar: Calendar, now: @escaping @Sendable () -> Date) {
        self.source = source
        self.locale = locale
        var calendar = calendar
        calendar.locale = locale
        self.calendar = calendar
        self.now = now
    }

    /// As the device is set.
    public static let system = Words(
        source: packaged(language: nil), locale: .current, calendar: .current, now: { Date() })

    #if DEBUG
        /// The same words at a time that does not change, in Greenwich: for photographs.
        public func at(_ time: Date) -> Words {
            var calendar = Calendar(identifier: .gregorian)
            calendar.timeZone = .gmt
            return Words(source: source, locale: locale, calendar: calendar, now: { time })
        }
    #endif

    /// In `language` ("en", "de") whatever the device is set to, at a time and place that does not change.
    public static func fixed(_ language: String, at time: Date, in zone: TimeZone = .gmt) -> Words {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = zone
        // Both write hours up to 24 and a week from Monday on, as most who read these languages do.
        let locale = Locale(identifier: language == "en" ? "en_GB" : language)
        return Words(source: packaged(language: language), locale: locale, calendar: calendar, now: { time })
    }

    /// The words with this key; `values` take the places of its placeholders. A number decides between singular and plural.
    public func callAsFunction(_ key: String, _ values: any WordValue...) -> String {
        source.text(key, values.map { $0.word }, locale: locale)
    }
}

/// What a placeholder can stand for: a text or a number.
public protocol WordValue {
    /// The same, as one of both.
    var word: Word { get }
}

/// A value in a sentence.
public enum Word: Sendable, Equatable {
    /// For `%@`.
    case text(String)
    /// For `%lld`.
    case number(Int)
}

extension String: WordValue {
    public var word: Word { .text(isolated) }

    /// Somebody's name written from right to left must not turn our words around: if there is such a letter in it, it
    /// stands between the signs that Unicode has for that (UAX #9: first strong isolate, and its end). A sign of that kind within
    /// it could end that early, or never.
    private var isolated: String {
        guard unicodeScalars.contains(where: \.isRightToLeft) else { return self }
        var inside = UnicodeScalarView()
        inside.append(contentsOf: unicodeScalars.filter { !(0x2066...0x2069).contains($0.value) })
        return "\u{2068}\(String(inside))\u{2069}"
    }
}

extension Int: WordValue {
    public var word: Word { .number(self) }
}

extension Int32: WordValue {
    public var word: Word { .number(Int(self)) }
}

extension Unicode.Scalar {
    /// Hebrew, Arabic and their neighbours, and signs that turn the direction: all blocks that Unicode keeps for them.
    var isRightToLeft: Bool {
        switch value {
        case 0x590...0x8ff, 0xfb1d...0xfdff, 0xfe70...0xfeff, 0x1_0800...0x1_0fff, 0x1_e800...0x1_efff: true
        case 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
        default: false
        }
    }
}
