import Foundation

/// Reads calls, a line each, makes them one after another, and says what came of them. See `tests/foreign/README.md`.
@main
struct Peer {
    @MainActor
    static func main() async {
        let calls = Calls()
        for await line in lines() {
            do {
                let call = try Arguments(line: line)
                write(["ok": try await calls.make(call)])
            } catch {
                write(["error": json(error: error)])
            }
        }
        // As if the system had taken it away: nothing is shut down.
        _exit(0)
    }

    /// Standard input. Reading blocks, so a thread of its own does it.
    private static func lines() -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        Thread {
            while let line = readLine() { continuation.yield(line) }
            continuation.finish()
        }.start()
        return stream
    }
}
