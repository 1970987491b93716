#if DEBUG
    import Foundation

    /// Every state of a contact's page, by name: what previews show, and what tests look at.
    @MainActor
    public enum ContactSamples {
        private static let then = Samples.then
        private static let day: TimeInterval = 86_400

        private static func address(
            _ text: String, _ source: AddressSource, worked: Bool = false, failed: Bool = false
        ) -> KnownAddress {
            KnownAddress(
                address: text, source: source, learntAt: then - 2 * day, workedAt: worked ? then : nil,
                failedAt: failed ? then - day : nil)
        }

        private static let some: [KnownAddress] = [
            address("192.168.7.23:21544", .told, worked: true),
            address("[2001:db8::23]:21544", .link, failed: true),
        ]
        private static let many: [KnownAddress] =
            some + (1...9).map { address("203.0.113.\($0):21544", .told, failed: $0 > 4) }

        private static func bob(
            _ name: String = "Bob", _ presence: Presence = .here, waiting: Int32 = 0, state: ContactState = .bound,
            blocked: Bool = false, verified: Bool = false, suggested: String? = nil, addresses: [KnownAddress]? = nil,
            theyReach: Way? = nil
        ) -> Contact {
            let met = presence != .notMet
            return Samples.contact(
                1, name, presence, waiting: waiting, state: state, blocked: blocked, verified: verified,
                suggested: suggested, addresses: addresses ?? some, iReach: met ? .yes(since: then - day) : .unknown,
                theyReach: theyReach ?? (met ? .no(since: then) : .unknown), reachedAt: met ? then : nil,
                cameInAt: met ? then : nil)
        }

        /// Who is shown in each; nobody where the messenger does not answer.
        static let contacts: [String: Contact] = [
            "was-here": bob("Bob", .wasHere, theyReach: .yes(since: then)),
            "not-met": bob("Bob", .notMet, state: .entered, addresses: [some[1]]),
            "renamed": bob("Robert from the choir", suggested: "Bob"),
            "verified": bob(verified: true),
            "blocked": bob("Bob", .wasHere, blocked: true),
            "blocked-stranger": bob("Bob", .notMet, state: .removed, blocked: true, addresses: []),
            "unblocking": bob("Bob", .wasHere, blocked: true),
            "unblocking-stranger": bob("Bob", .notMet, state: .removed, blocked: true, addresses: []),
            "requested": bob("Hanna", .wasHere, state: .requested, addresses: []),
            "blocking-request": bob("Hanna", .wasHere, state: .requested, addresses: []),
            "removed": bob("Bob", .notMet, state: .removed, addresses: []),
            "no-addresses": bob(addresses: []),
            "many-addresses": bob(addresses: many),
            "all-addresses": bob(addresses: many),
            "long-name": bob("A person with a name that is much too long for one line, and for two as well"),
            "deleting": bob(waiting: 2),
            "deleting-blocked": bob("Bob", .wasHere, waiting: 1, blocked: true),
            "same-already": bob(verified: true),
            "other-verified": bob(verified: true),
        ]

        /// What the person is doing in each, if it is something.
        private static let doing: [String: ContactModel.Doing] = [
            "all-addresses": .init(showsAllAddresses: true),
            "busy": .init(running: 1),
            "naming": .init(naming: .asked),
            "name-refused": .init(naming: .refused),
            "name-not-saved": .init(naming: .asked, said: .deviceFull),
            "uid-copied": .init(said: .uidCopied),
            "device-full": .init(said: .deviceFull),
            "not-done": .init(said: .notDone),
            "blocking": .init(asking: .block),
            "blocking-request": .init(asking: .block),
            "unblocking": .init(asking: .unblock),
            "unblocking-stranger": .init(asking: .unblock),
            "deleting": .init(asking: .delete),
            "deleting-blocked": .init(asking: .delete),
            "deleting-for-good": .init(asking: .deleteForGood),
            "same": .init(asking: .same),
            "same-already": .init(asking: .same),
            "other": .init(asking: .other),
            "other-verified": .init(asking: .other),
        ]

        /// How the camera stands in each, if it is not of use.
        private static let cameras: [String: CameraStatus] = ["no-camera": .unsupported, "camera-refused": .refused]

        /// The names of all states.
        public static let names: [String] =
            Set(contacts.keys).union(doing.keys).union(["here", "unread"]).union(cameras.keys).sorted()

        /// What the messenger says in the state with this name.
        static func says(_ name: String) -> Says {
            let says = Says().with(\.contacts, [contacts[name] ?? bob()])
            return name == "unread" ? says.with(\.failure, .Busy) : says
        }

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> ContactModel {
            let messenger = PreviewMessenger(says(name))
            let camera = PreviewCamera(cameras[name] ?? .allowed)
            let model = ContactModel(Screens(messenger, words: words), uid: Samples.uid(1), camera: camera)
            model.doing = doing[name] ?? .init()
            model.typedName = "Bob"
            if name == "camera-refused" { model.scanning.start() }
            return model
        }
    }
#endif
