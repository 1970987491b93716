import Foundation
import Observation

/// Waits until a store says so. Only what the store announces to its observers is looked at: a change that a screen
/// would not notice is not noticed here either.
@MainActor
func until(_ name: String, seconds: Double = 60, _ isSo: @escaping @MainActor () -> Bool) async throws {
    try await within("until " + name, seconds: seconds) { await observe(isSo) }
}

@MainActor
private func observe(_ isSo: @escaping @MainActor () -> Bool) async {
    while true {
        let (changes, changed) = AsyncStream.makeStream(of: Void.self)
        let now = withObservationTracking(isSo) { changed.finish() }
        if now { return }
        for await _ in changes {}
    }
}

/// Asks again and again until it is so.
func eventually(_ name: String, seconds: Double = 60, _ isSo: @escaping @Sendable () async throws -> Bool) async throws
{
    let over = Flag()
    defer { over.set() }
    try await within("eventually " + name, seconds: seconds) {
        while try await !isSo(), !over.isSet { try await Task.sleep(for: .milliseconds(10)) }
    }
}

/// Set once.
final class Flag: @unchecked Sendable {
    private let lock = NSLock()
    private var value = false

    var isSet: Bool { lock.withLock { value } }

    func set() {
        lock.withLock { value = true }
    }
}
