import Observation

/// The requests, over the real thing: what the stores say, and what answers do.
@MainActor
@Observable
public final class RequestsModel: ScreenModel {
    /// What the person is doing here.
    struct Doing {
        /// Whose many words are shown to their end.
        var whole: Set<Uid> = []
        /// Whose request is being answered.
        var busy: Set<Uid> = []
        /// Whom a question is about.
        var asking: Uid?
        /// What the last answer led to.
        var outcome: RequestOutcome?
    }

    var doing = Doing()

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let messenger: any MessengerProtocol
    private let requests: RequestList
    private let blocked: BlockedList
    @ObservationIgnored private let commands = Commands()

    /// Over the stores of `screens`.
    public init(_ screens: Screens) {
        words = screens.words
        messenger = screens.messenger
        requests = screens.requestList()
        blocked = screens.blockedList()
    }

    /// What is shown and spoken now.
    public var state: RequestsState {
        RequestsState(
            .init(
                requests: requests.requests, isLoaded: requests.isLoaded, blocked: blocked.people,
                isStale: requests.failure != nil || blocked.failure != nil, doing: doing),
            words: words)
    }

    /// Shows all that `uid` wrote.
    public func showAll(_ uid: Uid) {
        doing.whole.insert(uid)
    }

    /// From now on they are a contact.
    public func accept(_ uid: Uid) {
        answer(uid) { .accepted(uid, name: try await $0.accept(uid: uid).name) }
    }

    /// Asks whether `uid` is to be blocked.
    public func askToBlock(_ uid: Uid) {
        doing.asking = uid
    }

    /// Leaves `uid` as they are. (A question goes by itself when it is answered: another one may be asked by then.)
    public func cancel(_ uid: Uid) {
        if doing.asking == uid { doing.asking = nil }
    }

    /// Nothing of theirs is kept or answered from now on.
    public func block(_ uid: Uid) {
        cancel(uid)
        answer(uid) {
            _ = try await $0.block(uid: uid)
            return .blocked
        }
    }

    /// Asks again what could not be read.
    public func retry() {
        requests.refresh()
        blocked.refresh()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await commands.settled()
        await requests.settled()
        await blocked.settled()
    }

    private func answer(
        _ uid: Uid, _ command: @escaping @Sendable (any MessengerProtocol) async throws -> RequestOutcome
    ) {
        guard doing.busy.insert(uid).inserted else { return }
        doing.outcome = nil
        commands.run(over: messenger, command) { [weak self] result in
            guard let self else { return }
            doing.busy.remove(uid)
            doing.outcome = (try? result.get()) ?? .failed
            retry()
        }
    }
}

/// What an answer has led to.
enum RequestOutcome: Sendable, Equatable {
    /// They are a contact now.
    case accepted(Uid, name: String)
    /// They are blocked.
    case blocked
    /// The database did not take it: nothing was changed.
    case failed
}
