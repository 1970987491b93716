#if DEBUG
    /// Every state of the settings, by name: what previews show, and what tests look at.
    @MainActor
    public enum SettingsSamples {
        /// What is so, besides what the messenger says, and what somebody does.
        private struct Case {
            var says = Says()
            var isLockable = true
            var setAside: Int64?
            var isStuck = false
            var answer = AuthenticatorAnswer.yes
            var acts: @MainActor (SettingsModel) -> Void = { _ in }
            var choices: @Sendable (inout DeviceChoices) -> Void = { _ in }
        }

        private static let changed = Says()
            .with(
                \.settings,
                Settings(name: nil, answerNewPeople: false, readReceipts: false, port: 5_000, askRouter: false)
            )
            .with(\.storage, Storage(bytes: 48_000, messages: 1))

        private static let cases: [String: Case] = [
            "full": Case(),
            "unread": Case(says: Says().with(\.failure, .Busy)),
            "changed": Case(
                says: changed,
                choices: {
                    $0.appearance = .dark
                    $0.appLock = true
                    $0.keepScreenOn = false
                    $0.returnSends = true
                }),
            "no-lock": Case(isLockable: false),
            "lock-gone": Case(isLockable: false, choices: { $0.appLock = true }),
            "lock-declined": Case(answer: .no) { $0.appLock(true) },
            "set-aside": Case(setAside: 3_400_000),
            "set-aside-stuck": Case(setAside: 3_400_000, isStuck: true) { $0.deleteSetAside() },
            "name": Case { $0.edit(.name) },
            "name-refused": Case(says: Says().with(\.refusal, .BadName)) {
                $0.edit(.name)
                $0.save()
            },
            "port": Case { $0.edit(.port) },
            "port-refused": Case {
                $0.edit(.port)
                $0.typed = "port"
                $0.save()
            },
            "not-stored": Case(says: Says().with(\.refusal, .Busy)) { $0.readReceipts(false) },
            "device-full": Case(says: Says().with(\.refusal, .DeviceFull)) { $0.answerNewPeople(false) },
            "router-not-stored": Case(says: Says().with(\.refusal, .Busy)) { $0.askRouter(false) },
            "delete": Case { $0.askToDelete() },
            "delete-last": Case {
                $0.askToDelete()
                $0.goOnDeleting()
            },
            "deleting": Case { $0.deleteEverything() },
            "not-deleted": Case(isStuck: true) { $0.deleteEverything() },
        ]

        /// The names of all states.
        public static let names: [String] = cases.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> SettingsModel {
            let one = cases[name] ?? Case()
            let delete: @MainActor () async throws -> Void = { if one.isStuck { throw InTheWay() } }
            let model = SettingsModel(
                Screens(PreviewMessenger(one.says), words: words), device: .sample(one.choices),
                authenticator: SampleAuthenticator(one),
                erasure: Erasure(setAside: { one.setAside }, deleteSetAside: delete, deleteEverything: delete),
                version: "0.1.0")
            one.acts(model)
            return model
        }

        private struct InTheWay: Error {}

        private final class SampleAuthenticator: Authenticator {
            let deviceHasLock: Bool
            private let answer: AuthenticatorAnswer

            init(_ one: Case) {
                deviceHasLock = one.isLockable
                answer = one.answer
            }

            func ask(_ reason: String) async -> AuthenticatorAnswer { answer }
        }
    }
#endif
