import Foundation

/// A value behind a lock. `Mutex` would do, but phones have it from iOS 18 on only.
final class Locked<Value: Sendable>: @unchecked Sendable {
    private let lock = NSLock()
    private var value: Value

    init(_ value: Value) {
        self.value = value
    }

    /// Never call anything foreign in `body`: the lock is held.
    func with<Result>(_ body: (inout Value) -> Result) -> Result {
        lock.withLock { body(&value) }
    }
}
