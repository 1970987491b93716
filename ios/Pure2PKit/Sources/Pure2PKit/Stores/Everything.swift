/// The wish of a store that has one query only: ask it again.
struct Everything: Wish {
    mutating func join(_ later: Self) {}
}

/// What a query gave, or why it gave nothing.
func answer<Value: Sendable>(_ query: @Sendable () async throws -> Value) async -> Result<Value, any Error> {
    do {
        return .success(try await query())
    } catch {
        return .failure(error)
    }
}
