import Pure2PKit

/// Medians, in microseconds: a function without a messenger, a call that waits for one, a page of a chat.
func bench(_ messenger: Messenger, uid: Uid, rounds: Int) async throws -> [String: Double] {
    [
        "pure": try await median(of: rounds) { _ = try checkTypedUid(text: uid) },
        "call": try await median(of: rounds) { _ = try await messenger.account() },
        "page": try await median(of: rounds) { _ = try await messenger.messages(uid: uid, limit: 50) },
    ]
}

private func median(of rounds: Int, _ work: @Sendable () async throws -> Void) async throws -> Double {
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<max(rounds, 1) {
        times.append(try await clock.measure { try await work() })
    }
    times.sort()
    return times[times.count / 2] / .microseconds(1)
}
