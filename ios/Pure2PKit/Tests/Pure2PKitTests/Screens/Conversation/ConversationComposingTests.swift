import Testing

@testable import Pure2PKit

extension All {
    /// What one writes, and how it is sent.
    @Suite @MainActor
    struct WritingMessages {
        private func opened(
            _ says: Says = ConversationSamples.says["full"] ?? Says()
        ) async throws -> (ConversationModel, PreviewMessenger) {
            let messenger = PreviewMessenger(says)
            let model = ConversationSamples.model(messenger)
            try await within("settled") { await model.settled() }
            return (model, messenger)
        }

        private nonisolated func calls(_ messenger: PreviewMessenger, _ command: String) -> [String] {
            messenger.calls.filter { $0.hasPrefix(command) }.map { String($0.split(separator: " ").last ?? "") }
        }

        @Test
        func nothingCanBeSentUntilSomethingIsWritten() async throws {
            let (model, messenger) = try await opened()
            #expect(model.state.composer?.canSend == false)
            model.draft = " \n"
            #expect(model.state.composer?.canSend == false)
            model.send()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "send ").isEmpty)
            model.draft = " Hello\n"
            #expect(model.state.composer?.canSend == true && model.state.composer?.placeholder == "Message")
            model.send()
            model.send()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "send ") == ["Hello"] && model.draft.isEmpty)
        }

        @Test
        func whatWasTypedIsKeptAMomentLater() async throws {
            let (model, messenger) = try await opened()
            model.draft = "A"
            model.draft = "AB"
            try await eventually("it is kept") { self.calls(messenger, "saveDraft").last == "AB" }
            let before = calls(messenger, "saveDraft").count
            model.disappeared()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "saveDraft").count == before, "what is kept is not kept again")
        }

        @Test
        func aFieldThatComesSaysNothing() async throws {
            let messenger = PreviewMessenger(ConversationSamples.says["draft"] ?? Says())
            let model = ConversationSamples.model(messenger)
            // Nothing was read yet.
            model.draft = ""
            try await within("settled") { await model.settled() }
            #expect(model.draft == "What I wanted to say")
            model.disappeared()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "saveDraft").isEmpty)
        }

        @Test
        func theLastLettersAreKeptByWhoeverLeaves() async throws {
            let messenger = PreviewMessenger(ConversationSamples.says["full"] ?? Says())
            let screens = Screens(messenger)
            // It never comes to the moment later.
            var model: ConversationModel? = ConversationModel(screens, uid: ConversationSamples.bob) {
                await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in }
            }
            try await within("settled") { [model] in await model?.settled() }
            model?.draft = "Last"
            model = nil
            try await eventually("it is kept") { self.calls(messenger, "saveDraft") == ["Last"] }
        }

        @Test(arguments: [
            ("too-long", "That is too long for one message. Shorten it by about 12 letters, or send it in parts."),
            (
                "device-full",
                "This device has no room left: your message is not stored. Free some, then send again."
            ), ("not-stored", "Your message could not be stored, and is still here. Send it again."),
        ])
        func whatIsRefusedStaysAndSaysWhyUntilItIsAnother(_ name: String, _ why: String) async throws {
            let model = ConversationSamples.model(name)
            try await within("settled") { await model.settled() }
            let text = model.draft
            #expect(!text.isEmpty && model.state.problem == why && model.state.composer?.canSend == true)
            model.draft = text + "!"
            #expect(model.state.problem == nil)
            model.draft = text
            #expect(model.state.problem == why)
        }

        @Test
        func whatIsNotDoneSaysSo() async throws {
            let model = ConversationSamples.model("not-done", words: Samples.german)
            try await within("settled") { await model.settled() }
            #expect(
                model.state.problem
                    == "Die Datenbank hat nicht geantwortet: Nichts wurde geändert. Versuche es noch einmal.")
            #expect(model.state.instead?.unblock != nil)
        }

        @Test
        func chosenSoReturnSends() async throws {
            let (model, messenger) = try await opened()
            model.sendsOnReturn = true
            #expect(model.state.composer?.sendsOnReturn == true)
            model.draft = "Hello"
            model.draft = "Hello\n"
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "send ") == ["Hello"] && model.draft.isEmpty)
            // A keyboard of keys asks to submit.
            model.draft = "Again"
            model.returnComes(asNewLine: false)
            model.submitted()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "send ") == ["Hello", "Again"])
        }

        @Test
        func withShiftItBeginsANewLine() async throws {
            let (model, messenger) = try await opened()
            model.sendsOnReturn = true
            model.draft = "Hello"
            model.returnComes(asNewLine: true)
            model.draft = "Hello\n"
            #expect(model.draft == "Hello\n")
            model.returnComes(asNewLine: true)
            model.submitted()
            #expect(model.draft == "Hello\n\n" && calls(messenger, "send ").isEmpty)
        }

        @Test
        func nothingMakesNoEmptyLine() async throws {
            let (model, messenger) = try await opened()
            model.sendsOnReturn = true
            model.draft = "\n"
            #expect(model.draft.isEmpty)
            model.submitted()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "send ").isEmpty)
        }

        @Test
        func otherwiseReturnBeginsANewLine() async throws {
            let (model, messenger) = try await opened()
            model.draft = "Hello\n"
            model.submitted()
            #expect(model.draft == "Hello\n\n" && calls(messenger, "send ").isEmpty)
        }

        @Test
        func onlyReturnIsReturn() {
            #expect(
                isReturn(from: "", to: "\n") && isReturn(from: "ab", to: "a\nb") && isReturn(from: "a\n", to: "a\n\n"))
            #expect(
                !isReturn(from: "ab", to: "abc") && !isReturn(from: "", to: "a\n") && !isReturn(from: "a\n", to: "a"))
            #expect(!isReturn(from: "ab", to: "ac\n") && !isReturn(from: "ab", to: "b\na"))
        }

        @Test
        func whatIsNewIsReadOnlyInFrontAndWhereItIsSeen() async throws {
            let (model, messenger) = try await opened(ConversationSamples.says["unread"] ?? Says())
            let last = model.state.lines.last?.id
            #expect(model.state.lines.contains { $0.heading == "New since you were last here" })
            #expect(model.state.jump?.isEnd == false)
            #expect(model.state.toEnd?.spoken == "To the newest message: 1 unread" && model.state.toEnd?.badge == "1")
            model.appeared()
            model.endCame(below: last)
            model.jumped()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "markRead").isEmpty && model.state.toEnd == nil)
            model.disappeared()
            model.isInFront = true
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "markRead").isEmpty)
            model.appeared()
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "markRead").count == 1)
            model.isInFront = false
            model.isInFront = true
            try await within("settled") { await model.settled() }
            #expect(calls(messenger, "markRead").count == 1, "once")
            #expect(model.state.lines.contains { $0.heading == "New since you were last here" })
        }

        @Test
        func whatIsCoveredWasNotScrolledAway() async throws {
            let (model, _) = try await opened()
            let last = model.state.lines.last?.id
            model.appeared()
            model.endCame(below: last)
            model.endWent(below: last)
            #expect(model.state.toEnd != nil)
            model.disappeared()
            #expect(model.state.toEnd == nil)
            // The other way round.
            model.appeared()
            model.endCame(below: last)
            model.disappeared()
            model.endWent(below: last)
            #expect(model.state.toEnd == nil)
        }
    }
}
