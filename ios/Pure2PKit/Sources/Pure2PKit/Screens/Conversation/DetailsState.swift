/// What truly happened to a message.
public struct DetailsState: Sendable, Equatable {
    public let title: String
    /// Enough to know which one it is.
    public let text: String
    public let entries: [Entry]
    /// Why it waits.
    public let reason: String?
    public let close: String

    /// Something that happened.
    public struct Entry: Sendable, Equatable {
        public let text: String
        /// How many times in a row, if more than once.
        public let times: String?
        public let at: String
        /// All of it, as it is spoken.
        public let spoken: String
    }
}

/// A message and all that happened to it.
struct Details: Equatable {
    var message: Message
    var timeline: [TimelineEntry]
}

extension DetailsState {
    init(_ details: Details, name: String, words: Words) {
        let isMine = details.message.direction == .out
        title = words("details_title")
        text = details.message.text
        entries = details.timeline.map { Entry($0, isMine: isMine, name: name, words: words) }
        reason = details.message.waitsFor.map { words.reason($0, name: name) }
        close = words("details_close")
    }
}

extension DetailsState.Entry {
    init(_ entry: TimelineEntry, isMine: Bool, name: String, words: Words) {
        let text = words.happened(entry.what, isMine: isMine, name: name)
        let at = words.exactly(entry.at)
        var times: String?
        if case .attempt(_, _, let count) = entry.what, count > 1 { times = words("details_times", count) }
        self.init(text: text, times: times, at: at, spoken: sentence([text, times, at]))
    }
}

extension Words {
    fileprivate func happened(_ what: Happening, isMine: Bool, name: String) -> String {
        switch what {
        // The one time in a chat that is another device's word.
        case .written: self(isMine ? "details_written" : "details_written_theirs")
        case .delivered: isMine ? self("details_delivered", name) : self("details_arrived")
        case .read: isMine ? self("details_read", name) : self("details_read_mine")
        case .attempt(let address?, let error, _): self("details_tried_at", address, self(Self.result(error)))
        case .attempt(nil, let error, _): self("details_tried", self(Self.result(error)))
        }
    }

    private static func result(_ error: AttemptError?) -> String {
        switch error {
        case nil: "attempt_through"
        case .badAnswer: "attempt_bad_answer"
        case .cancelled: "attempt_cancelled"
        case .dark: "attempt_dark"
        case .later: "attempt_later"
        case .noAddress: "attempt_no_address"
        case .noRoute: "attempt_no_route"
        case .notAccepted: "attempt_not_accepted"
        case .notUnderstood: "attempt_not_understood"
        case .nothingOpen: "attempt_nothing_open"
        case .refused: "attempt_refused"
        case .silent: "attempt_silent"
        case .starved: "attempt_starved"
        case .tooLarge: "attempt_too_large"
        }
    }
}
