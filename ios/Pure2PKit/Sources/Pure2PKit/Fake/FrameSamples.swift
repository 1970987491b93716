#if DEBUG
    import Foundation

    /// Every state of what is shown before anybody is inside, by name.
    @MainActor
    public enum FrameSamples {
        @MainActor
        private struct Sample {
            var state: @MainActor (Words) -> HomeState = { .open(inside($0)) }
            var isLocked = false
            var hasLocalNetwork = false
            var phase = Foreground.Phase.active
            var waiting = 0
        }

        private static var samples: [String: Sample] {
            var all: [String: Sample] = [
                "opening": Sample(state: { _ in .opening }),
                "locked": Sample(isLocked: true),
                "key-lost": Sample(state: { _ in .keyLost }),
                "welcome": Sample(state: { .open(OpenHome(PreviewMessenger(Says()), words: $0)) }),
                "inside": Sample(),
                "local-network": Sample(hasLocalNetwork: true),
                "leaving": Sample(phase: .inactive, waiting: 2),
                "leaving-one": Sample(phase: .inactive, waiting: 1),
                "leaving-locked": Sample(isLocked: true, phase: .inactive, waiting: 2),
            ]
            for problem in HomeProblem.allCases {
                all["unavailable-\(problem)"] = Sample(state: { _ in .unavailable(problem) })
            }
            return all
        }

        /// The names of all states.
        public static let names: [String] = samples.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> FrameModel {
            let sample = samples[name] ?? Sample()
            let device = PreviewDevice { $0.appLock = sample.isLocked }
            let nothing = Nothing()
            nothing.hasLocalNetwork = sample.hasLocalNetwork
            let parts = Home.Parts(
                folder: FileManager.default.temporaryDirectory, protect: { _ in }, keys: nothing,
                protectedData: nothing, networks: nothing)
            let home = Home(parts, device: device.choices, state: sample.state(words))
            let lock = AppLock(device.choices, authenticator: nothing, words: words)
            let lifecycle = Lifecycle(
                home, lock: lock, screen: KeepScreenOn(home), time: nothing, phase: sample.phase,
                waiting: sample.waiting)
            return FrameModel(home, lock: lock, lifecycle: lifecycle, words: words)
        }

        private static func inside(_ words: Words) -> OpenHome {
            OpenHome(PreviewMessenger(Says()), account: Samples.account, words: words)
        }

        /// A system that does nothing.
        private final class Nothing: KeyStore, ProtectedData, NetworkSource, BackgroundTime, Authenticator {
            let isAvailable = false
            let deviceHasLock = true
            var hasLocalNetwork = false

            nonisolated func read(_ name: String) throws -> StoredKey { throw KeyTrouble(reason: nil) }
            nonisolated func store(_ secret: Data, as name: String) throws { throw KeyTrouble(reason: nil) }
            nonisolated func delete(_ name: String) throws { throw KeyTrouble(reason: nil) }
            func whenAvailable(_ say: @escaping @MainActor () -> Void) {}
            func start(_ changed: @escaping @MainActor (NetworkSnapshot) -> Void) {}
            func again() {}
            func rest() {}
            func begin(_ name: String, expired: @escaping @MainActor () -> Void) -> Int? { nil }
            func end(_ time: Int) {}
            func ask(_ reason: String) async -> Answer { .no }
        }
    }
#endif
