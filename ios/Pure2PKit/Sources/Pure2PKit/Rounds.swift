/// Something that can be wished for, several times at once.
protocol Wish: Sendable {
    /// Both wishes in one.
    mutating func join(_ later: Self)
}

extension Wish {
    /// Both wishes in one.
    func joined(with later: Self) -> Self {
        var both = self
        both.join(later)
        return both
    }
}

/// Work in rounds, one at a time: what is wished for during a round is done in the next one, all of it at once.
///
/// Nobody is kept alive by a round, if `round` holds its owner weakly: then an owner that goes, goes at once, and
/// the round that is under way is the last one.
@MainActor
final class Rounds<Wanted: Wish> {
    private let round: @MainActor (Wanted) async -> Void
    private var wanted: Wanted?
    private var isRunning = false
    /// Who waits for the next round, for the one under way, for the end of all.
    private var next: [CheckedContinuation<Void, Never>] = []
    private var current: [CheckedContinuation<Void, Never>] = []
    private var idle: [CheckedContinuation<Void, Never>] = []

    init(_ round: @escaping @MainActor (Wanted) async -> Void) {
        self.round = round
    }

    /// Wishes.
    func note(_ wish: Wanted) {
        if wanted == nil {
            wanted = wish
        } else {
            wanted?.join(wish)
        }
        if isRunning { return }
        isRunning = true
        let round = round
        Task { [weak self] in
            while let wish = self?.take() {
                await round(wish)
            }
        }
    }

    /// Wishes, and waits until it is done.
    func make(_ wish: Wanted) async {
        note(wish)
        await withCheckedContinuation { next.append($0) }
    }

    /// Forgets what was wished for and not begun.
    func clear() {
        wanted = nil
        next.resume()
    }

    /// Waits until nothing is left to do.
    func settled() async {
        if isRunning {
            await withCheckedContinuation { idle.append($0) }
        }
    }

    /// The round before is done; what is the next one?
    private func take() -> Wanted? {
        current.resume()
        guard let wish = wanted else {
            isRunning = false
            idle.resume()
            return nil
        }
        wanted = nil
        swap(&current, &next)
        return wish
    }
}

extension [CheckedContinuation<Void, Never>] {
    fileprivate mutating func resume() {
        let all = self
        self = []
        for one in all { one.resume() }
    }
}
