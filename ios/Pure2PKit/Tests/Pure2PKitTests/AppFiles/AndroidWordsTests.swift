import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

extension All {
    /// One product: under the same key the iPhone says what Android says.
    @Suite
    struct AndroidWordsTests {
        /// Keys that say something else here, each with its reason.
        private static let otherwise = [
            "contact_no_code": "said in the scanner, which goes on, as one of two sentences: no title of a question",
            "settings_stored_messages":
                "one number decides about a plural here, so the messages are counted on their own",
            "welcome_both_open": "the first screen says that nothing arrives while the app is closed or behind another",
            "conversation_remedy_settings": "an iPhone’s own settings are an app that is called so",
            "lock_cannot_ask": "an iPhone calls it a passcode, and its settings are an app that is called so",
            "my_link_address_lan": "a switch, where Android has a box to tick",
            "reason_local_network_forbidden": "an iPhone’s own settings are an app that is called so",
            "scan_refused_for_good": "an iPhone’s own settings are an app that is called so",
            "scan_settings": "an iPhone’s own settings are an app that is called so",
            "reach_advice_forbidden": "the permission has another name and place here",
            "reach_advice_forbidden_besides":
                "here it is asked for reaching others only, and has another name and place",
            "reach_settings": "an iPhone’s own settings are an app that is called so",
            "reach_system_settings": "an iPhone’s own settings are an app that is called so",
            "settings_language_choose": "the system offers it at another place, and not to everybody",
            "settings_lock_none": "an iPhone calls it a passcode",
            "settings_lock_why": "an iPhone has names for its lock, and for what Android calls recent apps",
            "unavailable_damaged": "an iPhone clears an app’s storage only with the app",
            "settings_not_deleted": "an iPhone deletes apps, it does not uninstall them",
        ]

        @Test(arguments: ["en": "values", "de": "values-de"])
        func bothPhonesSayTheSame(_ language: String, _ folder: String) throws {
            let catalog = try CatalogFile(CatalogFile.words).strings.compactMapValues { $0.localizations?[language] }
            let android = try Android(folder).strings
            #expect(android.count > 100)
            for (key, theirs) in android {
                guard let ours = catalog[key]?.values.mapValues({ placed($0.value) }) else { continue }
                let same = ours == theirs
                #expect(same != (Self.otherwise[key] != nil), "\(language) \(key): \(ours) \(theirs)")
            }
        }

        @Test
        func everyExceptionIsOne() throws {
            let android = try Android("values").strings
            let catalog = try CatalogFile(CatalogFile.words).strings
            for key in Self.otherwise.keys { #expect(android[key] != nil && catalog[key] != nil, "\(key)") }
        }

        /// With every placeholder in its place: `%1@`, `%2d`.
        private func placed(_ sentence: String) -> String {
            var next = 0
            return sentence.replacing(/%(?:(\d+)\$)?(@|lld)/) { match in
                next += 1
                return "%\(match.1 ?? "\(next)")\(match.2 == "@" ? "@" : "d")"
            }
        }
    }
}

/// The words of the app for Android, in one language.
private final class Android: NSObject, XMLParserDelegate {
    /// By key; of one thing under "", of several under the names of their plurals.
    private(set) var strings: [String: [String: String]] = [:]
    private var key: String?
    private var quantity = ""
    private var text = ""

    init(_ folder: String) throws {
        super.init()
        let folder = Repository.root.appendingPathComponent("android/app/src/main/res/\(folder)")
        for file in Repository.files(".xml", below: folder) where file.lastPathComponent.hasPrefix("strings") {
            let parser = XMLParser(data: try Repository.data(file))
            parser.delegate = self
            try #require(parser.parse(), "\(file.lastPathComponent)")
        }
    }

    func parser(
        _ parser: XMLParser, didStartElement element: String, namespaceURI: String?, qualifiedName: String?,
        attributes: [String: String]
    ) {
        if let name = attributes["name"] { key = name }
        quantity = attributes["quantity"] ?? ""
        text = ""
    }

    func parser(_ parser: XMLParser, foundCharacters found: String) { text += found }

    func parser(
        _ parser: XMLParser, didEndElement element: String, namespaceURI: String?, qualifiedName: String?
    ) {
        guard element == "string" || element == "item", let key else { return }
        strings[key, default: [:]][quantity] = said(text)
    }

    /// What Android makes of it.
    private func said(_ written: String) -> String {
        let oneLine = written.replacing(/\s+/, with: " ").trimmingCharacters(in: .whitespaces)
        let plain = oneLine.replacing("\\n", with: "\n").replacing("\\'", with: "'").replacing("\\\"", with: "\"")
        return plain.replacing(/%(\d+)\$s/) { "%\($0.1)@" }.replacing(/%(\d+)\$d/) { "%\($0.1)d" }
    }
}
