/// All that is known of this device's networks, and what of it the core wants to know.
struct Surroundings: Equatable, Sendable {
    /// The way taken by default, then those of single kinds.
    var paths: [PathReport]
    var addresses: [LocalAddress]
    var nat64: Nat64Prefix?
    /// Whether this app may talk to devices in its own network; nothing: unknown.
    var mayBeLocal: Bool?

    /// For the core: this device's way out first, then where else somebody may be.
    var snapshot: NetworkSnapshot {
        NetworkSnapshot(networks: names.map(network))
    }

    /// Somebody in this device's own network, if it has one: to whom one must be allowed to talk. A router if possible, for it
    /// is there.
    var neighbour: String? {
        for name in names where isLocal(kind(name)) {
            for router in routers(name) {
                guard let ip = IpBytes(router.ip) else { continue }
                if ip.isLinkLocal { return "\(ip.text)%\(name)" }
                if own(name).contains(where: { ip.isIn($0.ip, length: $0.prefixLength) }) { return ip.text }
            }
            if let own = own(name).first(where: { $0.ip.isV4 && $0.prefixLength <= 30 }) { return first(beside: own) }
        }
        return nil
    }

    /// Interfaces with addresses of use. Those that a way takes; and a cable, a Wi-Fi or this device's own hotspot also if no way
    /// leads out there. Not what a phone has besides: of its carrier's own services, and between Apple's devices.
    private var names: [String] {
        let taken = ways.flatMap { $0.interfaces.map(\.name) }
        let near = addresses.map(\.interface).filter { $0.hasPrefix("en") || $0.hasPrefix("bridge") }
        var seen: Set<String> = []
        return (taken + near).filter { seen.insert($0).inserted && !own($0).isEmpty }
    }

    private var ways: [PathReport] { paths.filter(\.isUsable) }

    /// Not link-local ones, which name nobody without an interface, and which interfaces have that no network is behind.
    private func own(_ name: String) -> [LocalAddress] {
        addresses.filter { $0.interface == name && $0.ip.isUnicast && !$0.ip.isLinkLocal }
    }

    private func network(_ name: String) -> Network {
        let (kind, own) = (kind(name), own(name))
        let isDefault = paths.first.map { $0.isUsable && $0.interfaces.first?.name == name } ?? false
        return Network(
            kind: kind,
            addresses: own.map {
                InterfaceAddress(
                    ip: $0.ip.text, prefixLen: $0.prefixLength, temporary: $0.isTemporary, deprecated: $0.isGoing)
            },
            gateways: routers(name),
            nat64Prefix: isDefault && own.contains(where: \.ip.isGlobalV6) ? nat64 : nil,
            isDefault: isDefault,
            // The system asks for nothing on the way to a carrier or through a tunnel.
            localNetworkAllowed: isLocal(kind) ? mayBeLocal : nil)
    }

    private func isLocal(_ kind: NetworkKind) -> Bool {
        [.other, .wifi, .wired].contains(kind)
    }

    private func kind(_ name: String) -> NetworkKind {
        let tunnels = ["ipsec", "ppp", "tap", "tun", "utun"]
        if tunnels.contains(where: name.hasPrefix) { return .vpn }
        switch paths.flatMap(\.interfaces).first(where: { $0.name == name })?.kind {
        case .cellular: return .cellular
        case .loopback: return .loopback
        case .wifi: return .wifi
        case .wired: return .wired
        // No way leads out there: the first of them is the Wi-Fi of every phone.
        case .other, nil: return name == "en0" ? .wifi : name.hasPrefix("en") ? .wired : .other
        }
    }

    /// One for each family.
    private func routers(_ name: String) -> [Gateway] {
        var found: [Bool: Gateway] = [:]
        for way in ways {
            for router in way.routers {
                guard let ip = IpBytes(router.ip), ip.isUnicast, holder(of: router, at: ip, on: way) == name else {
                    continue
                }
                let index = addresses.first { $0.interface == name }?.index ?? 0
                if found[ip.isV4] == nil { found[ip.isV4] = Gateway(ip: ip.text, interfaceIndex: index) }
            }
        }
        return [true, false].compactMap { found[$0] }
    }

    /// The interface that leads to it: the one it names, else one it is in the network of, else the way's first.
    private func holder(of router: PathReport.Router, at ip: IpBytes, on way: PathReport) -> String? {
        router.interface
            ?? way.interfaces.first { interface in
                own(interface.name).contains { ip.isIn($0.ip, length: $0.prefixLength) }
            }?.name ?? way.interfaces.first?.name
    }

    private func first(beside own: LocalAddress) -> String? {
        var bytes = own.ip.bytes
        for place in bytes.indices {
            let bits = max(0, min(8, Int(own.prefixLength) - 8 * place))
            bytes[place] &= UInt8(truncatingIfNeeded: 0xff << (8 - bits))
        }
        bytes[3] |= 1
        if bytes == own.ip.bytes { bytes[3] = bytes[3] & 0xfc | 2 }
        return IpBytes(bytes)?.text
    }
}
