import Observation

/// Keeps the screen on while it is of use: a dark screen ends being here. But not for long on a table where nobody looks at it.
@MainActor
@Observable
public final class KeepScreenOn {
    /// Whether the screen stays on.
    public var isOn: Bool { isAttended && home.device.choices.keepScreenOn && isUseful }

    private let home: Home
    private var isAttended = false
    @ObservationIgnored private let now: @MainActor () -> Duration
    @ObservationIgnored private let wait: @Sendable (Duration) async -> Void
    @ObservationIgnored private var touchedAt = Duration.zero
    @ObservationIgnored private var counting: Task<Void, Never>?

    /// Counted from the last touch, whatever happened since: somebody who comes and goes must not keep it on all night.
    private static let untouched = Duration.seconds(600)

    /// `now` and `wait` are of one clock.
    public init(
        _ home: Home, now: @escaping @MainActor () -> Duration = sinceThen(),
        wait: @escaping @Sendable (Duration) async -> Void = asleep
    ) {
        self.home = home
        self.now = now
        self.wait = wait
    }

    /// Has `apply` do so, from now on.
    public func follow(_ apply: @escaping @MainActor (Bool) -> Void) {
        Pure2PKit.follow({ [weak self] in self?.isOn }, apply)
    }

    /// Somebody touches the screen, or comes to it.
    public func touched() {
        touchedAt = now()
        if !isAttended { isAttended = true }
        if counting == nil { counting = Task { [weak self] in await self?.count() } }
    }

    private func count() async {
        while true {
            let left = touchedAt + Self.untouched - now()
            if left <= .zero { break }
            await wait(left)
        }
        isAttended = false
        counting = nil
    }

    private var isUseful: Bool {
        if case .open(let open) = home.state { open.session.isUseful } else { false }
    }
}

extension Session {
    /// How many messages wait.
    var waiting: Int { total - done }
    /// Somebody is here, or something waits: being here is of use.
    var isUseful: Bool { here > 0 || waiting > 0 }
}
