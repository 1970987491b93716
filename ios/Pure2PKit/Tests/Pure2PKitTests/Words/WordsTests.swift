import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// Words of the catalog, and times.
    @Suite
    struct WordsAndTimes {
        private func catalog(_ strings: String, language: String = "en") throws -> Catalog {
            let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
            defer { try? FileManager.default.removeItem(at: file) }
            try Data(#"{"sourceLanguage": "en", "strings": {\#(strings)}, "version": "1.0"}"#.utf8).write(to: file)
            return try Catalog(contentsOf: file, language: language)
        }

        private func plain(_ text: String) -> String {
            #"{"localizations": {"en": {"stringUnit": {"state": "translated", "value": "\#(text)"}}}}"#
        }

        @Test
        func placeholdersAreFilledByPlaceOrInOrder() throws {
            let catalog = try catalog(
                #""a": \#(plain("%@ of %lld")), "b": \#(plain("%2$@ %1$lld %2$@")), "c": \#(plain("100 % %@"))"#)
            let locale = Locale(identifier: "en_GB")
            #expect(catalog.text("a", [.text("Bob"), .number(3)], locale: locale) == "Bob of 3")
            #expect(catalog.text("b", [.number(1_234), .text("x")], locale: locale) == "x 1,234 x")
            #expect(catalog.text("c", [.text("%@")], locale: locale) == "100 % %@")
            // Too few: what is not there is not made up.
            #expect(catalog.text("a", [.text("Bob")], locale: locale) == "Bob of %lld")
            #expect(catalog.text("nowhere", [], locale: locale) == "nowhere")
        }

        @Test
        func aLanguageThatIsNotThereSaysTheKey() throws {
            let catalog = try catalog(#""a": \#(plain("A"))"#, language: "de")
            #expect(catalog.text("a", [], locale: .current) == "a")
        }

        @Test
        func aFileThatIsNoCatalogIsRefused() {
            #expect(throws: (any Error).self) { try catalog(#""a": 3"#) }
        }

        @Test(arguments: [
            (Samples.english, 0, "0 unread"), (Samples.english, 1, "1 unread"), (Samples.german, 1, "1 ungelesen"),
            (Samples.german, 12_345, "12.345 ungelesen"), (Samples.english, 12_345, "12,345 unread"),
        ])
        func numbersAreWrittenAsInTheirLanguage(words: Words, number: Int, text: String) {
            #expect(words("chats_unread", number) == text)
        }

        @Test
        func oneIsNotMany() {
            #expect(Samples.english("session_waiting", 1) == "1 message waits")
            #expect(Samples.english("session_waiting", 2) == "2 messages wait")
            #expect(Samples.german("session_waiting", 0) == "0 Nachrichten warten")
        }

        /// Greenwich, 14 March 2026, 14:02, a Saturday.
        @Test
        func timesAreSaidAsShortAsTheyCan() {
            let day: TimeInterval = 86_400
            let midnight: TimeInterval = 14 * 3_600 + 120
            // A clock that was set back since: the date says more than a day of the week that is to come.
            let times: [TimeInterval] = [0, midnight, midnight + 60, 6 * day, 7 * day, -day]
            let english = ["14:02", "0:00", "Fri 23:59", "Sun 14:02", "7 Mar 2026", "15 Mar 2026"]
            let german = ["14:02", "0:00", "Fr 23:59", "So 14:02", "7 März 2026", "15 März 2026"]
            // Editions of Unicode's data differ in these.
            let loose = { (text: String) in text.replacing(". ", with: " ").replacing("00:00", with: "0:00") }
            #expect(times.map { loose(Samples.english.moment(Samples.then - $0)) } == english)
            #expect(times.map { loose(Samples.german.moment(Samples.then - $0)) } == german)
        }

        @Test
        func yesterdayBeginsAtMidnightWhereThePersonIs() {
            let tokyo = TimeZone(secondsFromGMT: 9 * 3_600) ?? .gmt
            let words = Words.fixed("en", at: Samples.then, in: tokyo)
            #expect(words.moment(Samples.then) == "23:02")
            #expect(words.daysAgo(Samples.then - 22 * 3_600) == 0)
            #expect(words.daysAgo(Samples.then - 24 * 3_600) == 1)
            #expect(words.daysAgo(Samples.then + 3_600) == -1)
        }

        @Test
        func onlyNamesFromRightToLeftAreFenced() {
            #expect(Samples.english("reason_blocked", "Bob") == "You blocked Bob.")
            #expect(Samples.english("reason_blocked", "Zoë 🦉 Ł") == "You blocked Zoë 🦉 Ł.")
            #expect(Samples.english("reason_blocked", "علي") == "You blocked \u{2068}علي\u{2069}.")
            #expect(Samples.english("reason_blocked", "a\u{202e}b") == "You blocked \u{2068}a\u{202e}b\u{2069}.")
            // Signs that would end what stands around them, or begin what does not end: names have none, but what was typed may.
            for sign in ["\u{2066}", "\u{2067}", "\u{2068}", "\u{2069}"] {
                #expect(Samples.english("reason_blocked", "a\(sign)b") == "You blocked \u{2068}ab\u{2069}.")
            }
        }

        @Test
        func whatIsReadOutIsSpelled() {
            #expect(spelled("pure 1qxw") == "p u r e, 1 q x w")
            #expect(spelled("") == "")
        }

        @Test
        func avatarsAreMadeOfTheUid() {
            let avatars = (0..<30).map { Avatar(Samples.uid($0)) }
            #expect(avatars.allSatisfy { Avatar.hues.indices.contains($0.hue) && $0.initials.count == 2 })
            #expect(Set(avatars.map(\.hue)).count > 6)
            #expect(avatars[3] == Avatar(Samples.uid(3)))
            #expect(avatars[0].initials == Samples.uid(0).dropFirst(5).prefix(2).uppercased())
        }

        /// WCAG 2: white on each hue, at least 4.5 to 1.
        @Test(arguments: Avatar.hues)
        func initialsCanBeRead(hue: UInt32) {
            #expect(contrast(Self.white, hue) >= 4.5)
        }

        /// What stands on the accent, and what says that something is wrong: on the grounds of lists and of what lies in them.
        @Test
        func coloursCanBeRead() {
            #expect(contrast(Self.white, Palette.teal) >= 4.5)
            #expect(contrast(0, Palette.tint) >= 4.5)
            for ground in [Self.white, 0xf2_f2f7] {
                #expect(contrast(Palette.teal, ground) >= 4.5 && contrast(Palette.wrong, ground) >= 4.5)
            }
            for ground: UInt32 in [0, 0x1c_1c1e, 0x2c_2c2e] {
                #expect(contrast(Palette.tint, ground) >= 4.5 && contrast(Palette.wrongInTheDark, ground) >= 4.5)
            }
        }

        private static let white: UInt32 = 0xff_ffff

        /// WCAG 2.
        private func contrast(_ one: UInt32, _ other: UInt32) -> Double {
            let linear = { (part: UInt32) -> Double in
                let value = Double(part & 0xff) / 255
                return value <= 0.04045 ? value / 12.92 : pow((value + 0.055) / 1.055, 2.4)
            }
            let lights = [one, other].map {
                0.2126 * linear($0 >> 16) + 0.7152 * linear($0 >> 8) + 0.0722 * linear($0)
            }
            return (max(lights[0], lights[1]) + 0.05) / (min(lights[0], lights[1]) + 0.05)
        }

        /// Each reason has a sentence of its own, in each language, and names whom it is about.
        @Test(arguments: [Samples.english, Samples.german])
        func everyReasonIsASentence(words: Words) {
            let reasons: [Reason] = [
                .appClosed, .blocked, .deviceFull, .localNetworkForbidden, .neitherReachable, .noAddress,
                .noAnswer(lastSeen: nil), .noAnswer(lastSeen: Samples.then), .noWayIn, .notAccepted,
                .notOpen(lastSeen: nil), .notOpen(lastSeen: Samples.then), .notUnderstood, .offline, .refused, .starved,
                .trying, .unreachable,
            ]
            let said = reasons.map { words.reason($0, name: "Bob") }
            #expect(Set(said).count == reasons.count)
            #expect(said.allSatisfy { $0.hasSuffix(".") && !$0.contains("%") && !$0.contains("reason_") }, "\(said)")
            #expect(said[6].contains("Bob") && said[7].contains("14:02") && said[11].contains("14:02"))
        }
    }

    /// The ways between screens.
    @Suite @MainActor
    struct Ways {
        @Test
        func twoQuickTapsGoOnce() {
            let go = Navigator()
            go.go(to: .myLink)
            go.go(to: .myLink)
            #expect(go.way == [.myLink])
            go.back()
            go.back()
            #expect(go.way == [])
        }

        @Test
        func fromTheChatsWhatWasOpenGivesWay() {
            let go = Navigator()
            go.goFromChats(to: .conversation("a"))
            go.go(to: .contact("a"))
            #expect(go.openChat == "a")
            go.goFromChats(to: .settings)
            #expect(go.way == [.settings] && go.openChat == nil)
        }

        @Test
        func aLaterLinkTakesThePlaceOfAnEarlierOne() {
            let go = Navigator()
            go.go(to: .settings)
            go.go(to: .add("first"))
            go.go(to: .myLink)
            go.go(to: .add("second"))
            #expect(go.way == [.settings, .add("second")])
        }

        @Test
        func besideTheChatsTheFirstPlaceStays() {
            let go = Navigator()
            #expect(go.behindFirst == [])
            go.goFromChats(to: .conversation("a"))
            go.go(to: .contact("a"))
            #expect(go.behindFirst == [.contact("a")])
            // What a stack does when somebody goes back in it.
            go.behindFirst = []
            #expect(go.way == [.conversation("a")])
        }

        @Test
        func fromAddingBackLeadsToTheChats() {
            let go = Navigator()
            go.go(to: .settings)
            go.go(to: .add(nil))
            go.added("a")
            #expect(go.way == [.conversation("a")])
            go.toChats()
            #expect(go.way == [])
        }
    }
}
