import Observation

/// What the app has noted about itself: all of it can be read before any of it goes anywhere.
public struct LogState: Sendable, Equatable {
    public let title: String
    /// What is in it, what never is, and where it is.
    public let about: [String]
    /// That there is nothing.
    public let empty: String?
    /// What can be done with the lines, if there are any.
    public let actions: Actions?
    public let lines: [String]

    /// What can be done.
    public struct Actions: Sendable, Equatable {
        public let share: String
        /// What is shared: the lines that are shown.
        public let shared: String
        public let clear: String
    }

    init(lines: [String]?, words: Words) {
        title = words("settings_log")
        about = [words("log_has"), words("log_has_not"), words("log_where")]
        empty = lines?.isEmpty == true ? words("log_empty") : nil
        self.lines = lines ?? []
        actions =
            self.lines.isEmpty
            ? nil
            : Actions(
                share: words("log_share"), shared: self.lines.joined(separator: "\n"), clear: words("log_clear"))
    }
}

/// The log of this process, as the core redacts it.
@MainActor
@Observable
public final class LogModel: ScreenModel {
    @ObservationIgnored private let words: Words
    @ObservationIgnored private let read: @MainActor () -> [String]
    @ObservationIgnored private let forget: @MainActor () -> Void
    /// Nothing until they were read.
    private var lines: [String]?

    /// The running app's.
    public convenience init(words: Words = .system) {
        self.init(words: words, read: logLines, forget: clearLog)
    }

    init(words: Words, read: @escaping @MainActor () -> [String], forget: @escaping @MainActor () -> Void) {
        self.words = words
        self.read = read
        self.forget = forget
    }

    /// What is shown and spoken now.
    public var state: LogState { LogState(lines: lines, words: words) }

    /// The page is there. While it is looked at nothing is added: what is shared is what was read.
    public func appeared() {
        lines = read()
    }

    /// Forgets all lines.
    public func clear() {
        forget()
        lines = read()
    }

    /// There is nothing to wait for.
    public func settled() async {}
}
