import Testing

@testable import Pure2PKit

extension All {
    /// Each mistake in a UID and in a link, in its own sentence.
    @Suite @MainActor
    struct AddMistakes {
        /// A state by its name, once it is known who they are.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> AddState {
            let model = AddSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test(arguments: [
            ("typing", "22 of 64 characters, no mistake so far", "22 von 64 Zeichen, bisher kein Fehler"),
            (
                "typing-wrong", "No UID has that character there. Look at group 4: bosy",
                "Dieses Zeichen hat dort keine UID. Schau dir Gruppe 4 an: bosy"
            ),
            (
                "checksum-group", "A character is wrong. Look at group 6: q2td",
                "Ein Zeichen ist falsch. Schau dir Gruppe 6 an: q2td"
            ),
            (
                "checksum", "A character is wrong, or several are. Compare each group.",
                "Ein Zeichen ist falsch, oder mehrere. Vergleiche jede Gruppe."
            ),
            (
                "wrong-character", "No UID has that character there. Look at group 4: absy",
                "Dieses Zeichen hat dort keine UID. Schau dir Gruppe 4 an: absy"
            ),
            (
                "mixed-case", "Capital and small letters are mixed. Type either all capital or all small.",
                "Große und kleine Buchstaben sind gemischt. Tippe entweder alle groß oder alle klein."
            ),
            (
                "no-key", "Nobody can have this UID. Ask for it again, best when you meet.",
                "Diese UID kann niemand haben. Lass sie dir noch einmal geben, am besten, wenn ihr euch seht."
            ),
            (
                "newer", "A newer version of this app made this. Update yours, then it can be added.",
                "Das hat eine neuere Version dieser App gemacht. Aktualisiere deine, dann lässt es sich hinzufügen."
            ),
            (
                "wrong-length", "A UID has 64 characters; these are 70.",
                "Eine UID hat 64 Zeichen; das sind 70."
            ),
            (
                "neither", "This is neither a link nor a UID. A link begins with pure2p: and a UID with pure1.",
                "Das ist weder ein Link noch eine UID. Ein Link beginnt mit pure2p: und eine UID mit pure1."
            ),
            (
                "link-uid", "This link is damaged: the UID in it is not complete or not right. Copy all of it again.",
                "Dieser Link ist beschädigt: Die UID darin ist nicht vollständig oder nicht richtig. "
                    + "Kopiere ihn noch einmal ganz."
            ),
            (
                "link-newer", "A newer version of this app made this. Update yours, then it can be added.",
                "Das hat eine neuere Version dieser App gemacht. Aktualisiere deine, dann lässt es sich hinzufügen."
            ),
            (
                "link-cut",
                "The end of this link is damaged or missing. Copy all of it again, and nothing behind it.",
                "Das Ende dieses Links ist beschädigt oder fehlt. Kopiere ihn noch einmal ganz, und nichts dahinter."
            ),
            (
                "link-changed",
                "Somebody or something changed this link, or a part of it is missing: it is not what its owner signed. "
                    + "Ask for it again.",
                "Jemand oder etwas hat diesen Link verändert, oder ein Teil davon fehlt: So wurde er nicht "
                    + "unterschrieben. Lass ihn dir noch einmal geben."
            ),
            (
                "link-strange", "There is something in this link that no app of ours writes. Ask for a new one.",
                "In diesem Link steht etwas, das keine App von uns schreibt. Lass dir einen neuen geben."
            ),
            (
                "too-long", "That is too much for a link. Copy only the link.",
                "Das ist zu viel für einen Link. Kopiere nur den Link."
            ),
        ])
        func whatIsWrongIsSaidEachInItsOwnSentence(name: String, english: String, german: String) async throws {
            for (words, sentence) in [(Samples.english, english), (Samples.german, german)] {
                let state = try await shown(name, words)
                #expect(state.field.judgement == sentence)
                #expect(state.who == nil && state.answers.isEmpty && state.how != nil)
                #expect(state.field.isWrong == (name != "typing"))
                #expect((state.field.announcement != nil) == (name != "typing"))
            }
        }

        @Test
        func theGroupWithAMistakeIsMarkedAndSpelled() async throws {
            let field = try await shown("checksum-group").field
            #expect(field.marked?.wrong == "q2td")
            #expect(field.marked?.before == "pure 1qx9 g3c7 awsy lr90 ")
            #expect(field.marked?.after.hasPrefix(" j609 6t4e") == true)
            #expect(field.spoken == "A character is wrong. Look at group 6: q 2 t d")
            let german = try await shown("typing-wrong", Samples.german).field
            #expect(german.announcement == "Dieses Zeichen hat dort keine UID. Schau dir Gruppe 4 an: b o s y")
        }
    }
}
