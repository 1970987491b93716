/// What is known of how this device is reached: what the screen's words are made of.
struct ReachFinding: Equatable {
    var door: Door
    /// Nothing before the first look.
    var reach: Reach?
    /// Those with a chat, in the core's order.
    var people: [Contact] = []
    /// Whether the person lets the app ask the router.
    var asksRouter = true
    var localNetwork = LocalNetwork.allowed

    /// Whether the system lets the app into the local network.
    enum LocalNetwork: Equatable {
        /// As far as is known.
        case allowed
        /// The person said no to the system, or has switched it off.
        case forbidden
        /// The system has not asked yet, for our reason was not read.
        case notAsked
    }

    /// What is known, if the app is open to others: else it says nothing about now.
    var open: Reach? { door == .open ? reach : nil }

    /// The system keeps the app out of the local network, and that is not the headline already.
    private var isForbiddenBesides: Bool { localNetwork != .allowed && open?.state != .localNetworkForbidden }
}

// One sentence: what is true. Android and the terminal say the same, word for word where a phone is no other thing.
extension ReachFinding {
    func truth(_ words: Words) -> String {
        switch door {
        case .opening: words("reach_opening")
        case .closed: words("reach_closed")
        case .stillOpen, .portTaken, .failed: words("reach_failed")
        case .open: reach.map { truth(of: $0, words) } ?? words("reach_opening")
        }
    }

    private func truth(of reach: Reach, _ words: Words) -> String {
        switch reach.state {
        case .closed: words("reach_closed")
        case .confirmed: confirmed(reach, words)
        case .ipv6Only: words("reach_ipv6_only")
        case .lanOnly: words(reach.isHereOnly ? "reach_here_only" : "reach_lan_only")
        case .localNetworkForbidden:
            words(localNetwork == .notAsked ? "reach_local_network_not_asked" : "reach_local_network_forbidden")
        case .looking: words("reach_looking")
        case .noRouterProtocol: words("reach_no_router_protocol")
        case .offline: words("reach_offline")
        case .opened: words(reach.isOpenedByRouter ? "reach_opened_by_router" : "reach_opened")
        case .routerRefused: words("reach_router_refused")
        case .secondRouter: words("reach_second_router")
        }
    }

    private func confirmed(_ reach: Reach, _ words: Words) -> String {
        guard let outside = reach.reachedBy.first(where: \.outside),
            let who = people.first(where: { $0.uid == outside.uid })
        else { return words("reach_confirmed") }
        return words("reach_confirmed_by", who.name, words.moment(outside.at))
    }
}

// What can be done about it, a paragraph each.
extension ReachFinding {
    func advice(_ words: Words) -> [String] {
        let advice =
            switch door {
            case .opening: [words("reach_advice_opening")]
            case .closed: [words("reach_advice_closed")]
            case .stillOpen: [words("reach_advice_still_open")]
            case .portTaken: [words("reach_advice_port_taken")]
            case .failed: [words("reach_advice_failed")]
            case .open: reach.map { self.advice(on: $0, words) } ?? [words("reach_advice_opening")]
            }
        // Nobody in the same Wi-Fi gets in then, however well the others do.
        guard isForbiddenBesides else { return advice }
        return advice + [
            words(localNetwork == .notAsked ? "reach_advice_not_asked_besides" : "reach_advice_forbidden_besides")
        ]
    }

    private func advice(on reach: Reach, _ words: Words) -> [String] {
        let one = words("reach_one_is_enough")
        let ipv6 = words("reach_ipv6_helps")
        let switchOn = asksRouter ? nil : words("reach_switch_on")
        switch reach.state {
        case .closed: return [words("reach_advice_closed")]
        case .confirmed: return []
        case .ipv6Only:
            let firewall =
                reach.routerV6.state == .opened ? nil : words("reach_advice_ipv6_firewall", reach.port(words))
            return [words("reach_advice_ipv6_only"), switchOn ?? firewall].compactMap { $0 }
        case .lanOnly:
            return reach.isHereOnly ? [words("reach_advice_here_only")] : [switchOn, one, ipv6].compactMap { $0 }
        case .localNetworkForbidden:
            return [words(localNetwork == .notAsked ? "reach_advice_not_asked" : "reach_advice_forbidden"), one]
        case .looking: return [words("reach_advice_looking")]
        case .noRouterProtocol: return [words("reach_advice_no_protocol", reach.forwarding(words)), one, ipv6]
        case .offline: return [words("reach_advice_offline")]
        case .opened: return [words("reach_advice_opened", reach.port(words))]
        case .routerRefused: return [words.against(reach.refusal ?? .other, reach.forwarding(words)), one]
        case .secondRouter: return [words("reach_advice_second_router"), one]
        }
    }

    /// A setting of this app is part of the advice.
    var settingsHelp: Bool {
        if door == .portTaken { return true }
        guard let open else { return false }
        return switch open.state {
        case .ipv6Only: !asksRouter
        case .lanOnly: !asksRouter && !open.isHereOnly
        case .routerRefused: open.refusal == .conflict
        default: false
        }
    }

    /// A setting of the system is.
    var systemSettingsHelp: Bool {
        localNetwork != .notAsked && (localNetwork == .forbidden || open?.state == .localNetworkForbidden)
    }
}

extension Words {
    /// What to do about a router that refuses.
    fileprivate func against(_ refusal: RouterRefusal, _ forwarding: String) -> String {
        switch refusal {
        case .conflict: self("reach_against_conflict", forwarding)
        case .disabled: self("reach_advice_no_protocol", forwarding)
        case .networkFailure: self("reach_against_network_failure")
        case .noResources: self("reach_against_no_resources", forwarding)
        case .notAuthorised: self("reach_against_not_authorised", forwarding)
        case .firewallOff, .leaseTooShort, .misbehaves, .other, .unsupported:
            self("reach_against_other", forwarding)
        }
    }
}

extension Reach {
    fileprivate var refusal: RouterRefusal? { router.refusal ?? routerV6.refusal }

    fileprivate var isOpenedByRouter: Bool {
        addresses.contains { $0.source == .router && ($0.kind == .ipv4 || $0.kind == .ipv6) }
    }

    fileprivate func port(_ words: Words) -> String {
        listening.first.map { words("reach_port", split($0).port) } ?? words("reach_port_unknown")
    }

    /// What a person tells a router: the port, and this device's address in its network.
    fileprivate func forwarding(_ words: Words) -> String {
        guard let own = addresses.first(where: { $0.kind == .private }) else { return port(words) }
        let (ip, port) = split(own.address)
        return words("reach_forwarding", port, ip)
    }
}

/// "[::1]:41000" as "::1" and "41000".
private func split(_ address: SocketAddr) -> (ip: String, port: String) {
    guard let colon = address.lastIndex(of: ":") else { return (address, "") }
    let ip = address[..<colon].trimmingPrefix("[")
    return (String(ip.last == "]" ? ip.dropLast() : ip), String(address[address.index(after: colon)...]))
}
