/// Events between a thread of the library, which must not wait, and a task, which may.
final class EventBuffer: Sendable {
    /// As many as the core itself keeps for whoever is slow.
    static let limit = 1_024

    private struct State {
        var events: [Event] = []
        var waiting: [CheckedContinuation<Void, Never>] = []
        var over = false

        mutating func takeWaiting() -> [CheckedContinuation<Void, Never>] {
            defer { waiting = [] }
            return waiting
        }
    }

    private let limit: Int
    private let state = Locked(State())

    init(limit: Int) {
        self.limit = limit
    }

    /// Never blocks. In a full buffer, one `overflowed` stands for everything in it and for this.
    func push(_ event: Event) {
        let woken = state.with { state -> [CheckedContinuation<Void, Never>] in
            if state.over { return [] }
            if state.events.count < limit {
                state.events.append(event)
            } else {
                state.events = [.overflowed]
            }
            return state.takeWaiting()
        }
        for one in woken { one.resume() }
    }

    /// What came before is given out still; nothing comes any more.
    func end() {
        let woken = state.with { state in
            state.over = true
            return state.takeWaiting()
        }
        for one in woken { one.resume() }
    }

    func next() async -> Event? {
        await take { $0.removeFirst() }
    }

    func batch() async -> [Event]? {
        await take { events in
            defer { events = [] }
            return events
        }
    }

    /// Waits for events, and gives what `part` takes of them.
    private func take<Part: Sendable>(_ part: (inout [Event]) -> Part) async -> Part? {
        while true {
            let (taken, over) = state.with { state in
                (state.events.isEmpty ? nil : part(&state.events), state.over)
            }
            if taken != nil || over { return taken }
            await withCheckedContinuation { waiting in
                let missed = state.with { state in
                    if state.events.isEmpty && !state.over {
                        state.waiting.append(waiting)
                        return false
                    }
                    return true
                }
                if missed { waiting.resume() }
            }
        }
    }
}
