import Foundation
import Testing

@testable import Pure2PKit

/// A system's ways into the network, as a test says them.
@MainActor
private final class FakePaths: PathSource {
    private var changed: (@MainActor ([PathReport]) -> Void)?

    func start(_ changed: @escaping @MainActor ([PathReport]) -> Void) {
        self.changed = changed
    }

    func say(_ paths: [PathReport]) {
        changed?(paths)
    }
}

/// A system's permission, as a test gives it.
@MainActor
private final class FakeProbe: LocalNetworkProbe {
    private(set) var watched: [String] = []
    private(set) var said: (@MainActor (Bool?) -> Void)?

    func watch(_ neighbour: String, _ said: @escaping @MainActor (Bool?) -> Void) {
        watched.append(neighbour)
        self.said = said
    }

    func stop() {
        said = nil
    }
}

extension All {
    /// When the system is asked for the local network, and what the core hears of the answer.
    @Suite @MainActor
    struct LocalNetwork {
        private let device = ChoiceStore(freshDefaults())
        private let paths = FakePaths()
        private let probe = FakeProbe()
        private let told = Locked<[NetworkSnapshot]>([])

        private func networks() -> Networks {
            device.forget()
            let readers = Networks.Readers(addresses: { [local("en0", "192.168.1.7")] }, nat64: { nil })
            let networks = Networks(paths, probe: probe, device: device, readers: readers)
            networks.start { [told] snapshot in told.with { $0.append(snapshot) } }
            return networks
        }

        private func allowed(_ networks: Networks) async throws -> Bool? {
            try await within("told") { await networks.settled() }
            return told.with { $0.last?.networks.first?.localNetworkAllowed }
        }

        @Test
        func nothingIsSaidBeforeTheSystemHasSpoken() async throws {
            let networks = networks()
            try await within("settled") { await networks.settled() }
            #expect(told.with { $0.isEmpty })
            paths.say([wifi])
            try await within("settled") { await networks.settled() }
            #expect(told.with { $0.count } == 1)
        }

        @Test
        func theSystemIsNotAskedBeforeOurReasonIsRead() async throws {
            let networks = networks()
            paths.say([wifi])
            networks.again()
            let before = try await allowed(networks)
            #expect(before == false, "the core must not be the one who asks")
            #expect(probe.watched.isEmpty)
            device.change { $0.localNetworkAsked = true }
            networks.again()
            let unknown = try await allowed(networks)
            #expect(unknown == nil)
            #expect(probe.watched == ["192.168.1.1"])
            probe.said?(false)
            let no = try await allowed(networks)
            #expect(no == false)
            probe.said?(true)
            let yes = try await allowed(networks)
            #expect(yes == true)
        }

        @Test
        func whatIsChangedInTheSettingsIsKnownOnComingBackAndNothingIsOpenMeanwhile() async throws {
            let networks = networks()
            device.change { $0.localNetworkAsked = true }
            paths.say([wifi])
            _ = try await allowed(networks)
            #expect(probe.watched.isEmpty, "not before it is in front")
            networks.again()
            _ = try await allowed(networks)
            probe.said?(true)
            _ = try await allowed(networks)
            networks.rest()
            #expect(probe.said == nil)
            paths.say([wifi])
            let behind = try await allowed(networks)
            #expect(behind == true && probe.said == nil)
            networks.again()
            _ = try await allowed(networks)
            probe.said?(false)
            let no = try await allowed(networks)
            #expect(no == false)
            #expect(probe.watched.count == 2)
        }

        @Test
        func inAnotherNetworkSomebodyElseIsTheNeighbour() async throws {
            let networks = networks()
            device.change { $0.localNetworkAsked = true }
            networks.again()
            paths.say([wifi])
            _ = try await allowed(networks)
            let late = try #require(probe.said)
            var other = wifi
            other.routers = [.init(ip: "192.168.1.254")]
            paths.say([other])
            _ = try await allowed(networks)
            #expect(probe.watched == ["192.168.1.1", "192.168.1.254"])
            late(false)
            let still = try await allowed(networks)
            #expect(still == nil, "what is said of the other one counts no more")
        }
    }
}
