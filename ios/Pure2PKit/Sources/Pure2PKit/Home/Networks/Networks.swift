import Observation

/// Asks the system whether this app may talk to somebody in its own network, by being about to.
@MainActor
public protocol LocalNetworkProbe: AnyObject {
    /// Says what is so now and at every change: yes, no, or nothing as long as it is not known. The first time ever, the system
    /// asks the person. Whoever was watched for before is not any more.
    func watch(_ neighbour: String, _ said: @escaping @MainActor (Bool?) -> Void)
    /// Ends it.
    func stop()
}

/// This device's networks, as the core wants to know them.
///
/// No system of a phone says whether an app may use the local network: it shows when one does. Until our reason for it was read,
/// the core hears that it may not, and so the system's question never comes before that.
@MainActor
@Observable
public final class Networks: NetworkSource {
    public private(set) var hasLocalNetwork = false

    /// What of it comes from the system, besides ways and permission.
    struct Readers: Sendable {
        var addresses: @Sendable () -> [LocalAddress] = { LocalAddress.all() }
        var nat64: @Sendable () -> Nat64Prefix? = { Nat64.prefix() }
    }

    @ObservationIgnored private let source: any PathSource
    @ObservationIgnored private let probe: any LocalNetworkProbe
    @ObservationIgnored private let device: ChoiceStore
    @ObservationIgnored private let readers: Readers
    @ObservationIgnored private var rounds: Rounds<Everything>!
    @ObservationIgnored private var changed: (@MainActor (NetworkSnapshot) -> Void)?
    @ObservationIgnored private var paths: [PathReport]?
    @ObservationIgnored private var watched: String?
    @ObservationIgnored private var answer: Bool?
    @ObservationIgnored private var isInFront = false

    /// The device's own.
    public convenience init(_ source: any PathSource, probe: any LocalNetworkProbe, device: ChoiceStore) {
        self.init(source, probe: probe, device: device, readers: Readers())
    }

    init(_ source: any PathSource, probe: any LocalNetworkProbe, device: ChoiceStore, readers: Readers) {
        self.source = source
        self.probe = probe
        self.device = device
        self.readers = readers
        rounds = Rounds { [weak self, readers] _ in
            let read = try? await aside { (readers.addresses(), readers.nat64()) }
            self?.tell(addresses: read?.0 ?? [], nat64: read?.1)
        }
    }

    public func start(_ changed: @escaping @MainActor (NetworkSnapshot) -> Void) {
        let isFirst = self.changed == nil
        self.changed = changed
        if isFirst {
            source.start { [weak self] paths in
                self?.paths = paths
                self?.rounds.note(Everything())
            }
        }
        rounds.note(Everything())
    }

    public func again() {
        isInFront = true
        watched = nil
        rounds.note(Everything())
    }

    public func rest() {
        isInFront = false
        watched = nil
        probe.stop()
    }

    /// Waits until everything that is known was told.
    func settled() async {
        await rounds.settled()
    }

    private func tell(addresses: [LocalAddress], nat64: Nat64Prefix?) {
        // Nothing is said before the system has spoken: no network at all would be a lie.
        guard let paths, let changed else { return }
        var now = Surroundings(paths: paths, addresses: addresses, nat64: nat64, mayBeLocal: nil)
        let neighbour = now.neighbour
        if hasLocalNetwork != (neighbour != nil) { hasLocalNetwork = neighbour != nil }
        watch(neighbour)
        now.mayBeLocal = device.choices.localNetworkAsked ? answer : false
        changed(now.snapshot)
    }

    private func watch(_ neighbour: String?) {
        guard device.choices.localNetworkAsked, isInFront, neighbour != watched else { return }
        watched = neighbour
        guard let neighbour else {
            answer = nil
            return probe.stop()
        }
        probe.watch(neighbour) { [weak self] answer in self?.hear(answer, of: neighbour) }
    }

    private func hear(_ answer: Bool?, of neighbour: String) {
        guard neighbour == watched, answer != self.answer else { return }
        self.answer = answer
        rounds.note(Everything())
    }
}
