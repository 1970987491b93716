#if DEBUG
    /// Every state of the chats, by name: what previews show, and what tests look at.
    @MainActor
    public enum ChatsSamples {
        private static let open = SessionState(listening: ["192.0.2.1:41000"], here: 2, contacts: 7, done: 0, total: 0)
        private static let full = Says().with(\.chats, Samples.chats).with(\.session, open)
            .with(\.reach, Samples.reach(.confirmed))

        private static func bar(here: Int32 = 2, done: Int32 = 0, total: Int32 = 0) -> SessionState {
            SessionState(listening: open.listening, here: here, contacts: 7, done: done, total: total)
        }

        /// What the messenger says in each.
        static let says: [String: Says] = [
            "full": full,
            "empty": full.with(\.chats, []).with(
                \.session, SessionState(listening: [], here: 0, contacts: 0, done: 0, total: 0)),
            "requests": full.with(\.requests, [1, 2].map(request)),
            "delivering": full.with(\.session, bar(done: 7, total: 40)),
            "waiting": full.with(\.session, bar(here: 0, total: 3)),
            "waiting-one": full.with(\.session, bar(here: 0, total: 1)),
            "looking": full.with(\.reach, Samples.reach(.looking)),
            "not-confirmed": full.with(\.reach, Samples.reach(.opened)),
            "near-only": full.with(\.reach, Samples.reach(.routerRefused)),
            "offline": full.with(\.session, bar(here: 0)).with(\.reach, Samples.reach(.offline)),
            "failed": full.with(\.refusal, .AddressInUse(address: "0.0.0.0:41000")),
            "unread": full.with(\.failure, .Busy),
            "lock-cannot-ask": full,
            "here-ends": full,
            "here-ends-stays-on": full,
        ]

        private static func device(_ name: String) -> PreviewDevice {
            switch name {
            case "lock-cannot-ask": PreviewDevice(hasLock: false) { $0.appLock = true }
            case "here-ends": PreviewDevice { ($0.leavingExplained, $0.keepScreenOn) = (false, false) }
            case "here-ends-stays-on": PreviewDevice { $0.leavingExplained = false }
            default: PreviewDevice()
            }
        }

        /// The names of all states.
        public static let names = says.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> ChatsModel {
            let messenger = PreviewMessenger(says[name] ?? full)
            let foreground = Foreground(messenger)
            foreground.phase(.active)
            let device = device(name)
            return ChatsModel(
                Screens(messenger, words: words), foreground: foreground, device: device.choices, lock: device.lock)
        }

        private static func request(_ number: Int) -> Request {
            Request(
                uid: Samples.uid(number + 20), suggestedName: "Ida", invited: true, texts: ["Hello"],
                cameAt: Samples.then)
        }
    }
#endif
