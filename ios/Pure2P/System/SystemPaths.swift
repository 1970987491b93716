import Dispatch
import Network
import Pure2PKit

/// The system's ways into the network. Only interfaces and routers: no names of networks, and nothing that needs a location.
@MainActor
final class SystemPaths: PathSource {
    /// The way taken by default first. The others know the router of a Wi-Fi also when a tunnel is the way out.
    private let monitors = [
        NWPathMonitor(), NWPathMonitor(requiredInterfaceType: .wifi),
        NWPathMonitor(requiredInterfaceType: .wiredEthernet),
    ]
    private var reports: [Int: PathReport] = [:]
    private var changed: (@MainActor ([PathReport]) -> Void)?

    func start(_ changed: @escaping @MainActor ([PathReport]) -> Void) {
        self.changed = changed
        for (place, monitor) in monitors.enumerated() {
            monitor.pathUpdateHandler = { [weak self] path in
                let report = PathReport(path)
                // The monitor calls on the queue below.
                MainActor.assumeIsolated { self?.hear(report, at: place) }
            }
            monitor.start(queue: .main)
        }
    }

    private func hear(_ report: PathReport, at place: Int) {
        reports[place] = report
        // Whatever comes first, the default must be known: it is the first one told.
        if reports[0] != nil { changed?(monitors.indices.compactMap { reports[$0] }) }
    }
}

extension PathReport {
    fileprivate init(_ path: NWPath) {
        self.init(
            isUsable: path.status == .satisfied,
            interfaces: path.availableInterfaces.map { Interface(name: $0.name, kind: Kind($0.type)) },
            routers: path.gateways.compactMap(Router.init(endpoint:)))
    }
}

extension PathReport.Kind {
    fileprivate init(_ type: NWInterface.InterfaceType) {
        switch type {
        case .cellular: self = .cellular
        case .loopback: self = .loopback
        case .wifi: self = .wifi
        case .wiredEthernet: self = .wired
        default: self = .other
        }
    }
}

extension PathReport.Router {
    fileprivate init?(endpoint: NWEndpoint) {
        guard case .hostPort(let host, _) = endpoint else { return nil }
        switch host {
        case .ipv4(let address): self.init(address.rawValue)
        case .ipv6(let address): self.init(address.rawValue, interface: address.interface?.name)
        default: return nil
        }
    }
}
