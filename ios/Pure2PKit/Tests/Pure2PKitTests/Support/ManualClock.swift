import Foundation

@testable import Pure2PKit

/// A clock on which time passes when a test says so.
final class ManualClock: Sendable {
    private struct State: Sendable {
        var now = Duration.zero
        var waiting: [(id: Int, until: Duration, one: CheckedContinuation<Void, Never>)] = []
        var next = 0
        var asked: [Duration] = []
        var cancelled: Set<Int> = []
    }

    private let state = Locked(State())

    /// What it shows.
    var now: Duration { state.with { $0.now } }

    /// How long it was waited for, each time.
    var asked: [Duration] { state.with { $0.asked } }

    /// How many wait now.
    var waiting: Int { state.with { $0.waiting.count } }

    func wait(_ time: Duration) async {
        let id = state.with { now in
            now.next += 1
            return now.next
        }
        await withTaskCancellationHandler {
            await withCheckedContinuation { one in
                let isOver = state.with { now in
                    now.asked.append(time)
                    if now.cancelled.contains(id) { return true }
                    now.waiting.append((id, now.now + time, one))
                    return false
                }
                if isOver { one.resume() }
            }
        } onCancel: {
            let one = state.with { now in
                now.cancelled.insert(id)
                let found = now.waiting.first { $0.id == id }?.one
                now.waiting.removeAll { $0.id == id }
                return found
            }
            one?.resume()
        }
    }

    /// Lets time pass.
    func pass(_ time: Duration) {
        let over = state.with { now in
            now.now += time
            let (present, over) = (now.now, now.waiting.filter { $0.until <= now.now })
            now.waiting.removeAll { $0.until <= present }
            return over
        }
        for one in over { one.one.resume() }
    }
}
