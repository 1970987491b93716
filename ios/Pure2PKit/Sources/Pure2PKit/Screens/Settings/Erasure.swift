/// What can be deleted of a home besides single chats.
public struct Erasure {
    /// Bytes of an old database that was set aside, if one was.
    let setAside: @MainActor () -> Int64?
    /// Deletes that one.
    let deleteSetAside: @MainActor () async throws -> Void
    /// Deletes account, history and key, at once and for good. Then there is another home, and no account.
    let deleteEverything: @MainActor () async throws -> Void

    init(
        setAside: @escaping @MainActor () -> Int64?, deleteSetAside: @escaping @MainActor () async throws -> Void,
        deleteEverything: @escaping @MainActor () async throws -> Void
    ) {
        self.setAside = setAside
        self.deleteSetAside = deleteSetAside
        self.deleteEverything = deleteEverything
    }

    /// The real one.
    @MainActor
    public init(_ home: Home) {
        self.init(
            setAside: { home.setAside }, deleteSetAside: { try await home.deleteSetAside() },
            deleteEverything: { try await home.deleteEverything() })
    }
}
