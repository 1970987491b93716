/// Commands that are done to their end, in the order in which they were given, also when the screen that gave them has gone.
@MainActor
final class Commands {
    private var running = 0
    private var last: Task<Void, Never>?
    private var idle: [CheckedContinuation<Void, Never>] = []

    /// Does `command`, and tells what came of it. Only the messenger is kept for it; `done` must hold its owner weakly.
    func run<Value: Sendable>(
        over messenger: any MessengerProtocol,
        _ command: @escaping @Sendable (any MessengerProtocol) async throws -> Value,
        done: @escaping @MainActor (Result<Value, any Error>) -> Void
    ) {
        running += 1
        last = Task { [weak self, before = last] in
            await before?.value
            done(await answer { try await command(messenger) })
            self?.ended()
        }
    }

    /// Waits until none is on its way.
    func settled() async {
        if running > 0 {
            await withCheckedContinuation { idle.append($0) }
        }
    }

    private func ended() {
        running -= 1
        if running > 0 { return }
        last = nil
        let all = idle
        idle = []
        for one in all { one.resume() }
    }
}
