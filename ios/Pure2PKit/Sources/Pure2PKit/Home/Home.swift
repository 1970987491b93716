import Foundation
import Observation

/// Opens the database with its key, again and again if that fails, and brings the messenger to the front and back.
@MainActor
@Observable
public final class Home {
    /// What is so.
    public private(set) var state: HomeState
    /// Bytes of an old database that was set aside because its key was lost, until ``deleteSetAside()``.
    public private(set) var setAside: Int64?
    /// What is chosen for this device.
    public let device: ChoiceStore

    @ObservationIgnored private let files: HomeFiles
    @ObservationIgnored private let vault: KeyVault
    @ObservationIgnored private let parts: Parts
    /// Held by whoever opens or moves files.
    @ObservationIgnored private let turn = Turn()
    @ObservationIgnored private var attempts: Rounds<Everything>!
    @ObservationIgnored private var later: Task<Void, Never>?
    @ObservationIgnored private var pause = Home.firstPause
    @ObservationIgnored private var isInFront = false

    private static let firstPause = Duration.seconds(1)
    private static let lastPause = Duration.seconds(30)

    /// Nothing is opened before ``open()``.
    public convenience init(_ parts: Parts, device: ChoiceStore) {
        self.init(parts, device: device, state: .opening)
    }

    init(_ parts: Parts, device: ChoiceStore, state: HomeState) {
        self.state = state
        self.parts = parts
        self.device = device
        files = HomeFiles(parts.folder, protect: parts.protect)
        vault = KeyVault(store: parts.keys)
        attempts = Rounds { [weak self] _ in
            await self?.turn.take { [weak self] in await self?.attemptIfNeeded() }
        }
    }

    /// Begins to open, once for the life of the process.
    public func open() {
        parts.protectedData.whenAvailable { [weak self] in
            self?.device.reload()
            self?.retry()
        }
        attempts.note(Everything())
    }

    /// Tries again now.
    public func retry() {
        switch state {
        case .unavailable, .opening:
            pause = Self.firstPause
            attempts.note(Everything())
        case .keyLost, .open:
            break
        }
    }

    /// The app is in front.
    public func enter() {
        isInFront = true
        retry()
        // Somebody may have been to the system's settings.
        parts.networks.again()
        follow()
    }

    /// The app is no longer in front.
    public func leave() {
        isInFront = false
        parts.networks.rest()
        follow()
    }

    /// Waits until the messenger is where the app is.
    public func drained() async {
        await opened?.foreground.drained()
    }

    /// Whether a person is to read why the local network is wanted: once, as soon as there is an account and such a network.
    public var asksForLocalNetwork: Bool {
        !device.choices.localNetworkAsked && opened?.account != nil && parts.networks.hasLocalNetwork
    }

    /// A person has read why the local network is wanted.
    public func localNetworkAsked() {
        device.change { $0.localNetworkAsked = true }
        parts.networks.again()
    }

    /// After a lost key: sets the old database aside, and begins with an empty one. Goes on if whoever asked is gone.
    public func startAfresh() async {
        await Task { await turn.take { await setAsideAndBegin() } }.value
    }

    /// Deletes what was set aside: nobody can read it any more.
    public func deleteSetAside() async throws {
        try await turn.take {
            let files = files
            defer { setAside = files.setAsideBytes() }
            try await aside { try files.deleteSetAside() }
        }
    }

    /// Deletes account, history and key, at once and for good, and begins with an empty home.
    public func deleteEverything() async throws {
        try await Task { try await turn.take { try await deleteAll() } }.value
    }

    /// Leaves, and closes the database; for a process that goes on without it.
    public func close() async {
        await turn.take {
            later?.cancel()
            try? await opened?.messenger.shutdown()
            state = .opening
        }
    }

    private var opened: OpenHome? {
        if case .open(let home) = state { home } else { nil }
    }

    /// Has the messenger be where the app is. Whoever changes one of both calls it afterwards: so nobody is overheard.
    private func follow() {
        guard let home = opened else { return }
        home.foreground.phase(isInFront && home.account != nil ? .active : .background)
    }

    private func settle(_ next: HomeState) {
        later?.cancel()
        state = next
        follow()
        guard case .unavailable = next else {
            pause = Self.firstPause
            return
        }
        let length = pause
        pause = min(pause * 2, Self.lastPause)
        later = Task { [weak self, wait = parts.wait] in
            await wait(length)
            if !Task.isCancelled { self?.attempts.note(Everything()) }
        }
    }

    private func attemptIfNeeded() async {
        switch state {
        case .opening, .unavailable: settle(await attempt())
        case .keyLost, .open: break
        }
    }

    private func attempt() async -> HomeState {
        guard parts.protectedData.isAvailable else { return .opening }
        do {
            startLogging(level: .info)
            let (files, vault) = (files, vault)
            let (found, bytes) = try await aside {
                try files.prepare()
                return (try vault.key(databaseExists: try files.databaseExists()), files.setAsideBytes())
            }
            setAside = bytes
            switch found {
            case .key(let key): return .open(try await open(with: key))
            case .lost: return .keyLost
            }
        } catch {
            return .unavailable(HomeProblem(error))
        }
    }

    private func open(with key: Data) async throws -> OpenHome {
        let messenger = try await Messenger.open(config: Config(database: files.database.path), databaseKey: key)
        do {
            let home = OpenHome(
                messenger, options: parts.options, account: try await messenger.account(), words: parts.words
            ) { [weak self] in self?.follow() }
            parts.networks.start { [weak home] snapshot in home?.foreground.networkChanged(snapshot) }
            return home
        } catch {
            try? await messenger.shutdown()
            throw error
        }
    }

    private func setAsideAndBegin() async {
        guard state == .keyLost else { return }
        do {
            let (files, vault) = (files, vault)
            try await aside {
                // It may have come back since.
                if try vault.key(databaseExists: try files.databaseExists()) == .lost { try files.setAside() }
            }
            settle(await attempt())
        } catch {
            settle(.unavailable(HomeProblem(error)))
        }
    }

    private func deleteAll() async throws {
        guard let open = opened else { return }
        let (files, vault) = (files, vault)
        // The key first: what can't be deleted at once can't be read any more.
        try await aside { try vault.forget() }
        let deleted = await answer { try await open.messenger.deleteEverything() }
        // Nor can what would still be received: without its key a database is lost, also if it stays.
        if case .failure = deleted { try? await open.messenger.shutdown() }
        try? await aside { try files.deleteSetAside() }
        device.forget()
        clearLog()
        settle(await attempt())
        try deleted.get()
    }
}
