import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What is set is so: over the real core, with another person, and over a home of a device.
    @Suite @MainActor
    struct SettingsStory {
        private func model(_ screens: Screens, _ device: ChoiceStore, _ erasure: Erasure? = nil) -> SettingsModel {
            SettingsModel(
                screens, device: device, authenticator: AskedAuthenticator(.yes),
                erasure: erasure
                    ?? Erasure(setAside: { nil }, deleteSetAside: {}, deleteEverything: {}), version: "0.1.0")
        }

        @Test
        func whatIsSetSurvivesAReopening() async throws {
            try await withDevice { device in
                let home = device.home()
                let open = try await home.opens()
                try await within("createAccount") { try await open.createAccount("Alice") }
                let settings = model(open.screens, device.choices, Erasure(home))
                try await until("it is read") {
                    settings.state.people?.name.below == ["Alice"] && settings.state.storage.stored != nil
                }
                settings.edit(.port)
                settings.typed = "80"
                settings.save()
                try await until("the core knows better") {
                    settings.state.editor?.refusal == "A port is a number from 1024 to 65535."
                }
                settings.typed = "4711"
                settings.save()
                try await until("the port is kept") {
                    settings.state.network?.port.below.first == "4711" && settings.state.editor == nil
                }
                // One after the other, in their order.
                settings.answerNewPeople(false)
                settings.readReceipts(false)
                settings.askRouter(false)
                settings.askRouter(true)
                settings.askRouter(false)
                settings.choose(.dark)
                settings.appLock(true)
                try await within("settled") { await settings.settled() }
                try await within("close") { await home.close() }

                let again = device.home()
                let reopened = try await again.opens()
                let model = model(reopened.screens, device.choices, Erasure(again))
                try await until("it is read again") { model.state.people != nil }
                let state = model.state
                #expect(state.network?.port.below.first == "4711")
                #expect(
                    [state.people?.answer, state.people?.receipts, state.network?.router].map { $0?.isOn }
                        == [false, false, false])
                #expect(state.device.chosen == .dark && state.device.lock.isOn)
            }
        }

        @Test
        func anotherNameIsWhatTheOthersSee() async throws {
            try await withPair { alice, bob in
                let settings = model(Screens(alice.messenger, words: Samples.english), .sample())
                let theirs = Screens(bob.messenger).chatList()
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await until("they know each other") { theirs.chats.first?.contact.presence == .here }
                settings.edit(.name)
                settings.typed = String(repeating: "A", count: 65)
                settings.save()
                try await until("it is too long") { settings.state.editor?.refusal != nil }
                settings.typed = "Alice in Wonderland"
                settings.save()
                try await until("Bob sees it") { theirs.chats.first?.contact.name == "Alice in Wonderland" }
                try await until("so does she") { settings.state.people?.name.below == ["Alice in Wonderland"] }
            }
        }

        @Test
        func whoWantsNoNewPeopleHearsOfNone() async throws {
            try await withPair { alice, _ in
                let carol = try await Person("Carol")
                let screens = Screens(alice.messenger, words: Samples.english)
                let (settings, requests) = (model(screens, .sample()), screens.requestList())
                settings.answerNewPeople(false)
                try await within("settled") { await settings.settled() }
                try await alice.enter()
                let link = try await alice.link()
                _ = try await within("add") { try await carol.messenger.add(uidOrLink: link) }
                try await carol.enter()
                let message = try await within("send") {
                    try await carol.messenger.send(uid: alice.uid, text: "May I?")
                }
                try await eventually("Carol asked, and was not answered") {
                    try await carol.messenger.details(id: message.id).contains { entry in
                        if case .attempt = entry.what { return true }
                        return false
                    }
                }
                try await within("settled") { await requests.settled() }
                #expect(requests.requests.isEmpty)
                settings.answerNewPeople(true)
                try await within("settled") { await settings.settled() }
                // Were she answered before, she would not have to ask again.
                try await within("wokeUp") { try await carol.messenger.wokeUp() }
                try await until("Carol knocked") { requests.requests.first?.texts == ["May I?"] }
                try await carol.end()
            }
        }

        @Test
        func withoutReadReceiptsNobodyLearnsThatAnythingWasRead() async throws {
            try await withPair { alice, bob in
                let settings = model(Screens(alice.messenger, words: Samples.english), .sample())
                let theirs = Screens(bob.messenger).conversation(alice.uid)
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                for (text, on) in [("Have you read this?", false), ("And this?", true)] {
                    settings.readReceipts(on)
                    try await within("settled") { await settings.settled() }
                    try await bob.send(text, to: alice)
                    try await until("it is there") {
                        theirs.messages.last?.text == text && theirs.messages.last?.state == .delivered
                    }
                    try await within("markRead") { try await alice.messenger.markRead(uid: bob.uid) }
                }
                // The second is told. Were the first to be, it would have been by now.
                try await until("the second is read") { theirs.messages.last?.state == .read }
                #expect(theirs.messages.map(\.state) == [.delivered, .read])
                theirs.close()
            }
        }

        @Test
        func whatIsStoredGrows() async throws {
            try await withPair { alice, bob in
                let settings = model(Screens(alice.messenger, words: Samples.english), .sample())
                try await until("nothing is written") {
                    settings.state.storage.stored?.below.first?.hasSuffix("with 0 messages") == true
                }
                try await alice.sendMany(3, to: bob)
                settings.appeared()
                try await until("three are") {
                    settings.state.storage.stored?.below.first?.hasSuffix("with 3 messages") == true
                }
            }
        }

        @Test
        func afterDeletingEverythingThereIsNothingAndANewAccountIsAnother() async throws {
            try await withDevice { device in
                let home = device.home()
                let open = try await home.opens()
                try await within("createAccount") { try await open.createAccount("Alice") }
                let uid = open.account?.uid
                let key = device.keys.key
                let settings = model(open.screens, device.choices, Erasure(home))
                settings.returnSends(true)
                settings.askToDelete()
                settings.goOnDeleting()
                settings.deleteEverything()
                #expect(settings.state.erasing?.text == "Everything is being deleted.")
                try await until("another home is open") { (try? home.now()).map { $0 !== open } == true }
                let fresh = try home.now()
                #expect(fresh.account == nil)
                #expect(!device.choices.choices.returnSends)
                #expect(device.keys.key != nil && device.keys.key != key)
                try await within("createAccount") { try await fresh.createAccount("Alice again") }
                #expect(fresh.account?.uid != uid)
            }
        }

        @Test
        func whatCouldNotBeDeletedIsTheNextTime() async throws {
            try await withDevice { device in
                let home = device.home()
                let open = try await home.opens()
                try await within("createAccount") { try await open.createAccount("Alice") }
                let settings = model(open.screens, device.choices, Erasure(home))
                device.keys.set(\.refusesToDelete, true)
                settings.deleteEverything()
                try await until("it says so") { settings.state.erasing?.title == "Not everything is deleted" }
                #expect(try home.now() === open)
                device.keys.set(\.refusesToDelete, false)
                settings.deleteEverything()
                try await until("another home is open") { (try? home.now()).map { $0 !== open } == true }
                #expect(try home.now().account == nil)
            }
        }

        /// Whoever turns away in this moment does not stop it.
        @Test
        func aChangeIsMadeToItsEndWhoeverIsGone() async throws {
            try await withPair { alice, _ in
                var settings: SettingsModel? = model(Screens(alice.messenger), .sample())
                weak var gone = settings
                settings?.answerNewPeople(false)
                settings?.readReceipts(false)
                settings = nil
                #expect(gone == nil)
                try await eventually("it is changed") {
                    let now = try await alice.messenger.settings()
                    return !now.answerNewPeople && !now.readReceipts
                }
            }
        }
    }
}
