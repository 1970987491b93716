import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What a text is, as the core says; and what the field makes of it before.
    @Suite
    struct Entries {
        private let uid = Samples.linked
        private let link = Samples.link
        private var grouped: String { Entered.grouped(uid) }

        @Test
        func aUidIsJudgedAtEachKeyStroke() {
            #expect(Entry("") == .nothing)
            #expect(Entry(" \n ") == .nothing)
            for length in 1..<uid.count {
                #expect(Entry(String(uid.prefix(length))) == .typing(entered: length, of: 64, wrongGroup: nil))
            }
            let whole = Entry.somebody(Somebody(uid: uid, grouped: grouped))
            for text in [uid, uid.uppercased(), grouped, grouped.replacing(" ", with: "-"), "\n\(uid) "] {
                #expect(Entry(text) == whole, "\(text)")
            }
        }

        @Test
        func aMistakeInEachPlaceIsNamedByItsGroup() {
            for place in 5..<64 {
                for other in [nil, "b", "1"] as [Character?] {
                    let entry = Entry(Entered.whole(uid.mistyped(at: place, other)))
                    #expect(entry.isWrong && entry.groupToLookAt == place / 4 + 1, "\(place): \(entry)")
                }
                let begun = String(uid.prefix(place)) + "o"
                if place < 63 {
                    #expect(
                        Entry(begun) == .typing(entered: place + 1, of: 64, wrongGroup: place / 4 + 1),
                        "\(begun)")
                }
            }
            // Before that it is no UID at all.
            for place in 0..<5 {
                #expect(Entry(uid.mistyped(at: place, "x")) == .wrongUid(.wrongPrefix))
            }
        }

        @Test
        func ofTwoMistakesNoGroupIsNamed() {
            let entry = Entry(uid.mistyped(at: 20).mistyped(at: 40))
            #expect(entry == .wrongUid(.checksum(group: nil)) && entry.groupToLookAt == nil && entry.isWrong)
        }

        @Test
        func whatIsNoneSaysWhy() {
            #expect(Entry("Hello") == .wrongUid(.wrongPrefix))
            #expect(Entry("https://example.org") == .wrongUid(.wrongPrefix))
            #expect(Entry(uid + "qq") == .wrongUid(.wrongLength(have: 66)))
            #expect(Entry("P" + uid.dropFirst()) == .wrongUid(.mixedCase))
            #expect(Entry(Samples.weakUid) == .wrongUid(.weakKey))
            #expect(Entry(Samples.newerUid) == .wrongUid(.unknownVersion(version: 2)))
            #expect(Entry(String(repeating: "x", count: Entered.most)) == .wrongLink(.tooLong))
        }

        @Test
        func aLinkSaysWhoAndWhere() throws {
            let somebody = try #require(Entry(link).somebody)
            #expect(somebody.uid == uid && somebody.name == "Bob" && somebody.byLink)
            #expect(
                somebody.addresses.map(\.kind) == [.ipv4, .ipv6, .carrier, .private, .loopback])
            #expect(somebody.addresses[1].address == "[2001:db8::7]:20731")
            #expect(Entry(link.uppercased()) == .somebody(somebody))
            #expect(Entry("Write to me with Pure2P:\r\n\(link)\r\nSee you!") == .somebody(somebody))
            #expect(Entry("İ ẞ ﬃ 👩‍👩‍👧 pure2p: is what I use: \(link) bye") == .somebody(somebody))
        }

        @Test
        func aLinkThatIsNoneSaysWhy() throws {
            #expect(Entry(link.mistyped(at: link.count - 20, "z")) == .wrongLink(.signature))
            #expect(Entry(link + ".") == .wrongLink(.encoding))
            let bare = try #require(link.split(separator: "?").first)
            #expect(Entry(bare + "?") == .wrongLink(.malformed))
            #expect(Entry("pure2p:" + uid.prefix(40)) == .wrongUidInLink(.wrongLength(have: 40)))
            #expect(Entry("pure2p:" + Samples.newerUid) == .wrongUidInLink(.unknownVersion(version: 2)))
            #expect(Entry(link + String(repeating: "a", count: 2_000)) == .wrongLink(.tooLong))
            #expect(Entry(Samples.strangeLink) == .wrongLink(.badName))
        }

        /// A link that was cut off anywhere, or of which a character was changed, names nobody that could be added.
        @Test
        func noDamagedLinkNamesAnybodyWithAddresses() {
            for length in 0..<link.count {
                guard let somebody = Entry(String(link.prefix(length))).somebody else { continue }
                // Up to the question mark it is the UID alone, and says nothing more.
                #expect(length == "pure2p:".count + 64 && somebody.addresses.isEmpty && somebody.name == nil)
            }
            for place in "pure2p:".count..<link.count where place % 3 == 0 {
                #expect(Entry(link.mistyped(at: place, "m")).somebody == nil || link.mistyped(at: place, "m") == link)
            }
        }

        @Test
        func whatTheFieldKeepsHasAnEnd() {
            #expect(Entered.whole(String(repeating: "x", count: 100_000)).count == Entered.most)
            #expect(Entered.typed(String(repeating: "x", count: 100_000), after: "").count == Entered.most)
            #expect(Entered.whole("Me: \(link) thanks") == link)
            #expect(Entered.whole("some words of mine") == "some words of mine")
        }

        @Test
        func groupsAreMadeWhileOneTypes() {
            var text = ""
            for character in uid { text = Entered.typed(text + String(character), after: text) }
            #expect(text == grouped)
            // Also where one types them oneself, in whatever way.
            text = ""
            for character in "pure-1qx9 -g3c" { text = Entered.typed(text + String(character), after: text) }
            #expect(text == "pure 1qx9 g3c")
            #expect(Entered.whole(" " + grouped.replacing(" ", with: " - ")) == grouped)
            #expect(Entered.whole(uid) == grouped)
        }

        @Test
        func whoCorrectsStaysWhereTheyAre() {
            // Deleting at the end takes away what is there, and no group comes back.
            #expect(Entered.typed("pure 1", after: "pure 1q") == "pure 1")
            #expect(Entered.typed("pure ", after: "pure 1") == "pure ")
            #expect(Entered.typed("pure", after: "pure ") == "pure")
            // A character in the middle: a text that is made anew would put the cursor at its end.
            #expect(Entered.typed("pure 1qqx9 g3c7", after: "pure 1qx9 g3c7") == "pure 1qqx9 g3c7")
            #expect(Entry("pure 1qqx9 g3c7") == .typing(entered: 13, of: 64, wrongGroup: nil))
        }

        @Test
        func theGroupToLookAtIsMarked() throws {
            let marked = try #require(Entered.groups(of: "pure-1qxb g3c", around: 2))
            #expect(marked == MarkedGroups(before: "pure ", wrong: "1qxb", after: " g3c"))
            #expect(Entered.groups(of: "pure", around: 1) == MarkedGroups(before: "", wrong: "pure", after: ""))
            #expect(Entered.groups(of: "pure", around: 2) == nil)
        }
    }
}
