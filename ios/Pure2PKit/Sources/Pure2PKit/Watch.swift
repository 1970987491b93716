import Observation

/// Looks at something that is observed, and tells when it became otherwise. Keeps nobody alive: what it looks at and whom it tells
/// are to be held weakly.
@MainActor
final class Watch<Value: Equatable> {
    private let look: @MainActor () -> Value?
    private let changed: @MainActor (Value) -> Void
    private var last: Value?

    /// Tells of the first value at once; of nothing never.
    init(_ look: @escaping @MainActor () -> Value?, changed: @escaping @MainActor (Value) -> Void) {
        self.look = look
        self.changed = changed
        again()
    }

    /// Tells now what would be told in a moment.
    func catchUp() {
        tell(look())
    }

    private func again() {
        // It is said before it is so, and once.
        let now = withObservationTracking(look) { [weak self] in
            Task { @MainActor in self?.again() }
        }
        tell(now)
    }

    private func tell(_ now: Value?) {
        guard let now, now != last else { return }
        last = now
        changed(now)
    }
}
