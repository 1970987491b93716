import Foundation
import Testing

extension All {
    /// Views have no words of their own: whatever is shown or spoken comes through the catalog, and so in both languages.
    @Suite
    struct ViewWordsTests {
        @Test
        func noViewHasWordsOfItsOwn() throws {
            let sources = try Repository.sources(below: Repository.app)
            #expect(!sources.isEmpty)
            for source in sources {
                let words = source.literals.filter { isShown($0, in: source) }
                #expect(words.isEmpty, "\(words.map(source.place).joined(separator: "\n"))")
            }
        }

        @Test
        func wordsInAViewAreFound() {
            let file = Repository.app.appendingPathComponent("Screens/NoView.swift")
            let shown = [
                "Text(\"add\")", "Text(verbatim: \"x\")", "Button(\"send\", action: send)", "MainButton(\"go\") {}",
                "x.navigationTitle(\"chats\")",
                "x.accessibilityLabel(\n    \"more\")", "Toggle(\"on\", isOn: $on)", "let title = \"Who is here\"",
                "Label(a ? \"Here\" : b, systemImage: \"x\")", "Text(\"\\(count) new\")",
                "x.alert(\"really\", isPresented: $is)",
            ]
            let hidden = [
                "Label(state.add, systemImage: \"plus\")", "Image(systemName: on ? \"tray\" : \"tray.full.fill\")",
                "words(\"lock_title\")", "// Text(\"Add\")", "Image(\"Mark\")", "x.keyboardShortcut(\"N\")",
                "Text(state.title) /* \"Add\" */", "preconditionFailure(\"No home.\")",
            ]
            for code in shown { #expect(finds(code, file), "\(code)") }
            for code in hidden { #expect(!finds(code, file), "\(code)") }
        }

        private func finds(_ code: String, _ file: URL) -> Bool {
            let source = SwiftSource(file, code)
            return source.literals.contains { isShown($0, in: source) }
        }

        private func isShown(_ literal: SwiftSource.Literal, in source: SwiftSource) -> Bool {
            let before = literal.before.trimmingCharacters(in: .whitespaces)
            if before.contains(Self.says) { return true }
            // What talks to the system has names that no person sees.
            let isView = ["/Screens/", "/Common/"].contains(where: source.file.path.contains)
            return isView && literal.text.contains(/[\p{Lu}\s]/) && !before.contains(Self.mayName)
        }

        /// Directly behind these, any text is one that somebody reads or hears.
        private static var says: Regex<Substring> {
            let kinds = [
                "Text", "Label", "Button", "MainButton", "Section", "TextField", "SecureField", "TextEditor", "Toggle",
                "Picker",
                "Link",
                "NavigationLink", "ShareLink", "Menu", "LabeledContent", "DisclosureGroup", "Stepper", "ProgressView",
                "GroupBox", "ContentUnavailableView", "DatePicker", "SectionedText", "LocalizedStringKey",
                "LocalizedStringResource", "NSLocalizedString",
            ]
            let modifiers = [
                "navigationTitle", "accessibilityLabel", "accessibilityHint", "accessibilityValue", "alert", "help",
                "badge",
                "confirmationDialog", "accessibilityInputLabels", "accessibilityCustomContent",
            ]
            let named = "(?:named|prompt|verbatim|localized|localizedReason):\\s*"
            let all =
                "(?:\\b(?:\(kinds.joined(separator: "|")))\\(|\\.(?:\(modifiers.joined(separator: "|")))\\(|\(named))$"
            // The pattern is made of the lists above, and those are letters.
            return try! Regex(all)
        }

        /// Behind these, a text with capitals or spaces is a name: of a picture, a key, or for whoever reads a crash report.
        private static var mayName: Regex<Substring> {
            /(?:Image|decorative:|keyboardShortcut|preconditionFailure|fatalError|assertionFailure|Logger|forKey:|Color|URL\(string:|id:|resource)\(?\s*$/
        }
    }
}
