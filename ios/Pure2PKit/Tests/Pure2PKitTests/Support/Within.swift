import Dispatch
import Foundation

/// A call that did not come back.
struct Stuck: Error, CustomStringConvertible {
    let description: String

    init(_ name: String) {
        description = "stuck: \(name)"
    }
}

/// What `work` gives, unless it gets stuck: then an error that names it. (No call across the border can be
/// cancelled, so a stuck one is left behind.)
func within<Value: Sendable>(
    _ name: String, seconds: Double = 60, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withCheckedThrowingContinuation { waiting in
        let first = First(waiting)
        Task {
            do {
                first.end(.success(try await work()))
            } catch {
                first.end(.failure(error))
            }
        }
        // Not a task: should all threads of tasks be stuck, this is said nevertheless.
        DispatchQueue.global().asyncAfter(deadline: .now() + seconds) { first.end(.failure(Stuck(name))) }
    }
}

/// Only the first of two ends counts.
private final class First<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var waiting: CheckedContinuation<Value, any Error>?

    init(_ waiting: CheckedContinuation<Value, any Error>) {
        self.waiting = waiting
    }

    func end(_ result: sending Result<Value, any Error>) {
        let waiting = lock.withLock {
            defer { self.waiting = nil }
            return self.waiting
        }
        waiting?.resume(with: result)
    }
}
