import Testing

@testable import Pure2PKit

/// Somebody's UID; the fake does not look at it.
private let bob = "pure1q8gzggq73vmscd3nnakdl88wn9lh45rsvaguzrvc8fg9qm8g7x45zj5jeau"

extension All {
    /// Stores over a messenger that answers when the test lets it.
    @Suite @MainActor
    struct Lifetimes {
        /// A store goes with the last one who has it, also while an answer is awaited.
        private func goesAtOnce<Store: AnyObject>(
            _ screens: Screens, _ fake: FakeMessenger, _ make: () -> Store
        ) async throws {
            fake.closeGate()
            var store: Store? = make()
            weak var gone = store
            for _ in 0..<100 { await Task.yield() }
            fake.happen(.overflowed)
            for _ in 0..<100 { await Task.yield() }
            #expect(gone != nil)
            store = nil
            #expect(gone == nil, "\(Store.self) outlives its screen")
            fake.openGate()
        }

        @Test
        func noStoreOutlivesItsScreen() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            try await goesAtOnce(screens, fake) { screens.chatList() }
            try await goesAtOnce(screens, fake) { screens.requestList() }
            try await goesAtOnce(screens, fake) { screens.blockedList() }
            try await goesAtOnce(screens, fake) { screens.contactPage(bob) }
            try await goesAtOnce(screens, fake) { screens.session() }
            try await goesAtOnce(screens, fake) { screens.reachability() }
            try await goesAtOnce(screens, fake) { screens.conversation(bob) }
            try await goesAtOnce(screens, fake) { RequestsModel(screens) }
            try await goesAtOnce(screens, fake) { screens.standing() }
            try await goesAtOnce(screens, fake) { screens.ownLink() }
            try await goesAtOnce(screens, fake) {
                AddModel(screens, camera: PreviewCamera(.notAsked), brought: Samples.link)
            }
            try await goesAtOnce(screens, fake) { MyLinkModel(screens, foreground: Foreground(fake)) }
            try await goesAtOnce(screens, fake) { ContactModel(screens, uid: bob, camera: PreviewCamera()) }
            try await goesAtOnce(screens, fake) { screens.settings() }
            try await goesAtOnce(screens, fake) { Foreground(fake) }
            try await goesAtOnce(screens, fake) {
                let model = ReachModel(screens, foreground: Foreground(fake), device: .sample())
                model.checkNow()
                return model
            }
            try await goesAtOnce(screens, fake) {
                let model = SettingsModel(
                    screens, device: .sample(), authenticator: FakeAuthenticator(),
                    erasure: Erasure(
                        setAside: { nil }, deleteSetAside: {}, deleteEverything: { try await fake.wokeUp() }),
                    version: "")
                model.appLock(true)
                model.readReceipts(false)
                model.deleteEverything()
                return model
            }
            let device = PreviewDevice()
            try await goesAtOnce(screens, fake) {
                ChatsModel(screens, foreground: Foreground(fake), device: device.choices, lock: device.lock)
            }
            try await goesAtOnce(screens, fake) {
                let model = WelcomeModel(
                    words: Samples.english, .init(create: { _ in try await fake.wokeUp() }))
                model.create()
                return model
            }
            try await goesAtOnce(screens, fake) { LicencesModel() }
            try await goesAtOnce(screens, fake) { LogModel() }
            try await goesAtOnce(screens, fake) { ConversationModel(screens, uid: bob) }
            #expect(fake.count("chats") > 0 && fake.count("requests") > 0 && fake.count("session") > 0)
        }

        @Test
        func theSubscriptionEndsWithTheLastWhoHasIt() async throws {
            let fake = FakeMessenger()
            var screens: Screens? = Screens(fake)
            var list = screens?.chatList()
            screens = nil
            #expect(fake.subscription != nil)
            try await within("settled") { [list] in await list?.settled() }
            let before = fake.count("chats")
            fake.happen(.overflowed)
            try await eventually("the list still hears") { fake.count("chats") == before + 1 }
            try await within("settled") { [list] in await list?.settled() }
            list = nil
            try await eventually("the subscription is over") { fake.subscription == nil }
        }

        @Test
        func aClosedConversationIsQuiet() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let chat = screens.conversation(bob)
            try await until("it is loaded") { chat.isLoaded }
            try await eventually("it is shown") { fake.count("showChat") == 1 }
            chat.close()
            chat.close()
            try await eventually("it is hidden, once") { fake.count("showChat") == 2 }
            let asked = fake.count("messages")
            let list = screens.chatList()
            fake.happen(.overflowed)
            try await within("settled") { await list.settled() }
            try await within("a call after the end") { await chat.loadOlder() }
            #expect(fake.count("messages") == asked)
            #expect(fake.count("showChat") == 2)
        }

        /// Nobody says that it is over: a view that disappears may only be covered.
        @Test
        func aConversationsScreenEndsItByGoing() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            var model: ConversationModel? = ConversationModel(screens, uid: bob)
            try await until("it is loaded") { [weak model] in model?.state.head != nil }
            model?.appeared()
            model?.disappeared()
            weak var chat = model?.conversation
            try await within("settled") { [model] in await model?.settled() }
            #expect(fake.count("showChat") == 1)
            model = nil
            try await eventually("it is hidden") { fake.count("showChat") == 2 }
            try await eventually("nothing is left of it") { await MainActor.run { chat == nil } }
        }

        @Test
        func theChatOnTheScreenIsToldAgainAfterTheBackground() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let (first, second) = (screens.conversation(bob), screens.conversation(bob))
            // The one below was closed late: the one above stays the shown one.
            first.close()
            try await until("it is loaded") { second.isLoaded }
            try await eventually("it is shown") { fake.count("showChat") >= 1 }
            let before = fake.count("showChat")
            fake.happen(.listening(addresses: []))
            try await eventually("it is shown again") { fake.count("showChat") == before + 1 }
            second.close()
        }

        @Test
        func aBurstCostsOneReload() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let (list, chat, session) = (screens.chatList(), screens.conversation(bob), screens.session())
            try await until("all is loaded") { list.isLoaded && chat.isLoaded && session.isLoaded }
            try await within("settled") {
                await list.settled()
                await chat.settled()
                await session.settled()
            }
            let calls = ["chats", "messages", "contact", "session"]
            let before = calls.map(fake.count)
            fake.closeGate()
            for number in 0..<1_000 as Range<Int32> {
                fake.happen(.messages(chat: bob, ids: ["\(number)"]))
                fake.happen(.progress(done: number, total: 1_000))
                if number.isMultiple(of: 50) { for _ in 0..<10 { await Task.yield() } }
            }
            for _ in 0..<100 { await Task.yield() }
            fake.openGate()
            try await within("settled") {
                await list.settled()
                await chat.settled()
                await session.settled()
            }
            for (call, before) in zip(calls, before) {
                let asked = fake.count(call) - before
                // One under way while the rest came, one for the rest, and one if this task was not let wait enough.
                #expect((1...3).contains(asked), "\(call): \(asked)")
            }
            chat.close()
        }

        @Test
        func onlyWhatConcernsSomebodyIsAskedAgain() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let (page, blocked) = (screens.contactPage(bob), screens.blockedList())
            try await until("all is loaded") { page.isLoaded && blocked.isLoaded }
            let calls = ["contact", "contacts"]
            let asks: [(Event, [String])] = [
                (.closed, ["contact"]),
                (.contactChanged(uid: bob), calls),
                (.contactChanged(uid: "another"), ["contacts"]),
                (.listening(addresses: []), ["contact"]),
                (.messages(chat: bob, ids: []), ["contact"]),
                (.messages(chat: "another", ids: []), []),
                (.messageStates(chat: bob, ids: [], state: .read), ["contact"]),
                (.overflowed, calls),
                (.presenceChanged(uid: bob, presence: .here), ["contact"]),
                (.presenceChanged(uid: "another", presence: .here), []),
                (.progress(done: 1, total: 2), []),
                (.reachChanged, []),
                (.requestArrived(uid: bob), ["contact"]),
            ]
            // Whoever asks after each event, whatever it is: then it was heard by all.
            let list = screens.chatList()
            try await until("it is loaded") { list.isLoaded }
            for (event, asked) in asks {
                let (before, chats) = (calls.map(fake.count), fake.count("chats"))
                fake.happen(event)
                fake.happen(.messages(chat: "another", ids: []))
                try await eventually("\(event) is heard") { fake.count("chats") > chats }
                try await within("settled") {
                    await page.settled()
                    await blocked.settled()
                    await list.settled()
                }
                let changed = zip(calls, before).filter { fake.count($0) > $1 }.map(\.0)
                #expect(changed == asked, "\(event)")
            }
        }

        @Test
        func onlyWhatAnEventNamesIsAskedAgain() async throws {
            let fake = FakeMessenger()
            let screens = Screens(fake)
            let (list, requests) = (screens.chatList(), screens.requestList())
            let (chat, session) = (screens.conversation(bob), screens.session())
            let reach = screens.reachability()
            try await until("all is loaded") {
                list.isLoaded && requests.isLoaded && chat.isLoaded && session.isLoaded && reach.isLoaded
            }
            let calls = ["chats", "contact", "messages", "reach", "requests", "session"]
            let asks: [(Event, [String])] = [
                (.closed, ["chats", "contact", "messages", "reach", "session"]),
                (.contactChanged(uid: bob), ["chats", "contact", "messages", "reach", "requests", "session"]),
                (.contactChanged(uid: "another"), ["chats", "reach", "requests", "session"]),
                (.messages(chat: bob, ids: []), ["chats", "contact", "messages"]),
                (.messages(chat: "another", ids: []), ["chats"]),
                (.overflowed, calls),
                (.presenceChanged(uid: bob, presence: .here), ["chats", "contact", "reach", "session"]),
                (.progress(done: 1, total: 2), ["session"]),
                (.reachChanged, ["reach"]),
                (.reasonChanged(chat: "another", reason: nil), ["chats"]),
                (.requestArrived(uid: "another"), ["requests"]),
            ]
            for (event, asked) in asks {
                let before = calls.map(fake.count)
                fake.happen(event)
                try await eventually("\(event) is answered") {
                    zip(calls, before).allSatisfy { !asked.contains($0) || fake.count($0) > $1 }
                }
                try await within("settled") {
                    await list.settled()
                    await requests.settled()
                    await chat.settled()
                    await session.settled()
                    await reach.settled()
                }
                let changed = zip(calls, before).filter { fake.count($0) > $1 }.map(\.0)
                #expect(changed == asked, "\(event)")
            }
            chat.close()
        }
    }
}
