import Foundation
import Testing

@testable import Pure2PKit

/// Where what screens show is written down, to be read in a review: `cargo xtask shown` renews it.
private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Shown")

/// A simulator sees the files of its machine; a phone doesn't.
#if os(iOS) && !targetEnvironment(simulator)
    private let canRead = false
#else
    private let canRead = true
#endif

extension All {
    /// Every state of every screen, in both languages, as it is written down.
    @Suite @MainActor
    struct ShownScreens {
        /// The lines of each state of a screen, the full one first if there is one.
        private func all(_ screen: Gallery.Screen, _ words: Words) async throws -> [(state: String, lines: [String])] {
            var all: [(state: String, lines: [String])] = []
            for state in screen.states {
                let model = screen.model(state, words)
                try await within("settled \(screen.name)/\(state)") { await model.settled() }
                all.append((state, shown(model.state)))
            }
            all.swapAt(0, all.firstIndex { $0.state == "full" } ?? 0)
            return all
        }

        /// The first state as a whole, and of each other what is otherwise.
        private func written(_ screen: Gallery.Screen, _ words: Words) async throws -> String {
            let all = try await all(screen, words)
            var text = ""
            for (state, lines) in all {
                let change = lines.difference(from: all[0].lines)
                // What is otherwise altogether is read better as it is.
                if state == all[0].state || change.count > lines.count {
                    text += (["== \(state)"] + lines).joined(separator: "\n")
                } else {
                    let otherwise = change.removals.map { "- \($0.line)" } + change.insertions.map { "+ \($0.line)" }
                    text += (["== \(state): as \(all[0].state), but"] + otherwise).joined(separator: "\n")
                }
                text += "\n\n"
            }
            return text
        }

        @Test(.enabled(if: canRead), arguments: ["en", "de"])
        func eachStateSaysWhatIsWrittenDown(language: String) async throws {
            let words = Words.fixed(language, at: Samples.then)
            for screen in Gallery.screens {
                let said = try await written(screen, words)
                let file = folder.appending(path: "\(screen.name).\(language).txt")
                if ProcessInfo.processInfo.environment["PURE2P_WRITE_SHOWN"] == "1" {
                    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
                    try said.write(to: file, atomically: true, encoding: .utf8)
                }
                let written = try String(contentsOf: file, encoding: .utf8)
                let pairs = zip(said.split(separator: "\n"), written.split(separator: "\n"))
                let first = pairs.first { $0 != $1 }
                #expect(
                    said == written,
                    "\(screen.name), \(language): \(first.map { "“\($0)”, was “\($1)”" } ?? "more or less") (cargo xtask shown)"
                )
            }
        }

        /// Nothing that people are to read is a key, an empty text, or a placeholder that nobody filled.
        @Test(arguments: ["en", "de"])
        func noStateShowsWhatIsNoWord(language: String) async throws {
            let words = Words.fixed(language, at: Samples.then)
            for screen in Gallery.screens {
                for line in try await all(screen, words).flatMap(\.lines) {
                    #expect(!line.contains(/%(\d\$)?(@|lld)/), "\(screen.name): \(line)")
                    #expect(!line.contains(/: [a-z]+(_[a-z0-9]+)+$/), "\(screen.name): \(line)")
                }
            }
        }
    }
}

extension CollectionDifference.Change {
    fileprivate var line: ChangeElement {
        switch self {
        case .insert(_, let line, _), .remove(_, let line, _): line
        }
    }
}
