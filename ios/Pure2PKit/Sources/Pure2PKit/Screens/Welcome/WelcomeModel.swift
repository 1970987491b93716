import Observation

/// The first screen: makes the account.
@MainActor
@Observable
public final class WelcomeModel: ScreenModel {
    /// What somebody wants to be called; may be empty.
    public var name = ""

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let deeds: Deeds
    @ObservationIgnored private var work: Task<Void, Never>?
    private var isCreating = false
    private var problem: WelcomeProblem?
    private var isStuck = false

    /// What it is made over.
    public struct Deeds: Sendable {
        /// Makes the account. An empty name is none.
        public var create: @MainActor @Sendable (_ name: String) async throws -> Void
        /// Bytes of an old database that was set aside because its key was lost.
        public var setAside: @MainActor @Sendable () -> Int64?
        /// Deletes that.
        public var deleteSetAside: @MainActor @Sendable () async throws -> Void

        public init(
            create: @escaping @MainActor @Sendable (_ name: String) async throws -> Void,
            setAside: @escaping @MainActor @Sendable () -> Int64? = { nil },
            deleteSetAside: @escaping @MainActor @Sendable () async throws -> Void = {}
        ) {
            self.create = create
            self.setAside = setAside
            self.deleteSetAside = deleteSetAside
        }
    }

    /// Nothing is made before ``create()``.
    public init(words: Words, _ deeds: Deeds) {
        self.words = words
        self.deeds = deeds
    }

    /// In a home that has no account yet.
    public convenience init(_ home: Home, _ open: OpenHome) {
        self.init(
            words: open.screens.words,
            Deeds(
                create: { try await open.createAccount($0) }, setAside: { home.setAside },
                deleteSetAside: { try await home.deleteSetAside() }))
    }

    /// What is shown and spoken now.
    public var state: WelcomeState {
        WelcomeState(
            isCreating: isCreating, problem: problem, setAside: deeds.setAside(), isStuck: isStuck, words: words)
    }

    /// Makes the account, once; goes on when this is gone.
    public func create() {
        if isCreating { return }
        isCreating = true
        problem = nil
        work = Task { [deeds, name, weak self] in
            do {
                try await deeds.create(name)
            } catch {
                self?.problem = error as? MessengerError == .BadName ? .badName : .other
            }
            self?.isCreating = false
        }
    }

    #if DEBUG
        /// For previews: as it is while the account is made.
        func pretendToCreate() {
            isCreating = true
        }
    #endif

    /// Deletes the old database, after that was asked.
    public func deleteSetAside() {
        work = Task { [deeds, weak self] in
            do {
                try await deeds.deleteSetAside()
                self?.isStuck = false
            } catch {
                self?.isStuck = true
            }
        }
    }

    /// Waits until what was asked for is done.
    public func settled() async {
        await work?.value
    }
}
