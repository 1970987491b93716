/// What the chats show: who there is to write to, and who is here.
public struct ChatsState: Sendable, Equatable {
    /// The words of this screen that are always the same.
    public let title: String
    public let add: String
    public let myLink: String
    public let settings: String
    /// "Requests", or how many wait.
    public let requests: String
    /// How many strangers wrote first; as a sign nothing if nobody did.
    public let requestsBadge: String?
    public let session: SessionBarState
    /// What is said once, until it was read.
    public let notice: NoticeState?
    /// What is shown may be older than what is so.
    public let stale: StaleState?
    public let rows: [ChatRowState]
    /// How two people start; nothing while there is a chat, and before it is known that there is none.
    public let empty: EmptyChatsState?
}

/// What is said once.
public struct NoticeState: Sendable, Equatable {
    public let text: String
    public let understood: String
}

/// That what is shown may be old, and what to do.
public struct StaleState: Sendable, Equatable {
    public let text: String
    public let retry: String
}

/// What stands in the place of a list that is empty.
public struct EmptyChatsState: Sendable, Equatable {
    public let title: String
    public let how: String
    public let both: String
    public let myLink: String
    public let add: String
}

extension ChatsState {
    init(
        chats: [Chat], isLoaded: Bool, requests: Int, session: SessionBarState, notice: ChatsNotice?, isStale: Bool,
        words: Words
    ) {
        title = words("chats_title")
        add = words("chats_add")
        myLink = words("chats_my_link")
        settings = words("chats_settings")
        self.requests = requests == 0 ? words("chats_requests") : words("chats_requests_waiting", requests)
        requestsBadge = requests == 0 ? nil : "\(requests)"
        self.session = session
        self.notice = notice.map { NoticeState(text: $0.text(words), understood: words("here_understood")) }
        stale = isStale ? StaleState(text: words("chats_stale"), retry: words("chats_retry")) : nil
        rows = chats.map { ChatRowState($0, words: words) }
        empty =
            chats.isEmpty && isLoaded
            ? EmptyChatsState(
                title: words("chats_empty_title"), how: words("chats_empty_how"), both: words("chats_empty_both"),
                myLink: words("chats_empty_my_link"), add: words("chats_empty_add")) : nil
    }
}

/// What is said once.
public enum ChatsNotice: Sendable, Hashable {
    /// App lock is on and can't ask.
    case lockCannotAsk
    /// Leaving ends being here; and whether therefore the screen stays on.
    case hereEnds(staysOn: Bool)

    func text(_ words: Words) -> String {
        switch self {
        case .lockCannotAsk: words("lock_cannot_ask")
        case .hereEnds(staysOn: false): words("here_ends")
        case .hereEnds(staysOn: true): words("here_ends") + " " + words("here_stays_on")
        }
    }
}
