import Observation

/// The chats, over the real thing: what the stores say, as words.
@MainActor
@Observable
public final class ChatsModel: ScreenModel {
    @ObservationIgnored private let words: Words
    private let list: ChatList
    private let requests: RequestList
    private let session: Session
    private let reachability: Reachability
    private let foreground: Foreground
    private let device: ChoiceStore
    private let lock: AppLock

    /// Over the stores of `screens`.
    public init(_ screens: Screens, foreground: Foreground, device: ChoiceStore, lock: AppLock) {
        self.device = device
        self.lock = lock
        words = screens.words
        list = screens.chatList()
        requests = screens.requestList()
        session = screens.session()
        reachability = screens.reachability()
        self.foreground = foreground
    }

    /// What is shown and spoken now.
    public var state: ChatsState {
        ChatsState(
            chats: list.chats, isLoaded: list.isLoaded, requests: requests.requests.count,
            session: SessionBarState(SessionBar(session, foreground.state, reachability.reach), words: words),
            notice: notice, isStale: list.failure != nil, words: words)
    }

    /// The notice was read.
    public func noticeRead() {
        if lock.cannotAsk {
            lock.cannotAskRead()
        } else {
            device.change { $0.leavingExplained = true }
        }
    }

    /// That leaving ends being here is said when that is of use for the first time.
    private var notice: ChatsNotice? {
        if lock.cannotAsk { return .lockCannotAsk }
        if device.choices.leavingExplained || !session.isUseful { return nil }
        return .hereEnds(staysOn: device.choices.keepScreenOn)
    }

    /// Asks again what could not be read.
    public func retry() {
        list.refresh()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await list.settled()
        await requests.settled()
        await session.settled()
        await reachability.settled()
        await foreground.drained()
    }
}
