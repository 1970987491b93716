import Testing

@testable import Pure2PKit

extension All {
    /// A contact's page over the real core, with real other people.
    @Suite @MainActor
    struct ContactStories {
        private func page(_ one: Person, of other: Person) -> ContactModel {
            ContactModel(Screens(one.messenger, words: Samples.english), uid: other.uid, camera: PreviewCamera())
        }

        @Test
        func thePageFollowsPresenceAndWaysAndTheFirstExchange() async throws {
            try await withPair { alice, bob in
                let model = page(alice, of: bob)
                try await until("they have exchanged nothing") {
                    model.state.standing?.text.hasPrefix("You have exchanged nothing yet.") == true
                }
                // How things have stood before is there to be read, and not called out.
                #expect(model.state.safety?.bound == nil && model.state.announced == nil)
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await until("he is here, and is reached") {
                    model.state.head?.presenceText == "here now" && model.state.ways?.mine.sign == .yes
                }
                #expect(model.state.ways?.mine.text.hasPrefix("You reach them (since") == true)
                #expect(model.state.ways?.mine.last?.hasPrefix("You last reached them: ") == true)
                #expect(
                    model.state.addresses?.rows.first?.notes.contains { $0.hasPrefix("Last led to them: ") } == true)
                try await bob.send("Hello", to: alice)
                try await until("the first exchange has bound them") {
                    model.state.standing == nil
                        && model.state.safety?.bound?.hasPrefix("Your first exchange has bound you") == true
                }
                try await bob.leave()
                try await until("he was here") { model.state.head?.presence == .wasHere }
            }
        }

        @Test
        func aNameOfOnesOwnIsSeenInTheChats() async throws {
            try await withPair { alice, bob in
                let model = page(alice, of: bob)
                let chats = Screens(alice.messenger).chatList()
                try await until("he is Bob") {
                    model.state.head?.name == "Bob" && chats.chats.first?.contact.name == "Bob"
                }
                model.startNaming()
                model.typedName = String(repeating: "x", count: 65)
                model.rename()
                try await until("that is no name") { model.state.naming?.isRefused == true }
                #expect(model.state.naming?.note.hasPrefix("That name is too long") == true)
                model.typedName = "Robert"
                model.rename()
                try await until("he is Robert in both places") {
                    model.state.naming == nil && model.state.head?.name == "Robert"
                        && chats.chats.first?.contact.name == "Robert"
                }
                #expect(model.state.head?.claim == "They call themselves “Bob”. Nobody has checked it.")
                #expect(model.scanning.state.hint.contains("Robert’s device"))
                model.startNaming()
                model.typedName = ""
                model.rename()
                try await until("he is who he says he is") { model.state.head?.name == "Bob" }
            }
        }

        /// What both compare is the same; the code of one is right for the other, and nobody else's is.
        @Test
        func bothCompareBySightAndByScanning() async throws {
            try await withPair { alice, bob in
                let carol = try await Person("Carol")
                let (his, hers) = (page(alice, of: bob), page(bob, of: alice))
                let carols = page(carol, of: alice)
                _ = try await within("add") { try await carol.messenger.add(uidOrLink: alice.uid) }
                carols.retry()
                try await until("all are read") {
                    his.state.safety != nil && hers.state.safety != nil && carols.state.safety != nil
                }
                #expect(his.state.safety?.digits == hers.state.safety?.digits)
                #expect(his.state.safety?.code != hers.state.safety?.code)
                #expect(carols.state.safety?.digits != his.state.safety?.digits)

                let shownByBob = try #require(hers.state.safety?.code)
                his.scanning.start()
                his.scanning.found(try #require(QrReader.read(shownByBob)))
                // What it means is said when the scanner is off the screen.
                #expect(!his.scanning.isOpen && his.state.asking == nil)
                his.scannerClosed()
                #expect(his.state.asking?.about == .same)
                his.confirm(.same)
                try await until("he is verified") {
                    his.state.safety?.isVerified == true && his.state.head?.verified == "Verified"
                }

                let shownByCarol = try #require(carols.state.safety?.code)
                his.scanning.start()
                his.scanning.found(try #require(QrReader.read(shownByCarol)))
                his.scannerClosed()
                #expect(his.state.asking?.about == .other)
                #expect(his.state.asking?.question.yes == "Take the mark back")
                his.confirm(.other)
                try await until("he is not any more") { his.state.safety?.isVerified == false }

                his.scanning.start()
                his.scanning.found(try #require(QrReader.read(linkQr(text: "pure2p:" + bob.uid))))
                #expect(his.scanning.isOpen)
                #expect(his.scanning.state.said?.hasPrefix("This is not a safety code.") == true)
                try await carol.end()
            }
        }

        @Test
        func anAnswerThatComesWhileSomethingIsDoneIsNotDropped() async throws {
            try await withPair { alice, bob in
                let model = page(alice, of: bob)
                try await until("it is read") { model.state.head != nil }
                model.setVerified(true)
                // The first one is on its way still.
                model.confirm(.other)
                try await within("both are done") { await model.settled() }
                #expect(model.state.safety?.isVerified == false)
            }
        }

        @Test
        func nothingOfSomebodyBlockedArrivesBeforeTheBlockIsTakenBack() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger, words: Samples.english)
                let (model, chats) = (page(alice, of: bob), screens.chatList())
                let requests = RequestsModel(screens)
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await until("he is here") { model.state.head?.presence == .here }
                model.confirm(.block)
                try await until("he is blocked, in no list, and found below the requests") {
                    model.state.standing?.text == "You blocked Bob. Nothing of theirs is kept or answered."
                        && chats.isLoaded && chats.chats.isEmpty
                        && requests.state.blocked?.rows.map(\.id) == [bob.uid]
                }
                #expect(model.state.head?.presence == nil && model.state.parting?.block == nil)
                try await until("it is called out") { model.state.announced == model.state.standing?.text }
                try await bob.send("Can you hear me?", to: alice)
                let theirs = Screens(bob.messenger).conversation(alice.uid)
                try await until("it was tried, in vain") {
                    guard let reason = theirs.messages.last?.reason else { return false }
                    return theirs.messages.last?.state == .waiting && reason != .trying
                }
                model.confirm(.unblock)
                try await until("he is not blocked any more") {
                    model.state.standing?.unblock == nil && requests.state.blocked == nil
                }
                try await bob.leave()
                try await bob.enter()
                try await until("it arrives after all") { chats.chats.first?.last?.text == "Can you hear me?" }
                theirs.close()
            }
        }

        @Test
        func whoWasDeletedIsGoneAndComesAgainAsARequest() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger, words: Samples.english)
                let (model, chats, requests) = (page(alice, of: bob), screens.chatList(), screens.requestList())
                try await alice.send("Never sent", to: bob)
                try await until("it waits") { chats.chats.first?.contact.waiting == 1 }
                model.ask(.delete)
                try await until("what is lost is said") {
                    model.state.asking?.question.text.contains("1 of your messages still waits for them.") == true
                }
                model.confirm(.delete)
                #expect(!model.isGone)
                model.confirm(.deleteForGood)
                try await until("he is gone") { model.isGone && chats.chats.isEmpty }
                try await until("and said to be") { model.state.standing?.text == "They are no longer in your list." }
                try await alice.enter()
                let link = try await alice.link()
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: link) }
                try await bob.enter()
                try await bob.send("Are you there?", to: alice)
                try await until("he asks") { requests.requests.first?.texts == ["Are you there?"] }
            }
        }

        @Test
        func aClosedMessengerIsSaidAndWhatWasShownStays() async throws {
            try await withPair { alice, bob in
                let model = page(alice, of: bob)
                try await until("he is read") { model.state.safety != nil }
                let before = model.state
                try await within("shutdown") { try await alice.messenger.shutdown() }
                model.setVerified(true)
                try await until("nothing was changed, and it may be old") {
                    model.state.said?.isFailure == true && model.state.stale != nil
                }
                #expect(model.state.head == before.head && model.state.safety == before.safety)
            }
        }

        @Test
        func whoIsLeftInTheMidstOfItHasDoneItAllTheSame() async throws {
            try await withPair { alice, bob in
                let chats = Screens(alice.messenger).chatList()
                try await until("he is there") { chats.chats.count == 1 }
                var model: ContactModel? = page(alice, of: bob)
                weak var gone = model
                model?.confirm(.block)
                model = nil
                #expect(gone == nil)
                try await until("he is blocked") { chats.chats.isEmpty }
            }
        }
    }
}
