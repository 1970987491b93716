import Foundation
import Testing

@testable import Pure2PKit

/// Where what screens show is written down, to be read in a review: `cargo xtask shown` renews it.
private let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Shown")

extension All {
    /// Every state of every screen, in both languages, as it is written down.
    @Suite @MainActor
    struct ShownScreens {
        /// The lines of each state of a screen, the fullest one first.
        private func all(_ screen: Gallery.Screen, _ words: Words) async throws -> [(state: String, lines: [String])] {
            var all: [(state: String, lines: [String])] = []
            for state in screen.states {
                let model = screen.model(state, words)
                try await within("settled \(screen.name)/\(state)") { await model.settled() }
                all.append((state, shown(model.state)))
            }
            let fullest = all.indices.max { all[$0].lines.count < all[$1].lines.count } ?? 0
            all.swapAt(0, fullest)
            return all
        }

        /// The first state as a whole, and of each other what is otherwise.
        private func written(_ screen: Gallery.Screen, _ words: Words) async throws -> String {
            let all = try await all(screen, words)
            var text = ""
            for (state, lines) in all {
                text += state == all[0].state ? "== \(state)\n" : "== \(state): as \(all[0].state), but\n"
                if state == all[0].state {
                    text += lines.map { $0 + "\n" }.joined()
                } else {
                    for change in lines.difference(from: all[0].lines) {
                        switch change {
                        case .remove(_, let line, _): text += "- \(line)\n"
                        case .insert(_, let line, _): text += "+ \(line)\n"
                        }
                    }
                }
                text += "\n"
            }
            return text
        }

        @Test(arguments: ["en", "de"])
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
