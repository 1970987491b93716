#if DEBUG
    /// Every state of my link, by name: what previews show, and what tests look at.
    @MainActor
    public enum MyLinkSamples {
        private static let addresses: [OwnAddress] = [
            OwnAddress(address: "203.0.113.7:20731", kind: .ipv4, source: .router),
            OwnAddress(address: "[2001:db8::7]:20731", kind: .ipv6, source: .interface),
            OwnAddress(address: "[2001:db8:1::9]:20731", kind: .ipv6, source: .observed),
            OwnAddress(address: "100.64.3.9:20731", kind: .carrier, source: .interface),
            OwnAddress(address: "192.168.7.20:20731", kind: .private, source: .interface),
        ]

        private static func links(_ outside: String, _ complete: String) -> Says {
            Says().with(\.link, outside).with(\.lanLink, complete).with(\.reach, reach(.confirmed, addresses))
        }

        private static func reach(_ state: ReachState, _ addresses: [OwnAddress]) -> Reach {
            let nothing = Samples.reach(state)
            return Reach(
                state: state, listening: [], addresses: addresses, router: nothing.router, routerV6: nothing.routerV6,
                seenAs: [], reachedBy: [])
        }

        private static let full = links(Samples.everywhereLink, Samples.completeLink)
        private static let before = full.with(\.reach, reach(.closed, []))
        private static let nobody = Settings(
            name: "Alice", answerNewPeople: false, readReceipts: true, port: 41_000, askRouter: true)

        /// What the messenger says in each.
        static let says: [String: Says] = [
            "full": full,
            "with-lan": full,
            "only-near": links(Samples.addresslessLink, Samples.nearLink),
            "no-lan": links(Samples.everywhereLink, Samples.everywhereLink),
            "no-address": links(Samples.addresslessLink, Samples.addresslessLink),
            "offline": full.with(\.reach, reach(.offline, [])),
            "failed": before.with(\.refusal, .AddressInUse(address: "0.0.0.0:41000")),
            "closed": before,
            "answers-nobody": full.with(\.settings, nobody),
            "answers-nobody-closed": before.with(\.settings, nobody),
            "asking": full,
            "copied": full,
            "uid-copied": full,
            "renewing": full,
            "renewed": full,
            "not-renewed": full,
            "not-made": full.with(\.failure, .Busy),
        ]

        private static let said: [String: MyLinkSaid] = [
            "copied": .linkCopied, "uid-copied": .uidCopied, "renewed": .renewed, "not-renewed": .notRenewed,
        ]

        /// The names of all states.
        public static let names = says.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> MyLinkModel {
            let messenger = PreviewMessenger(says[name] ?? full)
            let foreground = Foreground(messenger)
            if !name.hasSuffix("closed") { foreground.phase(.active) }
            let model = MyLinkModel(Screens(messenger, words: words), foreground: foreground)
            model.withLan = name == "with-lan"
            model.isAsking = name == "asking"
            model.isRenewing = name == "renewing"
            model.said = said[name]
            return model
        }
    }
#endif
