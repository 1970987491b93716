import Testing

@testable import Pure2PKit

extension All {
    /// What the requests show and speak.
    @Suite @MainActor
    struct RequestsScreen {
        /// A state by its name, once it shows what its messenger says.
        private func shown(_ name: String, _ words: Words = Samples.english) async throws -> RequestsState {
            let model = RequestsSamples.model(name, words: words)
            try await within("settled") { await model.settled() }
            return model.state
        }

        @Test
        func aRequestSaysWhoClaimsToBeWhomAndWhatTheyWrote() async throws {
            let state = try await shown("one")
            #expect(
                state.before
                    == "Until you accept, they learn only that your UID is here: no name, no addresses, no receipts.")
            let hanna = try #require(state.requests.first)
            #expect(hanna.name == "“Hanna”")
            #expect(hanna.claim == "That is what they call themselves. Nobody has checked it.")
            #expect(hanna.invited == "Came with your current link.")
            #expect(hanna.came == "First came: 14:02")
            #expect(hanna.texts == ["Hi, we met at the station.", "Is this your new phone?"])
            #expect(hanna.lines == 6 && hanna.showAll == nil && hanna.silence == nil && !hanna.isBusy)
            #expect(
                hanna.spoken
                    == "“Hanna”, That is what they call themselves. Nobody has checked it. "
                    + "Came with your current link. First came: 14:02")
            #expect(hanna.uid.hasPrefix("pure 1q") && hanna.uid.replacing(" ", with: "") == hanna.id)
            #expect(hanna.uidSpoken.hasPrefix("Their UID, in groups of four: p u r e, 1 q "))
            #expect(hanna.accept == SpokenButtonState(title: "Accept", spoken: "Accept “Hanna”"))
            #expect(hanna.block == SpokenButtonState(title: "Block", spoken: "Block “Hanna”"))
            #expect(state.empty == nil && state.blocked == nil && state.outcome == nil && state.asking == nil)
        }

        @Test
        func inGerman() async throws {
            let state = try await shown("people-blocked", Samples.german)
            let hanna = try #require(state.requests.first)
            #expect(state.title == "Anfragen")
            #expect(hanna.name == "„Hanna“")
            #expect(hanna.claim == "So nennt sich diese Person selbst. Niemand hat das geprüft.")
            #expect(hanna.came == "Zuerst da: 14:02")
            #expect(hanna.accept == SpokenButtonState(title: "Annehmen", spoken: "Annehmen: „Hanna“"))
            #expect(state.blocked?.title == "Blockiert")
            #expect(state.blocked?.rows.first?.hint == "Carol ansehen")
        }

        @Test
        func theOrderIsTheCores() async throws {
            let names = try await shown("full").requests.map(\.name)
            #expect(
                names == [
                    "“Hanna”", "They gave no name", "“A person with a name that is much too long for one line”",
                    "“Ivo”",
                    "“Jana”",
                ])
        }

        @Test
        func whoGaveNoNameIsNotGivenOne() async throws {
            let nameless = try #require(try await shown("nameless").requests.first)
            #expect(nameless.name == "They gave no name" && nameless.claim == nil)
            #expect(nameless.invited == "Came without your current link.")
            let start = nameless.uid.split(separator: " ")[1...2].joined(separator: " ")
            #expect(nameless.accept.spoken == "Accept the person with \(start) …")
            #expect(try await shown("asking-nameless").asking?.question.title == "Block the person with \(start) …?")
        }

        @Test
        func whoWroteNothingIsSaidTo() async throws {
            let silent = try #require(try await shown("silent").requests.first)
            #expect(silent.texts.isEmpty && silent.silence == "They have written nothing yet.")
        }

        @Test(arguments: ["many-words", "long-words"])
        func muchIsThereWhenAskedFor(name: String) async throws {
            let model = RequestsSamples.model(name)
            try await within("settled") { await model.settled() }
            let some = try #require(model.state.requests.first)
            #expect(some.texts.count <= 3 && some.lines == 6)
            #expect(some.showAll?.title == "Show all they wrote")
            #expect(some.showAll?.spoken.hasPrefix("Show all that “") == true)
            model.showAll(some.id)
            let all = try #require(model.state.requests.first)
            #expect(all.texts == RequestsSamples.says[name]?.requests.first?.texts)
            #expect(all.lines == nil && all.showAll == nil)
        }

        @Test
        func acceptingIsOneTapAndSaysWhom() async throws {
            let messenger = PreviewMessenger(
                Says().with(\.requests, RequestsSamples.says["one"]?.requests ?? [])
                    .with(\.contacts, [Samples.contact(11, "Hanna")]))
            let model = RequestsModel(Screens(messenger, words: Samples.english))
            try await within("settled") { await model.settled() }
            model.accept(Samples.uid(11))
            #expect(model.state.requests.first?.isBusy == true)
            // Two taps are one answer.
            model.accept(Samples.uid(11))
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["accept \(Samples.uid(11))"])
            #expect(model.state.requests.first?.isBusy == false)
            let outcome = model.state.outcome
            #expect(outcome?.text == "Hanna is your contact now. What they wrote is in the chat.")
            #expect(outcome?.openChat == "Open the chat" && outcome?.chat == Samples.uid(11))
        }

        @Test
        func blockingIsAskedAboutFirst() async throws {
            let messenger = PreviewMessenger(
                Says().with(\.requests, RequestsSamples.says["one"]?.requests ?? [])
                    .with(\.contacts, [Samples.contact(11, "Hanna")]))
            let model = RequestsModel(Screens(messenger, words: Samples.english))
            try await within("settled") { await model.settled() }
            model.askToBlock(Samples.uid(11))
            let asking = try #require(model.state.asking)
            #expect(asking.question.title == "Block “Hanna”?")
            #expect(
                asking.question.text
                    == "What they wrote is gone, and nothing of theirs is kept or answered any more. "
                    + "They are not told. You can take the block back.")
            #expect(asking.question.yes == "Block" && asking.question.no == "Cancel" && asking.question.isDestructive)
            model.cancel(Samples.uid(12))
            #expect(model.state.asking != nil)
            model.cancel(Samples.uid(11))
            #expect(model.state.asking == nil && messenger.calls.isEmpty)
            model.askToBlock(Samples.uid(11))
            model.block(Samples.uid(11))
            #expect(model.state.asking == nil)
            try await within("settled") { await model.settled() }
            #expect(messenger.calls == ["block \(Samples.uid(11))"])
            #expect(model.state.outcome?.text == "Blocked. Nothing of theirs is kept or answered.")
        }

        @Test
        func whatWasNotDoneIsSaidAndNothingElseChanges() async throws {
            let says = (RequestsSamples.says["one"] ?? Says()).with(\.refusal, .DeviceFull)
            let model = RequestsModel(Screens(PreviewMessenger(says), words: Samples.english))
            try await within("settled") { await model.settled() }
            let before = model.state.requests
            model.accept(Samples.uid(11))
            try await within("settled") { await model.settled() }
            #expect(
                model.state.outcome?.text
                    == "Nothing was changed: the database did not take it. Is there room on this device? Try again.")
            #expect(model.state.outcome?.openChat == nil)
            #expect(model.state.requests == before)
        }

        @Test
        func anEmptyListSaysSoAndHowItFills() async throws {
            let state = try await shown("empty")
            #expect(state.empty?.title == "No requests" && state.empty?.myLink == "My link")
            #expect(state.empty?.how.contains("you decide") == true)
            #expect(state.before == nil && state.empty?.before.contains("no receipts") == true)
            let unread = try await shown("unread")
            #expect(unread.empty == nil && unread.requests.isEmpty)
            #expect(unread.stale?.text == "The database did not answer. What you see may be old.")
        }

        @Test
        func whoeverIsBlockedStandsBelowThoseWhoAsk() async throws {
            let state = try await shown("people-blocked")
            #expect(state.blocked?.title == "Blocked")
            #expect(state.blocked?.rows.map(\.id) == [Samples.uid(2), Samples.uid(7)])
            #expect(state.blocked?.rows.first?.hint == "Show Carol")
            #expect(state.requests.count == 1 && state.empty == nil)
            let only = try await shown("only-blocked")
            #expect(only.empty != nil && only.blocked?.rows.count == 2)
        }

        /// Over the real core: a stranger knocks, and is let in.
        @Test
        func aStrangerWritesAndIsAccepted() async throws {
            try await withPair { alice, bob in
                try await withStranger(of: alice) { carol in
                    let screens = Screens(alice.messenger, words: Samples.english)
                    let (model, chats) = (RequestsModel(screens), screens.chatList())
                    try await until("nobody knocked") { model.state.empty != nil && chats.isLoaded }
                    try await carol.send("May I?", to: alice)
                    try await until("Carol knocked") { model.state.requests.first?.texts == ["May I?"] }
                    let carols = try #require(model.state.requests.first)
                    #expect(carols.id == carol.uid && carols.name == "“Carol”")
                    #expect(carols.claim != nil && carols.invited == "Came with your current link.")
                    #expect(model.state.empty == nil)
                    model.accept(carol.uid)
                    try await until("Carol is a contact, and there is a chat") {
                        model.state.requests.isEmpty && model.state.outcome?.chat == carol.uid
                            && chats.chats.contains { $0.contact.uid == carol.uid && $0.last?.text == "May I?" }
                    }
                    #expect(model.state.outcome?.text == "Carol is your contact now. What they wrote is in the chat.")
                }
            }
        }

        /// Over the real core: a stranger is blocked, found below the requests, and that is taken back.
        @Test
        func aStrangerIsBlockedAndTheBlockIsTakenBack() async throws {
            try await withPair { alice, bob in
                try await withStranger(of: alice) { carol in
                    let screens = Screens(alice.messenger, words: Samples.english)
                    let model = RequestsModel(screens)
                    try await carol.send("Buy this", to: alice)
                    try await until("Carol knocked") { model.state.requests.first?.texts == ["Buy this"] }
                    #expect(model.state.blocked == nil)
                    model.askToBlock(carol.uid)
                    #expect(model.state.asking?.question.title == "Block “Carol”?")
                    model.block(carol.uid)
                    try await until("she is gone, and listed") {
                        model.state.requests.isEmpty && model.state.empty != nil
                            && model.state.blocked?.rows.map(\.id) == [carol.uid]
                            && model.state.outcome?.text == "Blocked. Nothing of theirs is kept or answered."
                    }
                    _ = try await within("unblock") { try await alice.messenger.unblock(uid: carol.uid) }
                    try await until("nobody is blocked, and what she wrote is gone") {
                        model.state.blocked == nil && model.state.requests.isEmpty
                    }
                }
            }
        }

        @Test
        func aClosedMessengerIsSaidAndWhatWasShownStays() async throws {
            try await withPair { alice, bob in
                try await withStranger(of: alice) { carol in
                    let model = RequestsModel(Screens(alice.messenger, words: Samples.english))
                    try await carol.send("May I?", to: alice)
                    try await until("Carol knocked") { model.state.requests.count == 1 }
                    try await within("shutdown") { try await alice.messenger.shutdown() }
                    model.retry()
                    try await until("it may be old") { model.state.stale != nil }
                    #expect(model.state.requests.count == 1)
                    model.accept(carol.uid)
                    try await until("nothing was changed") {
                        model.state.outcome?.text.hasPrefix("Nothing was changed") == true
                    }
                    #expect(model.state.requests.first?.isBusy == false)
                }
            }
        }
    }
}

/// Carol, who has a link of `alice`, whom nobody added, and who is here; so is `alice`. Her home is gone afterwards.
@MainActor
func withStranger(of alice: Person, _ story: @MainActor (_ carol: Person) async throws -> Void) async throws {
    let carol = try await Person("Carol")
    let told: Result<Void, any Error>
    do {
        try await alice.enter()
        let link = try await alice.link()
        _ = try await within("add") { try await carol.messenger.add(uidOrLink: link) }
        try await carol.enter()
        told = .success(try await story(carol))
    } catch {
        told = .failure(error)
    }
    try await carol.end()
    try told.get()
}
