import Testing

@testable import Pure2PKit

extension All {
    @Suite @MainActor
    struct Drafts {
        @Test
        func aDraftIsThereAgain() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger)
                let list = screens.chatList()
                let chat = screens.conversation(bob.uid)
                chat.draft = "Half a thou"
                try await within("saveDraft") { try await chat.saveDraft() }
                chat.close()
                try await until("the list shows it") { list.chats.first?.draft == "Half a thou" }
                let again = Screens(alice.messenger).conversation(bob.uid)
                try await until("it is there again") { again.draft == "Half a thou" }
                again.close()
            }
        }

        @Test
        func aDraftThatIsNotKnownYetIsNotOverwritten() async throws {
            try await withPair { alice, bob in
                try await within("saveDraft") { try await alice.messenger.saveDraft(uid: bob.uid, text: "Kept") }
                // A screen that goes before it was ever filled.
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await within("saveDraft") { try await chat.saveDraft() }
                chat.close()
                let chats = try await within("chats") { try await alice.messenger.chats() }
                #expect(chats.first?.draft == "Kept")
            }
        }

        /// A database that does not answer at first: an empty composer would be taken for what is to be kept.
        @Test
        func aDraftThatCouldNotBeReadIsReadLater() async throws {
            let shy = Shy()
            let chat = Screens(shy).conversation(Samples.uid(1))
            try await until("it failed") { chat.failure != nil }
            #expect(!chat.isLoaded)
            shy.answers.set()
            chat.refresh()
            try await until("it is there") { chat.isLoaded }
            #expect(chat.draft == "Kept")
            chat.close()
        }

        /// Nobody knows yet whether it is sent: the disk keeps it until then.
        @Test
        func whatIsBeingSentIsNotTakenAway() async throws {
            let fake = FakeMessenger()
            let chat = Screens(fake).conversation(Samples.uid(1))
            try await until("it is loaded") { chat.isLoaded }
            chat.draft = "A thought"
            try await within("saveDraft") { try await chat.saveDraft() }
            fake.closeGate()
            let sending = Task { try await chat.send() }
            try await eventually("it is being sent") { fake.count("send") == 1 }
            try await within("saveDraft") { try await chat.saveDraft() }
            #expect(chat.draft.isEmpty && fake.count("saveDraft ") == 0)
            fake.openGate()
            await #expect(throws: MessengerError.DeviceFull) { try await within("send") { try await sending.value } }
            #expect(chat.draft == "A thought" && fake.count("saveDraft A thought") == 1)
            chat.close()
        }

        @Test
        func whoTypesAlreadyKnowsBetter() async throws {
            try await withPair { alice, bob in
                try await within("saveDraft") { try await alice.messenger.saveDraft(uid: bob.uid, text: "Old") }
                let chat = Screens(alice.messenger).conversation(bob.uid)
                chat.draft = "New"
                try await until("it is loaded") { chat.isLoaded }
                #expect(chat.draft == "New")
                chat.close()
            }
        }

        @Test
        func sendingTakesTheDraftAway() async throws {
            try await withPair { alice, bob in
                let chat = Screens(alice.messenger).conversation(bob.uid)
                chat.draft = "A thought"
                try await within("saveDraft") { try await chat.saveDraft() }
                try await within("send") { try await chat.send() }
                let chats = try await within("chats") { try await alice.messenger.chats() }
                #expect(chats.first?.draft == "")
                #expect(chats.first?.last?.text == "A thought")
                chat.close()
            }
        }

        @Test
        func whatIsRefusedIsInTheComposerAgain() async throws {
            try await withPair { alice, bob in
                let chat = Screens(alice.messenger).conversation(bob.uid)
                _ = try await within("block") { try await alice.messenger.block(uid: bob.uid) }
                chat.draft = "Hello?"
                await #expect(throws: MessengerError.Blocked) { try await within("send") { try await chat.send() } }
                #expect(chat.draft == "Hello?")
                #expect(chat.messages.isEmpty)
                chat.close()
            }
        }
    }
}

/// Answers once it is let.
private final class Shy: Messenger, @unchecked Sendable {
    let answers = Flag()

    init() {
        super.init(noHandle: NoHandle())
    }

    required init(unsafeFromHandle handle: UInt64) {
        super.init(unsafeFromHandle: handle)
    }

    private func answer<Value>(_ value: Value) throws -> Value {
        if !answers.isSet { throw MessengerError.Busy }
        return value
    }

    override func subscribe(listener: any EventListener) throws -> Subscription {
        Subscription(noHandle: Subscription.NoHandle())
    }

    override func contact(uid: Uid) async throws -> Contact { try answer(Samples.contact(1, "Bob")) }
    override func draft(uid: Uid) async throws -> String { try answer("Kept") }
    override func messages(uid: Uid, before: MessageId?, limit: UInt32) async throws -> [Message] { try answer([]) }
    override func showChat(uid: Uid?) async throws {}
}
