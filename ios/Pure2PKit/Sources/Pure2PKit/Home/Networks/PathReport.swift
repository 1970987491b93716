import Foundation

/// What the system says of one way into the network: `NWPath`, as far as it matters here.
public struct PathReport: Equatable, Sendable {
    /// What the system takes an interface for.
    public enum Kind: Sendable {
        case cellular, loopback, other, wifi, wired
    }

    /// A way out of this device.
    public struct Interface: Equatable, Sendable {
        public var name: String
        public var kind: Kind

        public init(name: String, kind: Kind) {
            self.name = name
            self.kind = kind
        }
    }

    /// A router. One of IPv6 usually has a link-local address, and says behind which interface it is.
    public struct Router: Equatable, Sendable {
        public var ip: String
        public var interface: String?

        public init(ip: String, interface: String? = nil) {
            self.ip = ip
            self.interface = interface
        }

        /// Its address as bytes: 4 or 16.
        public init?(_ bytes: Data, interface: String? = nil) {
            guard let ip = IpBytes(Array(bytes)) else { return nil }
            self.init(ip: ip.text, interface: interface)
        }
    }

    /// It leads somewhere now.
    public var isUsable: Bool
    /// The interfaces it can take, the best one first.
    public var interfaces: [Interface]
    /// The routers on it.
    public var routers: [Router]

    public init(isUsable: Bool, interfaces: [Interface] = [], routers: [Router] = []) {
        self.isUsable = isUsable
        self.interfaces = interfaces
        self.routers = routers
    }
}

/// Follows the system's ways into the network.
@MainActor
public protocol PathSource: AnyObject {
    /// Says them now and at every change: first the one that is taken by default, then those of single kinds.
    func start(_ changed: @escaping @MainActor ([PathReport]) -> Void)
}
