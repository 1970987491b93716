import Observation

/// Hides what is written until the device's own lock was opened: in a new process, and after a while elsewhere.
///
/// It hides and locks nothing else: the messenger goes on under it. See docs/adr/0016-app-lock.md.
@MainActor
@Observable
public final class AppLock {
    /// Whether what is written may be seen.
    public enum State: Sendable, CaseIterable {
        /// It may.
        case open
        /// Not before the device's lock was asked for, which happens by itself.
        case locked
        /// The device's lock is being asked for.
        case asking
        /// It was asked for in vain, and is again when somebody wants to.
        case declined
    }

    /// What is so.
    public private(set) var state: State
    /// It is on and let somebody in unasked: the device has no lock any more.
    public private(set) var cannotAsk = false
    /// Nothing may be seen in the app switcher, nor behind anything that lies before the app.
    public var isCovered: Bool { device.choices.appLock && phase != .active }
    /// Nothing may be seen at all.
    public var isClosed: Bool { state != .open }

    private let device: ChoiceStore
    private var phase = Foreground.Phase.background
    @ObservationIgnored private let authenticator: any Authenticator
    @ObservationIgnored private let now: @MainActor () -> Duration
    @ObservationIgnored private let reason: String
    @ObservationIgnored private var leftAt: Duration?
    @ObservationIgnored private var wasAway = true
    @ObservationIgnored private var isNew = true

    /// Time elsewhere after which nobody is asked: to look something up, or to answer a call in short.
    private static let forgiven = Duration.seconds(60)

    /// In a new process. `now`: a clock that goes on while the device sleeps.
    public init(
        _ device: ChoiceStore, authenticator: any Authenticator, words: Words = .system,
        now: @escaping @MainActor () -> Duration = sinceThen()
    ) {
        self.device = device
        self.authenticator = authenticator
        self.now = now
        reason = words("lock_reason")
        state = device.choices.appLock ? .locked : .open
    }

    /// The system says so. Its question for a face makes the app inactive, and then active again: that is no coming back.
    public func phase(_ next: Foreground.Phase) {
        phase = next
        switch next {
        case .active where wasAway:
            wasAway = false
            enter()
        case .background where !wasAway:
            wasAway = true
            leave()
        default: break
        }
        if next == .active, state == .locked { unlock() }
    }

    /// Asks, for somebody who wants in.
    public func unlock() {
        guard state == .locked || state == .declined else { return }
        state = .asking
        Task { [weak self, authenticator, reason] in
            let answer = await authenticator.ask(reason)
            self?.answered(answer)
        }
    }

    /// It was read that ``cannotAsk``.
    public func cannotAskRead() {
        cannotAsk = false
    }

    private func answered(_ answer: Authenticator.Answer) {
        guard state == .asking else { return }
        switch answer {
        case .yes: state = .open
        case .no: state = .declined
        // They are asked without a tap when they are back.
        case .interrupted: state = .locked
        case .noLock: letIn()
        }
        // They have gone while it was asked: nobody has counted since when.
        if wasAway { leave() }
    }

    private func enter() {
        let away = leftAt.map { now() - $0 >= Self.forgiven } ?? false
        leftAt = nil
        // Whoever is locked out may have removed the device's lock meanwhile: then nothing is left to wait for. And in a new
        // process, what is chosen may have been read too early to be right.
        if isClosed || isNew || away { close() }
        isNew = false
    }

    private func leave() {
        if !isClosed { leftAt = now() }
    }

    private func close() {
        if !device.choices.appLock {
            state = .open
        } else if !authenticator.deviceHasLock {
            letIn()
        } else if state != .asking {
            // Whoever comes back wants in, also if they said no before.
            state = .locked
        }
    }

    private func letIn() {
        state = .open
        cannotAsk = true
    }
}

/// Counts from now on, also while the device sleeps.
public func sinceThen() -> @MainActor () -> Duration {
    let then = ContinuousClock.now
    return { ContinuousClock.now - then }
}
