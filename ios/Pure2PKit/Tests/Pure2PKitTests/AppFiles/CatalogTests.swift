import Foundation
import Testing

extension All {
    /// The words of the app are complete in both languages, each is used, and none stands anywhere else.
    @Suite
    struct CatalogTests {
        let catalog: CatalogFile

        init() throws {
            catalog = try CatalogFile(CatalogFile.words)
        }

        @Test
        func eachIsThereInBothLanguages() {
            #expect(catalog.sourceLanguage == "en" && catalog.version == "1.0")
            for (key, entry) in catalog.strings {
                // Otherwise Xcode takes out what it finds in no source.
                #expect(entry.extractionState == "manual", "\(key)")
                #expect(entry.localizations.map { Set($0.keys) } == ["de", "en"], "\(key)")
                let values = entry.localizations?.values.flatMap(\.values.values) ?? []
                #expect(values.allSatisfy { $0.state == "translated" && !$0.value.isEmpty }, "\(key)")
            }
        }

        @Test
        func bothLanguagesHaveTheSamePlaces() throws {
            for (key, entry) in catalog.strings {
                let (english, german) = (entry.localizations?["en"]?.values, entry.localizations?["de"]?.values)
                // Who has a form for one and who has none would say "1 Nachrichten" in one of the languages.
                #expect(english.map { Set($0.keys) } == german.map { Set($0.keys) }, "\(key)")
                #expect(english?[""] != nil || english.map { Set($0.keys) } == ["one", "other"], "\(key)")
                let all = [english, german].flatMap { ($0 ?? [:]).filter { $0.key != "one" }.values }
                #expect(Set(all.map { CatalogFile.placeholders($0.value) }).count == 1, "\(key)")
                for one in [english?["one"], german?["one"]].compactMap({ $0 }) {
                    let places = CatalogFile.placeholders(try #require(english?["other"]).value)
                    #expect(CatalogFile.placeholders(one.value).isSubset(of: places), "\(key)")
                }
            }
        }

        /// In the order and shape in which Xcode writes it, so that opening it there changes nothing.
        @Test
        func itIsWrittenAsXcodeWritesIt() throws {
            let written = String(decoding: try Repository.data(CatalogFile.words), as: UTF8.self)
            let keys = written.matches(of: /\n {4}"([^"]+)" : \{/).map { String($0.1) }
            #expect(keys == catalog.strings.keys.sorted())
        }

        @Test
        func eachKeyThatIsUsedIsThere() throws {
            let prefixes = Set(catalog.strings.keys.compactMap { $0.split(separator: "_").first })
            for source in try words() {
                for literal in source.literals where catalog.strings[literal.text] == nil {
                    #expect(!literal.before.contains(/\b(words|self)\($/), "no such key: \(source.place(literal))")
                    // Chosen in one place and said in another: then it has at least the shape of one.
                    let isKey = literal.text.wholeMatch(of: /([a-z]+)(?:_[a-z0-9]+)+/)
                    let isOurs = isKey.map { prefixes.contains($0.1) } ?? false
                    #expect(!isOurs, "no such key: \(source.place(literal))")
                }
            }
        }

        @Test
        func noWordsLieIdle() throws {
            let used = Set(try words().flatMap { $0.literals.map(\.text) })
            let idle = catalog.strings.keys.filter { !used.contains($0) }.sorted()
            if !idle.isEmpty { Issue.record("in the catalog, and said nowhere: \(idle.joined(separator: " "))") }
        }

        /// What only the previews say is no use of a word.
        private func words() throws -> [SwiftSource] {
            let kit = try Repository.sources(below: Repository.kit).filter { !$0.file.path.contains("/Fake/") }
            return try kit + Repository.sources(below: Repository.app)
        }

        /// What the stories on a simulator look for is what the app says.
        @Test
        func storiesWaitForWordsThatThereAre() throws {
            var found = 0
            for source in try Repository.sources(below: Repository.stories) {
                let awaited = /(says|button)\($|(create|goOn|noContacts): $/
                for literal in source.literals where literal.before.contains(awaited) {
                    found += 1
                    let isSaid = catalog.sentences.contains { $0.contains(literal.text) }
                    #expect(isSaid, "said nowhere: \(source.place(literal))")
                }
            }
            #expect(found > 10)
        }
    }
}
