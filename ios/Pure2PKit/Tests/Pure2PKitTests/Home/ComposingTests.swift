import Testing

@testable import Pure2PKit

func local(
    _ interface: String, _ ip: String, _ length: UInt8 = 24, index: UInt32 = 4, temporary: Bool = false,
    going: Bool = false
) -> LocalAddress {
    // Only literals of this file.
    LocalAddress(
        interface: interface, index: index, ip: IpBytes(ip)!, prefixLength: length, isTemporary: temporary,
        isGoing: going)
}

let wifi = PathReport(
    isUsable: true,
    interfaces: [.init(name: "en0", kind: .wifi), .init(name: "pdp_ip0", kind: .cellular)],
    routers: [.init(ip: "192.168.1.1"), .init(ip: "fe80::1%en0", interface: "en0")])

extension All {
    /// What the core hears of an iPhone's networks.
    @Suite
    struct Composing {
        @Test
        func aWiFiAndACarrier() {
            let snapshot = Surroundings(
                paths: [wifi],
                addresses: [
                    local("lo0", "127.0.0.1", 8), local("lo0", "::1", 128), local("en0", "fe80::5", 64),
                    local("en0", "192.168.1.7"), local("en0", "2001:db8:1::7", 64),
                    local("en0", "2001:db8:1::8", 64, temporary: true),
                    local("en0", "2001:db8:1::9", 64, going: true), local("pdp_ip0", "100.70.0.2", 32, index: 2),
                    local("pdp_ip1", "2001:db8:ffff::2", 64), local("awdl0", "fe80::6", 64),
                    local("utun0", "fe80::7", 64), local("ipsec0", "2001:db8:eeee::2", 64),
                ], nat64: nil, mayBeLocal: true
            ).snapshot
            #expect(
                snapshot.networks == [
                    Network(
                        kind: .wifi,
                        addresses: [
                            InterfaceAddress(ip: "192.168.1.7", prefixLen: 24),
                            InterfaceAddress(ip: "2001:db8:1::7", prefixLen: 64),
                            InterfaceAddress(ip: "2001:db8:1::8", prefixLen: 64, temporary: true),
                            InterfaceAddress(ip: "2001:db8:1::9", prefixLen: 64, deprecated: true),
                        ],
                        gateways: [
                            Gateway(ip: "192.168.1.1", interfaceIndex: 4), Gateway(ip: "fe80::1", interfaceIndex: 4),
                        ], isDefault: true, localNetworkAllowed: true),
                    Network(
                        kind: .cellular, addresses: [InterfaceAddress(ip: "100.70.0.2", prefixLen: 32)],
                        isDefault: false),
                ])
        }

        @Test
        func aTunnelIsTheWayOutAndTheWiFiKeepsItsRouter() {
            let tunnel = PathReport(
                isUsable: true, interfaces: [.init(name: "utun3", kind: .other), .init(name: "en0", kind: .wifi)])
            let addresses = [local("utun3", "10.8.0.2", index: 9), local("en0", "192.168.1.7")]
            let networks = Surroundings(paths: [tunnel, wifi], addresses: addresses, mayBeLocal: false).snapshot
                .networks
            #expect(networks.map(\.kind) == [.vpn, .wifi])
            #expect(networks.map(\.isDefault) == [true, false])
            #expect(networks.map { $0.gateways.map(\.ip) } == [[], ["192.168.1.1", "fe80::1"]])
            #expect(networks.map(\.localNetworkAllowed) == [nil, false])
        }

        @Test
        func aWiFiThatLeadsNowhereAndThisDevicesOwnHotspot() {
            let carrier = PathReport(
                isUsable: true, interfaces: [.init(name: "pdp_ip0", kind: .cellular)],
                routers: [.init(ip: "100.70.0.1")])
            let addresses = [
                local("bridge100", "172.20.10.1", 28), local("en2", "10.0.0.5"), local("en0", "192.168.1.7"),
                local("pdp_ip0", "100.70.0.2", 32),
            ]
            let networks = Surroundings(paths: [carrier], addresses: addresses).snapshot.networks
            #expect(networks.map(\.kind) == [.cellular, .other, .wired, .wifi])
            #expect(networks.map(\.isDefault) == [true, false, false, false])
            #expect(networks.map { $0.gateways.map(\.ip) } == [["100.70.0.1"], [], [], []])
        }

        @Test
        func inFlightModeThereIsNoNetwork() {
            let addresses = [
                local("lo0", "127.0.0.1", 8), local("en0", "fe80::5", 64), local("en0", "169.254.3.4", 16),
            ]
            let paths = [PathReport(isUsable: false)]
            #expect(Surroundings(paths: paths, addresses: addresses).snapshot.networks.isEmpty)
            #expect(Surroundings(paths: paths, addresses: addresses).neighbour == nil)
        }

        @Test
        func aWayThatWaitsToBeAskedForLeadsNowhere() {
            var path = wifi
            path.isUsable = false
            let networks = Surroundings(paths: [path], addresses: [local("en0", "192.168.1.7")]).snapshot.networks
            #expect(networks.map(\.isDefault) == [false])
            #expect(networks.map(\.gateways) == [[]])
            #expect(networks.map(\.kind) == [.wifi])
        }

        @Test
        func thePrefixForIPv4IsOfTheWayOutIfThatHasIPv6() {
            let prefix = Nat64Prefix(address: "64:ff9b::", length: 96)
            let carrier = PathReport(isUsable: true, interfaces: [.init(name: "pdp_ip0", kind: .cellular)])
            func told(_ addresses: [LocalAddress]) -> [Nat64Prefix?] {
                Surroundings(paths: [carrier], addresses: addresses, nat64: prefix).snapshot.networks.map(\.nat64Prefix)
            }
            #expect(told([local("pdp_ip0", "2001:db8::2", 64), local("en0", "2001:db8:1::2", 64)]) == [prefix, nil])
            #expect(told([local("pdp_ip0", "10.0.0.2", 32)]) == [nil])
            #expect(told([local("pdp_ip0", "fd00::2", 64)]) == [nil])
        }

        @Test(
            arguments: [
                ("192.168.1.7", 24, "192.168.1.1"), ("192.168.1.1", 24, "192.168.1.2"),
                ("172.20.10.1", 28, "172.20.10.2"),
                ("10.1.2.3", 30, "10.1.2.1"), ("10.1.2.3", 32, nil), ("2001:db8::7", 64, nil),
            ] as [(String, UInt8, String?)])
        func somebodyInTheOwnNetwork(ip: String, length: UInt8, neighbour: String?) {
            let addresses = [local("en0", ip, length), local("pdp_ip0", "10.0.0.2", 8)]
            #expect(Surroundings(paths: [], addresses: addresses).neighbour == neighbour)
        }

        @Test
        func aRouterIsTheBestNeighbour() {
            func neighbour(_ addresses: [LocalAddress], _ routers: [PathReport.Router]) -> String? {
                let path = PathReport(isUsable: true, interfaces: wifi.interfaces, routers: routers)
                return Surroundings(paths: [path], addresses: addresses).neighbour
            }
            let v4 = local("en0", "192.168.1.7")
            #expect(neighbour([v4], [.init(ip: "192.168.1.254")]) == "192.168.1.254")
            #expect(neighbour([local("en0", "2001:db8::7", 64)], [.init(ip: "fe80::1%en0")]) == "fe80::1%en0")
            // One that is elsewhere would ask for nothing.
            #expect(neighbour([v4], [.init(ip: "10.9.9.9")]) == "192.168.1.1")
        }
    }
}
