import Observation

/// Says `value` now and each time when it is another one, until it is nothing.
@MainActor
func follow<Value: Equatable>(
    _ value: @escaping @MainActor () -> Value?, _ changed: @escaping @MainActor (Value) -> Void
) {
    Task {
        var last: Value?
        while true {
            let (changes, change) = AsyncStream.makeStream(of: Void.self)
            guard let now = withObservationTracking(value, onChange: { change.finish() }) else { return }
            if now != last {
                last = now
                changed(now)
            }
            for await _ in changes {}
        }
    }
}
