/// What the truth was concluded from: where this app listens, where contacts are told to find it, what the router said.
public struct ReachFactsState: Sendable, Equatable {
    public let title: String
    public let facts: [Fact]

    /// One of it.
    public struct Fact: Sendable, Equatable {
        public let text: String
        /// What an address is, and how it is known: one thing with it to whoever listens.
        public let below: String?
        /// The text is an address: digits and signs, which are read from the left in every language.
        public var isAddress: Bool { below != nil }
    }

    init(_ reach: Reach, words: Words) {
        title = words("reach_facts")
        var facts = [
            reach.listening.isEmpty
                ? words("reach_not_listening") : words("reach_listening", reach.listening.joined(separator: ", "))
        ].map { Fact(text: $0, below: nil) }
        if reach.addresses.isEmpty { facts.append(Fact(text: words("reach_no_address"), below: nil)) }
        facts += reach.addresses.map { own in
            let below = words("reach_kind_and_source", words.kind(own.kind), words.source(own.source))
            return Fact(text: own.address, below: below)
        }
        let said = [
            words.said(reach.router).map { words("reach_router", $0) },
            words.said(reach.routerV6).map { words("reach_router_v6", $0) },
            reach.seenAs.isEmpty ? nil : words("reach_seen_as", reach.seenAs.joined(separator: ", ")),
        ]
        self.facts = facts + said.compactMap { $0 }.map { Fact(text: $0, below: nil) }
    }
}

extension Words {
    fileprivate func kind(_ kind: AddressKind) -> String {
        switch kind {
        case .carrier: self("reach_kind_carrier")
        case .ipv4: self("reach_kind_ipv4")
        case .ipv6: self("reach_kind_ipv6")
        case .loopback: self("reach_kind_loopback")
        case .private, .uniqueLocal: self("reach_kind_private")
        }
    }

    fileprivate func source(_ source: OwnSource) -> String {
        switch source {
        case .interface: self("reach_source_interface")
        case .observed: self("reach_source_observed")
        case .router: self("reach_source_router")
        }
    }

    /// What the router said, unless it was not asked.
    fileprivate func said(_ said: RouterSaid) -> String? {
        let by =
            switch said.protocol {
            case .natPmp: " (NAT-PMP)"
            case .pcp: " (PCP)"
            case .upnp: " (UPnP)"
            case nil: ""
            }
        return switch said.state {
        case .notAsked: nil
        case .notFound: self("reach_router_not_found")
        case .opened:
            said.opened.isEmpty
                ? self("reach_router_opened", by)
                : self("reach_router_opened_at", said.opened.joined(separator: ", "), by)
        case .refused:
            said.refusal.map { self("reach_router_said_no_why", by, refusal($0)) } ?? self("reach_router_said_no", by)
        case .searching: self("reach_router_searching")
        case .secondRouter:
            said.outside.map { self("reach_router_second_at", by, $0) } ?? self("reach_router_second", by)
        }
    }

    private func refusal(_ refusal: RouterRefusal) -> String {
        switch refusal {
        case .conflict: self("reach_refusal_conflict")
        case .disabled: self("reach_refusal_disabled")
        case .firewallOff: self("reach_refusal_firewall_off")
        case .leaseTooShort: self("reach_refusal_lease_too_short")
        case .misbehaves: self("reach_refusal_misbehaves")
        case .networkFailure: self("reach_refusal_network_failure")
        case .noResources: self("reach_refusal_no_resources")
        case .notAuthorised: self("reach_refusal_not_authorised")
        case .other: self("reach_refusal_other")
        case .unsupported: self("reach_refusal_unsupported")
        }
    }
}
