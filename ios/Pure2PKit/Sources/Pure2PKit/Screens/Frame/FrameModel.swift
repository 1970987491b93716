import Observation

/// What is on the screen, by the lock and by what became of the database.
@MainActor
@Observable
public final class FrameModel: ScreenModel {
    /// The database and its key.
    public let home: Home
    /// Hides what is written.
    public let lock: AppLock
    private let lifecycle: Lifecycle
    @ObservationIgnored private let words: Words

    /// Over the parts of the process.
    public init(_ home: Home, lock: AppLock, lifecycle: Lifecycle, words: Words = .system) {
        self.home = home
        self.lock = lock
        self.lifecycle = lifecycle
        self.words = words
    }

    /// What is open, for what lies inside.
    public var open: OpenHome? {
        if case .open(let open) = home.state { open } else { nil }
    }

    /// What is shown and spoken now.
    public var state: FrameState {
        let (shows, notice) = shown
        let isInside = shows == .inside
        return FrameState(
            shows: shows, notice: notice, localNetwork: isInside && home.asksForLocalNetwork ? reason : nil,
            leaving: LeavingLine.text(
                waiting: lifecycle.waiting, phase: lifecycle.phase, isHidden: !isInside || lock.isCovered,
                words: words))
    }

    /// What lies above all of it.
    public var cover: FrameCover {
        if lock.isCovered { return .mark }
        return lock.isClosed ? .lock(.locked(words)) : .nothing
    }

    /// Has `apply` do so, from now on.
    public func followCover(_ apply: @escaping @MainActor (FrameCover) -> Void) {
        follow({ [weak self] in self?.cover }, apply)
    }

    /// What the notice offers, after its question was answered with yes if it has one.
    public func act() {
        switch state.notice?.about {
        case .locked: lock.unlock()
        case .keyLost: Task { [home] in await home.startAfresh() }
        case .unavailable: home.retry()
        case nil: break
        }
    }

    /// Our reason for the local network was read: the system asks now.
    public func goOnToLocalNetwork() {
        home.localNetworkAsked()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await home.drained()
    }

    private var shown: (FrameShows, FrameNotice?) {
        if lock.isClosed { return (.notice, .locked(words)) }
        return switch home.state {
        case .opening: (.nothing, nil)
        case .keyLost: (.notice, .keyLost(words))
        case .unavailable(let problem): (.notice, .unavailable(problem, words))
        case .open(let open): (open.account == nil ? .welcome : .inside, nil)
        }
    }

    private var reason: LocalNetworkState {
        LocalNetworkState(
            title: words("local_network_title"), why: words("local_network_why"), goOn: words("local_network_go_on"))
    }
}
