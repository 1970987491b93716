import Foundation
import Testing

@testable import Pure2PKit

/// A device of a test's own: its files, its key store and its choices outlive the app's process, as a real one's do.
@MainActor
final class Device {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("pure2p-" + UUID().uuidString)
    let keys = FakeKeys()
    let protectedData = FakeProtectedData()
    let networks = FakeNetworks()
    let clock = ManualClock()
    let protected = Locked<[(path: String, hadDatabase: Bool)]>([])
    let choices: ChoiceStore
    /// Where choices are kept.
    let defaults = freshDefaults()
    private var homes: [Home] = []

    var database: URL { folder.appendingPathComponent("home/messages.db") }
    var asideFolder: URL { folder.appendingPathComponent("set-aside") }

    init() {
        choices = ChoiceStore(defaults)
    }

    /// As a new process would: nothing is known but what is on the disk and in the key store.
    func home(inState state: HomeState = .opening, speaking words: Words = .system) -> Home {
        let (database, protected, clock) = (database, protected, clock)
        let parts = Home.Parts(
            folder: folder,
            protect: { folder in
                let hadDatabase = FileManager.default.fileExists(atPath: database.path)
                protected.with { $0.append((folder.lastPathComponent, hadDatabase)) }
            },
            keys: keys, protectedData: protectedData, networks: networks, options: Person.here,
            words: words, wait: { await clock.wait($0) })
        let home = Home(parts, device: choices, state: state)
        homes.append(home)
        return home
    }

    func end() async throws {
        for home in homes { try await within("close") { await home.close() } }
        try? FileManager.default.removeItem(at: folder)
    }
}

extension Device {
    /// Somebody has an account, and the app's process ends.
    func accountMade() async throws -> Uid {
        let home = home()
        try await home.opens().createAccount("Alice")
        let uid = try #require(home.now().account?.uid)
        try await within("close") { await home.close() }
        return uid
    }

    /// Whose account a new process opens.
    func opened() async throws -> Uid? {
        try await home().opens().account?.uid
    }

    /// What a new process says.
    func said() async throws -> HomeState {
        let home = home()
        home.open()
        return try await home.settled()
    }
}

extension Home {
    /// What it says once it has made up its mind.
    func settled() async throws -> HomeState {
        try await until("the home settles") { self.state != .opening }
        return state
    }

    /// Opens it, which must succeed.
    func opens() async throws -> OpenHome {
        open()
        try await until("the home opens") { self.isOpen }
        return try now()
    }

    /// What is open now.
    func now() throws -> OpenHome {
        guard case .open(let home) = state else { throw Stuck("the home is not open: \(state)") }
        return home
    }

    var isOpen: Bool {
        if case .open = state { true } else { false }
    }
}

@MainActor
func withDevice(_ story: @MainActor (Device) async throws -> Void) async throws {
    let device = Device()
    let told: Result<Void, any Error>
    do {
        told = .success(try await story(device))
    } catch {
        told = .failure(error)
    }
    try await device.end()
    try told.get()
}

/// A Keychain that can be out of order in every way that one is.
final class FakeKeys: KeyStore {
    struct Refusal: Error {}

    struct State: Sendable {
        var kept: [String: Data] = [:]
        var refusesToRead = false
        var refusesToStore = false
        var refusesToDelete = false
        /// Says of so many readings that nothing is there.
        var overlooks = 0
        /// Takes what it is given, and does not keep it.
        var forgets = false
        var calls: [String] = []
    }

    let state = Locked(State())

    var key: Data? {
        get { state.with { $0.kept["database"] } }
        set { state.with { $0.kept["database"] = newValue } }
    }

    var calls: [String] { state.with { $0.calls } }

    func set<Value>(_ path: WritableKeyPath<State, Value>, _ value: Value) {
        state.with { $0[keyPath: path] = value }
    }

    func read(_ name: String) throws -> StoredKey {
        try state.with { now -> Result<StoredKey, any Error> in
            now.calls.append("read " + name)
            if now.refusesToRead { return .failure(Refusal()) }
            if now.overlooks > 0 {
                now.overlooks -= 1
                return .success(.notFound)
            }
            return .success(now.kept[name].map { .found($0) } ?? .notFound)
        }.get()
    }

    func store(_ secret: Data, as name: String) throws {
        try state.with { now -> Result<Void, any Error> in
            now.calls.append("store " + name)
            if now.refusesToStore { return .failure(Refusal()) }
            if !now.forgets { now.kept[name] = secret }
            return .success(())
        }.get()
    }

    func delete(_ name: String) throws {
        try state.with { now -> Result<Void, any Error> in
            now.calls.append("delete " + name)
            if now.refusesToDelete { return .failure(Refusal()) }
            now.kept[name] = nil
            return .success(())
        }.get()
    }
}

@MainActor
final class FakeProtectedData: ProtectedData {
    private var heard: [@MainActor () -> Void] = []
    private(set) var asked = 0
    private var isUnlocked = true

    var isAvailable: Bool {
        get {
            asked += 1
            return isUnlocked
        }
        set {
            isUnlocked = newValue
            if newValue { heard.forEach { $0() } }
        }
    }

    func whenAvailable(_ say: @escaping @MainActor () -> Void) {
        heard.append(say)
    }
}

@MainActor
final class FakeNetworks: NetworkSource {
    private var changed: (@MainActor (NetworkSnapshot) -> Void)?
    /// Something that happens while the home opens.
    var meanwhile: @MainActor () -> Void = {}
    private(set) var calls: [String] = []
    var hasLocalNetwork = false

    func start(_ changed: @escaping @MainActor (NetworkSnapshot) -> Void) {
        calls.append("start")
        self.changed = changed
        meanwhile()
    }

    func again() {
        calls.append("again")
    }

    func rest() {
        calls.append("rest")
    }

    func say(_ snapshot: NetworkSnapshot) {
        changed?(snapshot)
    }
}
