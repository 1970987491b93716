#if DEBUG
    /// Every state of adding a contact, by name: what previews show, and what tests look at. What a text is the core says.
    @MainActor
    public enum AddSamples {
        /// What the first field holds in each.
        static let texts: [String: String] = [
            "full": Samples.link,
            "empty": "",
            "no-camera": "",
            "camera-refused": "",
            "camera-restricted": "",
            "nothing-to-paste": "",
            "typing": String(uid.prefix(22)),
            "typing-wrong": uid.prefix(12) + "bo" + uid.dropFirst(14).prefix(8),
            "checksum-group": uid.mistyped(at: 20),
            "checksum": uid.mistyped(at: 20).mistyped(at: 40),
            "wrong-character": uid.mistyped(at: 13, "b"),
            "mixed-case": "P" + uid.dropFirst(),
            "no-key": Samples.weakUid,
            "newer": Samples.newerUid,
            "wrong-length": uid + "qqqqqq",
            "neither": "https://example.org/bob",
            "link-uid": "pure2p:" + uid.prefix(40),
            "link-newer": "pure2p:" + Samples.newerUid,
            "link-cut": Samples.link + ".",
            "link-changed": Samples.link.mistyped(at: Samples.link.count - 20, "z"),
            "link-strange": Samples.strangeLink,
            "too-long": Samples.link + String(repeating: "a", count: 2_000),
            "uid": uid,
            "named": Samples.link,
            "bad-name": Samples.link,
            "busy": Samples.link,
            "not-stored": Samples.link,
            "own": uid,
            "known": uid,
            "known-link": Samples.link,
            "turned-name": uid,
            "blocked": Samples.link,
            "asking": Samples.link,
            "removed": Samples.link,
        ]

        private static let uid = Samples.linked

        private static let says: [String: Says] = [
            "own": Says().with(\.account, Account(uid: uid, name: "Alice")),
            "known": Says().with(\.contacts, [bobby()]),
            "known-link": Says().with(\.contacts, [bobby()]),
            "turned-name": Says().with(\.contacts, [bobby("דוד")]),
            "blocked": Says().with(\.contacts, [bobby(blocked: true)]),
            "asking": Says().with(\.contacts, [bobby(state: .requested)]),
            "removed": Says().with(\.contacts, [bobby(state: .removed)]),
        ]

        private static let cameras: [String: CameraStatus] = [
            "no-camera": .unsupported, "camera-refused": .refused, "camera-restricted": .restricted,
        ]

        private static func bobby(
            _ name: String = "Bobby", state: ContactState = .bound, blocked: Bool = false
        ) -> Contact {
            Contact(
                uid: uid, name: name, suggestedName: nil, state: state, blocked: blocked, verified: false,
                presence: .notMet, lastSeen: nil, waiting: 0, unread: 0, addresses: [], reachedAt: nil, cameInAt: nil,
                iReach: .unknown, theyReach: .unknown)
        }

        /// The names of all states.
        public static let names = texts.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> AddModel {
            let screens = Screens(PreviewMessenger(says[name] ?? Says()), words: words)
            let model = AddModel(screens, camera: PreviewCamera(cameras[name] ?? .allowed), brought: texts[name])
            switch name {
            case "camera-refused", "camera-restricted": model.scanning.start()
            case "nothing-to-paste": model.paste([" "])
            case "named": model.name = "Bob from the choir"
            case "bad-name":
                model.name = String(repeating: "B", count: 70)
                model.said = .badName
            case "busy": model.isBusy = true
            case "not-stored": model.said = .notStored
            default: break
            }
            return model
        }
    }
#endif
