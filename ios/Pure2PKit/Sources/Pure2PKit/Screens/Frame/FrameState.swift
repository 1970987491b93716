/// What is on the screen before anybody is inside: the lock, or what became of the database.
public struct FrameState: Sendable, Equatable {
    /// What is shown.
    public let shows: FrameShows
    /// What is said in place of everything.
    public let notice: FrameNotice?
    /// Why the system asks next for the local network; nothing unless it is to be asked for.
    public let localNetwork: LocalNetworkState?
    /// For somebody who is leaving: what waits.
    public let leaving: String?
}

/// What is shown.
public enum FrameShows: Sendable, Equatable {
    /// Nothing yet: to open takes no time that anybody sees. A sign of waiting would only flash.
    case nothing
    /// A notice.
    case notice
    /// The first launch.
    case welcome
    /// The chats, and all that lies behind them.
    case inside
}

/// What lies above all that the app shows, whatever that is: what is taken away below may take its time to go. A sheet is still
/// seen while it closes, and one that the system has made, to share something, need not close at all.
public enum FrameCover: Sendable, Equatable {
    /// Nothing.
    case nothing
    /// The app's mark: something else is in front, or the app on its way.
    case mark
    /// The lock, with what can be done.
    case lock(FrameNotice)
}

/// What is said in place of everything, and what can be done.
public struct FrameNotice: Sendable, Equatable {
    /// About what.
    public enum About: Sendable, Equatable {
        case locked, keyLost, unavailable
    }

    public let about: About
    public let title: String
    public let sentences: [String]
    public let action: String
    /// What is asked before it is done.
    public let question: QuestionState?
}

/// Our reason, before the system asks. One answer only, as Apple wants it: the system's question has two.
public struct LocalNetworkState: Sendable, Equatable {
    public let title: String
    public let why: String
    public let goOn: String
}

/// An old database that nobody can read any more.
public struct SetAsideState: Sendable, Equatable {
    public let text: String
    public let delete: String
    public let question: QuestionState
}

extension FrameNotice {
    static func locked(_ words: Words) -> Self {
        Self(
            about: .locked, title: words("lock_title"), sentences: [words("lock_goes_on")],
            action: words("lock_unlock"), question: nil)
    }

    /// Nothing happens without two yeses.
    static func keyLost(_ words: Words) -> Self {
        Self(
            about: .keyLost, title: words("key_lost_title"),
            sentences: [words("key_lost_why"), words("key_lost_what")], action: words("key_lost_start"),
            question: QuestionState(
                title: words("key_lost_ask"), text: words("key_lost_ask_text"), yes: words("key_lost_start"),
                no: words("cancel"), isDestructive: false))
    }

    static func unavailable(_ problem: HomeProblem, _ words: Words) -> Self {
        let why =
            switch problem {
            case .busy: words("unavailable_busy")
            case .damaged: words("unavailable_damaged")
            case .deviceFull: words("unavailable_device_full")
            case .keyStore: words("unavailable_key_store")
            case .newer: words("unavailable_newer")
            case .other: words("unavailable_other")
            }
        return Self(
            about: .unavailable, title: words("unavailable_title"), sentences: [why, words("unavailable_untouched")],
            action: words("unavailable_retry"), question: nil)
    }
}

extension SetAsideState {
    /// For so many bytes; nothing if nothing is set aside.
    init?(_ bytes: Int64?, words: Words) {
        guard let bytes else { return nil }
        text = words("welcome_set_aside", words.size(bytes))
        delete = words("welcome_set_aside_delete")
        question = QuestionState(
            title: words("welcome_set_aside_ask"), text: words("welcome_set_aside_text"),
            yes: words("welcome_set_aside_delete"), no: words("cancel"), isDestructive: true)
    }
}
