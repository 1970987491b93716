import Observation

/// Hears what the system says of the whole app, and has everybody follow: the lock, the messenger, the screen.
///
/// When the app goes, three things happen at once: goodbye is said and every socket closed (three seconds at most), what was
/// being written is kept, and the system is asked not to suspend the app before that is done.
@MainActor
@Observable
public final class Lifecycle {
    /// What the system said last.
    public private(set) var phase: Foreground.Phase
    /// How many messages waited when the app was last in front: in the background nobody counts.
    public private(set) var waiting: Int
    /// What is written before the app may be ended.
    public let lastWrites = LastWrites()

    @ObservationIgnored private let home: Home
    @ObservationIgnored private let lock: AppLock
    @ObservationIgnored private let screen: KeepScreenOn
    @ObservationIgnored private let time: any BackgroundTime

    /// Nothing happens before the first phase.
    public convenience init(_ home: Home, lock: AppLock, screen: KeepScreenOn, time: any BackgroundTime) {
        self.init(home, lock: lock, screen: screen, time: time, phase: .background, waiting: 0)
    }

    init(
        _ home: Home, lock: AppLock, screen: KeepScreenOn, time: any BackgroundTime, phase: Foreground.Phase,
        waiting: Int
    ) {
        (self.phase, self.waiting) = (phase, waiting)
        self.home = home
        self.lock = lock
        self.screen = screen
        self.time = time
    }

    /// The system says so, of all the app's windows together.
    public func phase(_ next: Foreground.Phase) {
        if next == phase { return }
        let before = phase
        if before == .active, case .open(let open) = home.state { waiting = open.session.waiting }
        phase = next
        // What was read before a restarted device was unlocked may be nothing. To the front an app comes by way of being inactive.
        if before == .background { home.device.reload() }
        lock.phase(next)
        switch next {
        case .active:
            screen.touched()
            // After an alert or Control Centre the messenger never went. It is told all the same: that can't be too much.
            home.enter()
        case .inactive:
            // From the app switcher an app is ended without being told.
            if before == .active { Task { [lastWrites] in await lastWrites.write() } }
        case .background:
            leave()
        }
    }

    private func leave() {
        let ending = Ending(time)
        home.leave()
        Task { [home, lastWrites] in
            await lastWrites.write()
            await home.drained()
            ending.end()
        }
    }

    /// Time in the background, which is given back once, by whoever comes first: what it was for, or its end.
    @MainActor
    private final class Ending {
        private let time: any BackgroundTime
        private var given: Int?
        private var isOver = false

        init(_ time: any BackgroundTime) {
            self.time = time
            let given = time.begin("goodbye") { [weak self] in self?.end() }
            // A system that has none left may say so before it answers.
            if isOver, let given { time.end(given) } else { self.given = given }
        }

        func end() {
            isOver = true
            if let given { time.end(given) }
            given = nil
        }
    }
}
