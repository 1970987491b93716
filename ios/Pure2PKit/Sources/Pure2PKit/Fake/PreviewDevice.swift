#if DEBUG
    import Foundation

    /// A device for previews and for tests of single states: what is chosen on it, and a lock that it has or not.
    @MainActor
    public struct PreviewDevice {
        /// What is chosen.
        public let choices: ChoiceStore
        /// App lock, after the app came to the front.
        public let lock: AppLock

        /// With these choices. `hasLock`: whether app lock can ask for something.
        public init(hasLock: Bool = true, _ choose: (inout DeviceChoices) -> Void = { _ in }) {
            // Never the real ones, and what is left of an earlier preview is not this one's.
            let choices = ChoiceStore(UserDefaults(suiteName: "dev.pure2p.preview") ?? .standard)
            choices.change { kept in
                kept = DeviceChoices()
                kept.leavingExplained = true
                choose(&kept)
            }
            self.choices = choices
            lock = AppLock(choices, authenticator: PreviewAuthenticator(hasLock), words: Samples.english)
            lock.phase(.active)
        }
    }

    /// Says yes, if there is something to ask for.
    @MainActor
    private final class PreviewAuthenticator: Authenticator {
        let deviceHasLock: Bool

        init(_ hasLock: Bool) {
            deviceHasLock = hasLock
        }

        func ask(_ reason: String) async -> Answer {
            deviceHasLock ? .yes : .noLock
        }
    }
#endif
