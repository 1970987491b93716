import Foundation

/// One line of JSON on standard output, seen at once by whoever reads. Lines of several threads do not mix.
func write(_ object: [String: Any]) {
    let line: Data
    do {
        line = try JSONSerialization.data(withJSONObject: object, options: [.sortedKeys, .withoutEscapingSlashes])
    } catch {
        fatalError("no JSON: \(error)")
    }
    output.withLock {
        FileHandle.standardOutput.write(line + Data("\n".utf8))
    }
}

private let output = NSLock()
