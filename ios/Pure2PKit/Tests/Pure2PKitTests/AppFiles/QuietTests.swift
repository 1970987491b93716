import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What a finished app must not do, as far as its sources show it.
    @Suite
    struct Quiet {
        private let app = "ios/Pure2P/"
        private let kit = "ios/Pure2PKit/Sources/Pure2PKit/"

        /// Sources by their place, without what is in debug builds alone.
        private func released() throws -> [String: String] {
            var all: [String: String] = [:]
            for folder in [app, kit] {
                for file in Repository.files("swift", below: Repository.root.appendingPathComponent(folder)) {
                    all[Repository.place(file)] = Self.released(try String(contentsOf: file, encoding: .utf8))
                }
            }
            return all
        }

        /// What a release build compiles.
        static func released(_ source: String) -> String {
            // Of each condition around a line, whether it is the one for debug builds.
            var within: [Bool] = []
            var kept: [Substring] = []
            for line in source.split(separator: "\n", omittingEmptySubsequences: false) {
                switch line.drop(while: \.isWhitespace) {
                case let begin where begin.hasPrefix("#if "): within.append(begin == "#if DEBUG")
                case "#endif": _ = within.popLast()
                case let other where other.hasPrefix("#else"):
                    if within.last == true { within[within.count - 1] = false }
                default: if !within.contains(true) { kept.append(line) }
                }
            }
            return kept.joined(separator: "\n")
        }

        @Test
        func whatIsForDebugBuildsIsToldApart() {
            let source =
                "a\n    #if DEBUG\nb\n#if os(iOS)\nc\n#endif\n    #else\nd\n#endif\n#if canImport(Darwin)\ne\n#endif"
            #expect(Self.released(source) == "a\nd\ne")
        }

        @Test
        func nothingIsWrittenBesideTheLogSentElsewhereOrLeftWithTheSystem() throws {
            let sources = try released()
            #expect(sources.count > 100)
            let loud = [
                // Beside the log, which is redacted.
                #/\b(?:print|debugPrint|dump|NSLog|os_log|Logger|OSLog)\(/#,
                // What the core does not do itself.
                #/\b(?:URLSession|URLRequest|AsyncImage|WKWebView|SFSafariViewController|CFStream|NWListener)\b/#,
                // What a system keeps, searches, shows elsewhere or hands on.
                #/\b(?:NSUserActivity|userActivity|onContinueUserActivity|SceneStorage|AppStorage|CoreSpotlight|CSSearch|AppIntent)/#,
                #/\b(?:WidgetCenter|INInteraction|UNUserNotificationCenter|NSUbiquitous|CKContainer|ActivityKit)/#,
                #/\b(?:onDrag|draggable|Transferable|NSItemProvider)\b/#,
            ]
            for (place, source) in sources {
                let found = loud.compactMap { source.firstMatch(of: $0)?.output }
                #expect(found.isEmpty, "\(place)")
            }
        }

        @Test
        func aReleaseHasNoSwitchesAndNothingThatIsNotReal() throws {
            for (place, source) in try released() {
                let unreal = #/\b(?:ProcessInfo|CommandLine|getenv|\w*Samples|Preview\w+|\w+_Previews|Gallery\w*)\b/#
                let found = source.firstMatch(of: unreal)?.output
                #expect(found == nil, "\(place)")
                let isFake = place.hasPrefix(kit + "Fake/")
                let isEmpty = source.allSatisfy(\.isWhitespace)
                #expect(isEmpty || !isFake, "\(place)")
            }
        }

        @Test
        func whatIsCopiedOfMessagesStaysHereAndNotForLong() throws {
            let sources = try released()
            let board = "Pure2P/System/Pasteboard.swift"
            let copying = try #require(sources["ios/" + board])
            #expect(copying.contains(".localOnly: true") && copying.contains(".expirationDate:"))
            // A UID and one's own link are for others.
            let others = sources.filter { $0.value.contains("UIPasteboard") }.keys.map {
                String($0.dropFirst("ios/".count))
            }
            #expect(
                Set(others) == [board, "Pure2P/Screens/ContactView.swift", "Pure2P/Screens/MyLinkView.swift"])
        }

        @Test
        func theKeyStaysOnThisDeviceAndIsGivenOutOnlyWhileItIsUnlocked() throws {
            let keychain = try #require(try released()[app + "System/Keychain.swift"])
            #expect(keychain.contains("kSecAttrAccessible as String: kSecAttrAccessibleWhenUnlockedThisDeviceOnly"))
            #expect(keychain.contains("kSecAttrSynchronizable as String: false"))
            #expect(!keychain.contains("kSecAttrAccessGroup"), "no other app has it")
            let files = try #require(try released()[app + "System/FileProtection.swift"])
            #expect(files.contains(".completeUnlessOpen") && files.contains("isExcludedFromBackup = true"))
        }
    }
}
