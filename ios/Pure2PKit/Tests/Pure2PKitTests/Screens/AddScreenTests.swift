import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What adding a contact shows and speaks.
    @Suite @MainActor
    struct AddScreen {
        /// A state by its name, once it is known who they are.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> AddState {
            let model = AddSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func threeWaysAreOfferedAndNothingIsAdded() async throws {
            let state = try await shown("empty")
            #expect(
                state.how == "Scan the code that they show you, paste the link that they sent you, or type their UID "
                    + "(they find it at “My link”).")
            #expect(state.scan == "Scan" && state.barrier == nil)
            #expect(state.field.label == "Link or UID")
            #expect(
                state.field.judgement
                    == "A UID has 64 characters. Spaces don’t matter; don’t mix capital and small letters.")
            #expect(state.field.announcement == nil)
            #expect(state.who == nil && state.name == nil && state.whereabouts == nil && state.answers.isEmpty)
        }

        @Test
        func withoutACameraTheRestIsSaid() async throws {
            let none = try await shown("no-camera")
            #expect(
                none.how == "Paste the link that they sent you, or type their UID (they find it at “My link”).")
            #expect(none.scan == nil && none.barrier?.text.hasPrefix("This device can’t scan codes") == true)
            let refused = try await shown("camera-refused")
            #expect(refused.barrier?.text.contains("You can allow it in the Settings app, under Pure2P.") == true)
            #expect(refused.scan == "Scan" && refused.barrier?.settings == "Pure2P in the Settings app")
            #expect(try await shown("camera-restricted").barrier?.settings == nil)
        }

        @Test
        func thatNothingWasCopiedIsSaid() async throws {
            #expect(
                try await shown("nothing-to-paste").pasted
                    == "No text was copied. Copy the link first, then come back.")
        }

        @Test
        func aLinkSaysWhoAndWhereBeforeItAdds() async throws {
            let state = try await shown("full")
            #expect(state.field.judgement == "This link is complete." && state.field.isShort && state.how == nil)
            #expect(state.who?.title == "“Bob”")
            #expect(state.who?.lines == ["That is what they call themselves. Nobody has checked it."])
            #expect(
                state.who?.announcement == "“Bob”, That is what they call themselves. Nobody has checked it.")
            #expect(state.who?.uid.hasPrefix("pure 1qx9 g3c7") == true)
            #expect(
                state.who?.uidSpoken.hasPrefix("Their UID, in groups of four: p u r e, 1 q x 9, g 3 c 7") == true)
            #expect(state.whereabouts?.count == "5 addresses")
            #expect(state.whereabouts?.heading == "Where they say they are")
            #expect(
                state.whereabouts?.addresses.map(\.spoken) == [
                    "203.0.113.7:20731, Reached from everywhere.",
                    "[2001:db8::7]:20731, Reached from everywhere over IPv6, unless a firewall is in between.",
                    "100.64.3.9:20731, Reached within their provider’s own network at most.",
                    "192.168.7.20:20731, Reached while you’re in the same network.",
                    "127.0.0.1:20731, Reached on this very device only.",
                ])
            #expect(state.name?.hint == "Only you see it. Without one, the name that they gave is shown.")
            #expect(state.answers.map(\.label) == ["Add"])
        }

        @Test
        func aLinkInGerman() async throws {
            let state = try await shown("full", Samples.german)
            #expect(state.who?.title == "„Bob“")
            #expect(state.who?.lines == ["So nennt die Person sich selbst. Niemand hat es geprüft."])
            #expect(state.whereabouts?.count == "5 Adressen")
            #expect(state.whereabouts?.addresses.first?.notes == ["Von überall erreichbar."])
            #expect(state.answers.map(\.label) == ["Hinzufügen"])
        }

        @Test
        func aBareUidSaysThatItSaysNothingMore() async throws {
            let state = try await shown("uid")
            #expect(state.field.judgement == "No mistake in it.")
            #expect(state.who?.title == "No name is given")
            #expect(
                state.who?.lines == [
                    "No address is given: your app can’t find theirs until theirs finds yours. "
                        + "Send them your link, too."
                ])
            #expect(state.name?.hint == "Only you see it. Without one, the beginning of their UID is shown.")
            #expect(state.whereabouts == nil)
        }

        @Test(arguments: [
            (
                "own", "This is you",
                "Your own UID: nobody can add themselves. What others need from you is at “My link”.", ["My link"]
            ),
            (
                "known", "Bobby", "Bobby is your contact already.", ["Open the chat"]
            ),
            (
                "known-link", "Bobby", "Bobby is your contact already.",
                ["Use these addresses, and open the chat", "Open the chat"]
            ),
            (
                "blocked", "Bobby", "You blocked Bobby. Unblock first: then they can be your contact.", ["Unblock"]
            ),
            (
                "asking", "“Bob”", "They have asked to write to you. Adding them accepts that.",
                ["Add and accept"]
            ),
            ("removed", "“Bob”", "That is what they call themselves. Nobody has checked it.", ["Add"]),
        ])
        func whoTheyAreToThisDeviceDecides(
            name: String, title: String, line: String, answers: [String]
        ) async throws {
            let state = try await shown(name)
            #expect(state.who?.title == title)
            #expect(state.who?.lines.first == line)
            #expect(state.answers.map(\.label) == answers)
            #expect(state.answers.map(\.isMain) == answers.indices.map { $0 == 0 })
            #expect((state.name != nil) == ["asking", "removed"].contains(name))
        }

        @Test
        func untilItIsKnownWhoTheyAreNothingCanBeDone() {
            let state = AddSamples.model("full").state
            #expect(state.who?.title == "“Bob”" && state.who?.announcement == nil)
            #expect(state.answers.isEmpty && state.name == nil)
        }

        @Test
        func whatWasNotDoneIsSaid() async throws {
            let refused = try await shown("bad-name")
            #expect(refused.name?.isRefused == true)
            #expect(
                refused.name?.announcement
                    == "That name is too long, or has invisible characters in it. Shorten it.")
            let lost = try await shown("not-stored")
            #expect(
                lost.refused
                    == "Nothing was changed: the database did not take it. Is there room on this device? Try again.")
            #expect(lost.answers.map(\.label) == ["Add"] && !lost.isBusy)
            #expect(try await shown("busy").isBusy)
        }

        @Test
        func aNameFromRightToLeftTurnsNothingAround() async throws {
            let who = try await shown("turned-name").who
            #expect(who?.title == "דוד")
            #expect(who?.lines.first == "\u{2068}דוד\u{2069} is your contact already.")
        }

        @Test
        func aCommandThatFailsChangesNothingAndSaysSo() async throws {
            let messenger = PreviewMessenger(Says().with(\.refusal, .DeviceFull))
            let model = AddModel(Screens(messenger, words: Samples.english), camera: PreviewCamera())
            model.paste(["Me: \(Samples.link) bye"])
            #expect(model.text == Samples.link)
            model.name = "  Robert "
            try await within("settled") { await model.settled() }
            model.add()
            model.add()
            #expect(model.state.isBusy)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["add \(Samples.link) Robert"])
            #expect(model.state.refused != nil && model.added == nil && !model.state.isBusy)
            // Of that text only: with another one it is no longer true.
            model.text = ""
            #expect(model.state.refused == nil)
        }

        @Test
        func aNameThatIsNoneIsKeptForItsOwner() async throws {
            let messenger = PreviewMessenger(Says().with(\.refusal, .BadName))
            let model = AddModel(
                Screens(messenger, words: Samples.english), camera: PreviewCamera(), brought: Samples.link)
            model.name = String(repeating: "B", count: 1_000)
            #expect(model.name.count == 256)
            try await within("settled") { await model.settled() }
            model.add()
            try await within("settled") { await model.settled() }
            #expect(model.state.name?.isRefused == true && model.state.refused == nil && model.name.count == 256)
        }

        @Test
        func whoEndsALineIsDone() async throws {
            let model = AddSamples.model("typing")
            let typed = model.text
            model.text += "\n"
            #expect(model.text == typed && model.finished == 1)
            model.text += "m"
            #expect(model.text == typed + "m" && model.finished == 1)
        }

        @Test
        func aScannedCodeIsShownAndAddsNobody() async throws {
            let model = AddSamples.model("empty")
            try await within("settled") { await model.settled() }
            model.scanning.start()
            #expect(model.scanning.state.title == "Scan a code")
            model.scanning.found("https://example.org")
            #expect(
                model.scanning.state.said
                    == "This code isn’t a Pure2P link. The right one is at “My link” on the other device.")
            let safety = try safetyQr(mine: Samples.uid(3), theirs: Samples.uid(4))
            model.scanning.found(try #require(QrReader.read(safety)))
            #expect(
                model.scanning.state.said
                    == "This code compares safety numbers. The one to be added by is at “My link” "
                    + "on the other device.")
            #expect(model.text == "" && model.scanning.isOpen)
            model.scanning.found(Samples.link.uppercased())
            #expect(!model.scanning.isOpen && model.text == Samples.link.uppercased())
            try await within("settled") { await model.settled() }
            #expect(model.state.who?.title == "“Bob”" && model.added == nil)
        }
    }
}
