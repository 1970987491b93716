import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What the first screen shows, and what it does.
    @Suite @MainActor
    struct WelcomeScreen {
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> WelcomeState {
            let model = WelcomeSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func theWholeBargainIsTold() async throws {
            let state = try await shown("full")
            #expect(
                state.sentences == [
                    "There is no server, ever: your messages go from your device straight to theirs, and nowhere else.",
                    "Both of you must have the app open at the same time: "
                        + "nothing arrives while it is closed or behind another app.",
                    "If you lose this device, you lose its history: nobody has a copy.",
                ])
            #expect(
                state.mobileData
                    == "Mobile data on both sides usually fails; the same Wi-Fi at home usually works.")
            #expect(state.title == "Only the two of you" && state.create == "Create" && state.canCreate)
            let german = try await shown("full", Samples.german)
            #expect(german.sentences.count == 3 && german.sentences[1].hasSuffix("kommt nichts an."))
            #expect(german.name == "Dein Name (optional)" && german.create == "Anlegen")
        }

        @Test
        func whyNoAccountWasMade() async throws {
            let (bad, full) = (try await shown("bad-name"), try await shown("not-stored", Samples.german))
            #expect(bad.hint.hasPrefix("That name is too long") && bad.isProblem && bad.canCreate)
            #expect(full.hint.hasPrefix("Das Konto konnte nicht gespeichert werden.") && full.isProblem)
            #expect(try await shown("full").hint == "Suggested to your contacts. You can change it.")
            #expect(try await !shown("creating").canCreate)
        }

        @Test
        func anOldDatabaseCanBeDeleted() async throws {
            let state = try await shown("set-aside")
            #expect(state.setAside?.text.contains("(3.2 MB)") == true && state.setAsideProblem == nil)
            #expect(try await shown("full").setAside == nil)
            #expect(try await shown("set-aside-stuck").setAsideProblem == "It could not be deleted. Try again.")
        }

        @Test
        func itIsMadeOnce() async throws {
            var asked: [String] = []
            let model = WelcomeModel(words: Samples.english, .init(create: { asked.append($0) }))
            model.name = "Alice"
            model.create()
            model.create()
            #expect(!model.state.canCreate)
            try await within("settled") { await model.settled() }
            #expect(asked == ["Alice"])
        }

        /// The same over the real core.
        @Test
        func theRealThing() async throws {
            let home = FileManager.default.temporaryDirectory.appendingPathComponent("pure2p-" + UUID().uuidString)
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
            let messenger = try await Person.open(home)
            let open = OpenHome(messenger, words: Samples.english)
            let model = WelcomeModel(words: Samples.english, .init(create: { try await open.createAccount($0) }))
            model.name = String(repeating: "a", count: 1_000)
            model.create()
            try await until("it is refused") { model.state.isProblem }
            #expect(model.state.hint.hasPrefix("That name is too long") && open.account == nil)
            model.name = " Alice "
            model.create()
            try await until("it is made") { open.account != nil }
            #expect(open.account?.name == "Alice")
            try await within("shutdown") { try await messenger.shutdown() }
            try FileManager.default.removeItem(at: home)
        }
    }
}
