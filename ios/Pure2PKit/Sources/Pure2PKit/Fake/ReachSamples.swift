#if DEBUG
    import Foundation

    /// Every state of *Reach*, by name: what previews show, and what tests look at.
    @MainActor
    public enum ReachSamples {
        /// What is so, besides what the messenger says.
        struct Case {
            var says: Says
            var isOpen = true
            var localNetwork = ReachFinding.LocalNetwork.allowed
            var check: MessengerError??
        }

        private static let lan = own("192.168.7.20:20731", .private, .interface)
        private static let mapped = own("203.0.113.7:20731", .ipv4, .router)
        private static let v6 = own("[2001:db8::7]:20731", .ipv6, .interface)
        private static let unasked = said(.notAsked, nil)
        private static let opened = said(.opened, .pcp, opened: ["203.0.113.7:20731"], outside: "203.0.113.7")

        private static let people = [
            Samples.contact(1, "Bob", .here, iReach: .yes(since: Samples.then), theyReach: .yes(since: Samples.then)),
            Samples.contact(
                2, "Carol", iReach: .no(since: Samples.then), theyReach: .yes(since: Samples.then - 86_400)),
            Samples.contact(6, "A person with a name that is much too long for one line", .notMet),
        ]

        private static let full = says(
            Reach(
                state: .confirmed, listening: listening, addresses: [mapped, v6, lan], router: opened,
                routerV6: said(.opened, .upnp), seenAs: ["203.0.113.7"],
                reachedBy: [
                    ReachedBy(uid: Samples.uid(1), at: Samples.then, outside: true),
                    ReachedBy(uid: Samples.uid(2), at: Samples.then - 3_600, outside: false),
                ]))
        private static let shut = says(
            Reach(
                state: .closed, listening: [], addresses: [], router: unasked, routerV6: unasked, seenAs: [],
                reachedBy: []))
        private static let looking = says(reach(.looking, router: said(.searching, nil)))

        private static let named: [String: Case] = [
            "full": Case(says: full),
            "confirmed-by-nobody-known": Case(says: full.with(\.chats, [])),
            "ipv6-only": Case(says: says(reach(.ipv6Only, [v6, lan], router: said(.notFound, nil)))),
            "ipv6-only-unasked": Case(says: unasking(says(reach(.ipv6Only, [v6, lan])))),
            "lan-only": Case(says: says(reach(.lanOnly))),
            "lan-only-unasked": Case(says: unasking(says(reach(.lanOnly)))),
            "here-only": Case(
                says: says(
                    reach(
                        .lanOnly, [own("127.0.0.1:20731", .loopback, .interface)], listening: ["127.0.0.1:20731"]))),
            "local-network-forbidden": Case(says: says(reach(.localNetworkForbidden)), localNetwork: .forbidden),
            "local-network-not-asked": Case(says: says(reach(.localNetworkForbidden)), localNetwork: .notAsked),
            "forbidden-besides": Case(says: full, localNetwork: .forbidden),
            "not-asked-besides": Case(says: full, localNetwork: .notAsked),
            "looking": Case(says: looking),
            "no-router-protocol": Case(says: says(reach(.noRouterProtocol, router: said(.notFound, nil)))),
            "offline": Case(says: says(reach(.offline, []))),
            "opened-by-router": Case(says: says(reach(.opened, [mapped, lan], router: opened))),
            "opened": Case(
                says: says(
                    reach(
                        .opened,
                        [
                            own("203.0.113.9:20731", .ipv4, .interface),
                            own("203.0.113.8:20731", .ipv4, .observed),
                        ], router: said(.opened, .natPmp)))),
            "router-refused-silently": Case(says: says(reach(.routerRefused, router: said(.refused, .upnp)))),
            "second-router": Case(
                says: says(
                    reach(
                        .secondRouter, [own("100.64.3.9:20731", .carrier, .router), lan],
                        router: said(.secondRouter, .upnp, outside: "100.64.3.9")))),
            "second-router-unnamed": Case(says: says(reach(.secondRouter, router: said(.secondRouter, .upnp)))),
            "opening": Case(says: shut),
            "closed": Case(says: shut, isOpen: false),
            "still-open": Case(says: shut.with(\.refusal, .AlreadyOpen)),
            "port-taken": Case(says: shut.with(\.refusal, .AddressInUse(address: "0.0.0.0:20731"))),
            "port-not-permitted": Case(says: shut.with(\.refusal, .AddressNotPermitted(address: "0.0.0.0:1024"))),
            "failed": Case(says: shut.with(\.refusal, .Busy)),
            "alone": Case(says: looking.with(\.chats, [])),
            "check-looked": Case(says: looking, check: .some(nil)),
            "check-failed": Case(says: looking, check: .Busy),
            "unread": Case(says: full.with(\.failure, .Busy)),
        ]

        /// What the router says if it refuses, and why.
        static let refusals: [(name: String, why: RouterRefusal)] = [
            ("conflict", .conflict), ("disabled", .disabled), ("firewall-off", .firewallOff),
            ("lease-too-short", .leaseTooShort), ("misbehaves", .misbehaves), ("network-failure", .networkFailure),
            ("no-resources", .noResources), ("not-authorised", .notAuthorised), ("other", .other),
            ("unsupported", .unsupported),
        ]

        private static let cases = named.merging(
            refusals.map { name, why in
                (
                    "router-refused-" + name,
                    Case(says: says(reach(.routerRefused, router: said(.refused, .upnp, refusal: why))))
                )
            }, uniquingKeysWith: { first, _ in first })

        /// The names of all states.
        public static let names: [String] = cases.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> ReachModel {
            let one = cases[name] ?? Case(says: full)
            let messenger = PreviewMessenger(one.says)
            let foreground = Foreground(messenger)
            if one.isOpen { foreground.phase(.active) }
            let device = ChoiceStore.sample { $0.localNetworkAsked = one.localNetwork != .notAsked }
            if one.localNetwork != .allowed {
                let network = Network(kind: .wifi, addresses: [], isDefault: true, localNetworkAllowed: false)
                foreground.networkChanged(NetworkSnapshot(networks: [network]))
            }
            let model = ReachModel(Screens(messenger, words: words), foreground: foreground, device: device)
            if let check = one.check { model.looked(check.map { .failure($0) } ?? .success(())) }
            return model
        }

        private static let listening = ["0.0.0.0:20731", "[::]:20731"]

        private static func says(_ reach: Reach) -> Says {
            let chats = people.map { Chat(contact: $0, last: nil, reason: nil, draft: "") }
            return Says().with(\.chats, chats).with(\.reach, reach)
        }

        private static func unasking(_ says: Says) -> Says {
            let asking = says.settings
            let settings = Settings(
                name: asking.name, answerNewPeople: true, readReceipts: true, port: asking.port, askRouter: false)
            return says.with(\.settings, settings)
        }

        private static func own(_ address: String, _ kind: AddressKind, _ source: OwnSource) -> OwnAddress {
            OwnAddress(address: address, kind: kind, source: source)
        }

        private static func said(
            _ state: RouterState, _ by: RouterProtocol?, opened: [String] = [], outside: String? = nil,
            refusal: RouterRefusal? = nil
        ) -> RouterSaid {
            RouterSaid(state: state, protocol: by, opened: opened, outside: outside, refusal: refusal)
        }

        private static func reach(
            _ state: Pure2PCore.ReachState, _ addresses: [OwnAddress] = [lan], listening: [String] = listening,
            router: RouterSaid = unasked
        ) -> Reach {
            Reach(
                state: state, listening: listening, addresses: addresses, router: router, routerV6: unasked,
                seenAs: [], reachedBy: [])
        }
    }
#endif
