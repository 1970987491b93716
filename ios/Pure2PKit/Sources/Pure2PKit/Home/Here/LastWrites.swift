/// What must be on the disk before the app may be ended without a word: drafts, mostly.
@MainActor
public final class LastWrites {
    private struct Writer {
        weak var owner: AnyObject?
        let write: @MainActor () async -> Void
    }

    private var writers: [Writer] = []

    /// Nobody writes yet.
    public init() {}

    /// Has `write` done each time when the app may be about to end, for as long as `owner` is there. Nobody is kept alive.
    public func add<Owner: AnyObject>(_ owner: Owner, _ write: @escaping @MainActor (Owner) async -> Void) {
        writers.removeAll { $0.owner == nil }
        writers.append(
            Writer(owner: owner) { [weak owner] in
                if let owner { await write(owner) }
            })
    }

    /// Does all of it.
    public func write() async {
        for writer in writers { await writer.write() }
    }
}
