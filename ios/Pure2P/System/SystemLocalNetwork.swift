import Dispatch
import Network
import Pure2PKit

/// Finds out whether this app may use the local network: no call of the system says it, but a connection that may not be made is
/// told why. This one is of UDP, to a port where nobody listens, and nothing is ever sent on it.
@MainActor
final class SystemLocalNetwork: LocalNetworkProbe {
    private var connection: NWConnection?

    func watch(_ neighbour: String, _ said: @escaping @MainActor (Bool?) -> Void) {
        stop()
        let connection = NWConnection(host: NWEndpoint.Host(neighbour), port: 9, using: .udp)
        self.connection = connection
        connection.stateUpdateHandler = { [weak connection] state in
            let isDenied = connection?.currentPath?.unsatisfiedReason == .localNetworkDenied
            let isReady = state == .ready
            // The connection calls on the queue below.
            MainActor.assumeIsolated { said(isDenied ? false : isReady ? true : nil) }
        }
        connection.pathUpdateHandler = { [weak connection] path in
            let isDenied = path.unsatisfiedReason == .localNetworkDenied
            let isReady = connection?.state == .ready
            MainActor.assumeIsolated { said(isDenied ? false : isReady ? true : nil) }
        }
        connection.start(queue: .main)
    }

    func stop() {
        connection?.stateUpdateHandler = nil
        connection?.pathUpdateHandler = nil
        connection?.cancel()
        connection = nil
    }
}
