import Dispatch
@_exported import Foundation

public struct NWInterface: Hashable, Sendable {
    public enum InterfaceType: Sendable {
        case other, wifi, cellular, wiredEthernet, loopback
    }
    public var type: InterfaceType { fatalError() }
    public var name: String { fatalError() }
    public var index: Int { fatalError() }
}

public struct IPv4Address: Hashable, Sendable {
    public var rawValue: Data { fatalError() }
}

public struct IPv6Address: Hashable, Sendable {
    public var rawValue: Data { fatalError() }
    public var interface: NWInterface? { fatalError() }
}

public enum NWEndpoint: Hashable, Sendable {
    public enum Host: Hashable, Sendable {
        case name(String, NWInterface?)
        case ipv4(IPv4Address)
        case ipv6(IPv6Address)
        public init(_ string: String) { fatalError() }
    }
    public struct Port: Hashable, Sendable, ExpressibleByIntegerLiteral {
        public init(integerLiteral value: UInt16) { fatalError() }
    }
    case hostPort(host: Host, port: Port)
    case service(name: String, type: String, domain: String, interface: NWInterface?)
    case unix(path: String)
    case url(URL)
}

public struct NWPath: Equatable, Sendable {
    public enum Status: Sendable {
        case satisfied, unsatisfied, requiresConnection
    }
    public enum UnsatisfiedReason: Sendable {
        case notAvailable, cellularDenied, wifiDenied, localNetworkDenied, vpnInactive
    }
    public var status: Status { fatalError() }
    public var unsatisfiedReason: UnsatisfiedReason { fatalError() }
    public var availableInterfaces: [NWInterface] { fatalError() }
    public var gateways: [NWEndpoint] { fatalError() }
}

public final class NWPathMonitor: @unchecked Sendable {
    public init() { fatalError() }
    public init(requiredInterfaceType: NWInterface.InterfaceType) { fatalError() }
    @preconcurrency public var pathUpdateHandler: (@Sendable (NWPath) -> Void)? {
        get { fatalError() }
        set { fatalError() }
    }
    public func start(queue: DispatchQueue) { fatalError() }
    public func cancel() { fatalError() }
}

public enum NWError: Error, Equatable {
    case posix(Int32)
    case dns(Int32)
    case tls(Int32)
}

public class NWParameters: @unchecked Sendable {
    public class var udp: NWParameters { fatalError() }
    public class var tcp: NWParameters { fatalError() }
}

public final class NWConnection: @unchecked Sendable {
    public enum State: Equatable, Sendable {
        case setup
        case waiting(NWError)
        case preparing
        case ready
        case failed(NWError)
        case cancelled
    }
    public init(host: NWEndpoint.Host, port: NWEndpoint.Port, using: NWParameters) { fatalError() }
    public var state: State { fatalError() }
    public var currentPath: NWPath? { fatalError() }
    @preconcurrency public var stateUpdateHandler: (@Sendable (State) -> Void)? {
        get { fatalError() }
        set { fatalError() }
    }
    @preconcurrency public var pathUpdateHandler: (@Sendable (NWPath) -> Void)? {
        get { fatalError() }
        set { fatalError() }
    }
    public func start(queue: DispatchQueue) { fatalError() }
    public func cancel() { fatalError() }
}
