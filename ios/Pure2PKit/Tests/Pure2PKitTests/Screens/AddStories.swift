import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// Adding somebody in every way there is, over the real core and a real other person.
    @Suite @MainActor
    struct AddStories {
        /// Two who do not know each other. Bob is here, Alice is about to add him.
        private func withStrangers(_ story: @MainActor (_ alice: Person, _ bob: Person) async throws -> Void)
            async throws
        {
            let (alice, bob) = (try await Person("Alice"), try await Person("Bob"))
            let told: Result<Void, any Error>
            do {
                try await alice.enter()
                try await bob.enter()
                told = .success(try await story(alice, bob))
            } catch {
                told = .failure(error)
            }
            for one in [alice, bob] { try await one.end() }
            try told.get()
        }

        private func adding(_ person: Person, _ brought: String? = nil) -> AddModel {
            AddModel(
                Screens(person.messenger, words: Samples.english), camera: PreviewCamera(), brought: brought)
        }

        private func contacts(_ person: Person) async throws -> [Contact] {
            try await within("contacts") { try await person.messenger.contacts() }
        }

        /// Adds whom the model shows, and waits until it says so.
        private func add(_ model: AddModel) async throws {
            try await until("it can be answered") {
                model.state.answers.first?.id == .add && !model.state.isBusy
            }
            model.add()
            try await until("they are added") { model.added != nil }
        }

        @Test
        func byTheirLinkAndBothAreHere() async throws {
            try await withStrangers { alice, bob in
                let link = try await bob.link()
                let model = adding(alice, link)
                try await until("who it is") { model.state.who?.title == "“Bob”" }
                let here = try #require(
                    try await within("session") { try await bob.messenger.session() }.listening.first)
                #expect(model.state.whereabouts?.addresses.map(\.address) == [here])
                #expect(model.state.whereabouts?.addresses.first?.notes == ["Reached on this very device only."])
                #expect(try await contacts(alice).isEmpty)
                try await add(model)
                #expect(model.added == bob.uid)

                // From there to the chat, and Alice's link to Bob: then they meet.
                let chat = Screens(alice.messenger, words: Samples.english).conversation(bob.uid)
                try await until("the chat is there") { chat.isLoaded && chat.contact?.name == "Bob" }
                let mine = try await alice.link()
                let other = adding(bob, mine)
                try await add(other)
                try await until("both are here") { chat.contact?.presence == .here }
                try await alice.send("Hello", to: bob)
                try await until("it is there") { chat.messages.last?.state == .delivered }
                chat.close()
            }
        }

        @Test
        func byATypedUidWithAMistakeInEachPlace() async throws {
            try await withStrangers { alice, bob in
                let model = adding(alice)
                for place in 5..<64 {
                    model.text = bob.uid.mistyped(at: place)
                    #expect(model.state.field.judgement.contains("Look at group \(place / 4 + 1): "))
                    #expect(model.state.who == nil && model.uid == nil)
                    // Nobody is named, so nobody is added.
                    model.add()
                }
                model.text = ""
                for character in bob.uid { model.text.append(character) }
                let grouped = try groupedUid(uid: bob.uid)
                #expect(model.text == grouped)
                try await until("nobody so far") { model.state.answers.map(\.label) == ["Add"] }
                #expect(model.state.who?.title == "No name is given")
                #expect(try await contacts(alice).isEmpty)
                model.name = " Robert "
                try await add(model)
                let bobby = try await contacts(alice)
                #expect(bobby.map(\.name) == ["Robert"] && bobby.map(\.uid) == [bob.uid])
            }
        }

        @Test
        func aNameThatIsTooLongIsRefusedByTheCore() async throws {
            try await withStrangers { alice, bob in
                let model = adding(alice, try await bob.link())
                model.name = String(repeating: "B", count: 65)
                try await until("it can be answered") { !model.state.answers.isEmpty }
                model.add()
                try await until("it is said") { model.state.name?.isRefused == true }
                #expect(model.added == nil)
                #expect(try await contacts(alice).isEmpty)
                model.name = ""
                try await add(model)
                #expect(try await contacts(alice).map(\.name) == ["Bob"])
            }
        }

        @Test
        func onesOwnIsOnesOwn() async throws {
            try await withStrangers { alice, _ in
                let model = adding(alice, try await alice.link())
                try await until("it is known") { model.state.who?.title == "This is you" }
                #expect(model.state.answers.map(\.id) == [.myLink] && model.state.name == nil)
            }
        }

        @Test
        func ofWhoIsKnownANewLinkSaysWhereTheyAre() async throws {
            try await withStrangers { alice, bob in
                _ = try await within("add") { try await alice.messenger.add(uidOrLink: bob.uid, name: "Bobby") }
                let model = adding(alice, bob.uid)
                try await until("they are known") { model.state.answers.map(\.id) == [.openChat] }
                #expect(try await contacts(alice).first?.addresses.isEmpty == true)
                model.name = "Not this one"
                model.paste([try await bob.link()])
                try await until("it says where") { model.state.answers.map(\.id) == [.add, .openChat] }
                try await add(model)
                let bobby = try await contacts(alice)
                #expect(bobby.map(\.name) == ["Bobby"] && bobby.first?.addresses.count == 1)
            }
        }

        @Test
        func whoIsBlockedIsUnblockedFirst() async throws {
            try await withStrangers { alice, bob in
                let model = adding(alice, bob.uid)
                try await until("nobody so far") { model.state.answers.map(\.label) == ["Add"] }
                // Blocked elsewhere in the app meanwhile: the screen does not go on as if nothing had been.
                _ = try await within("block") { try await alice.messenger.block(uid: bob.uid) }
                try await until("they are blocked") { model.state.answers.map(\.id) == [.unblock] }
                model.unblock()
                try await until("a stranger again") { model.state.answers.map(\.label) == ["Add"] }
                #expect(try await contacts(alice).isEmpty)
                try await add(model)
                #expect(try await contacts(alice).map(\.uid) == [bob.uid])
            }
        }

        @Test
        func whoWroteFirstIsAcceptedByAddingThem() async throws {
            try await withStrangers { alice, bob in
                let model = adding(alice, bob.uid)
                try await until("nobody so far") { model.state.answers.map(\.label) == ["Add"] }
                let link = try await alice.link()
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: link) }
                try await bob.send("Hello from Bob", to: alice)
                try await until("they ask") { model.state.answers.map(\.label) == ["Add and accept"] }
                #expect(
                    model.state.who?.lines.first
                        == "They have asked to write to you. Adding them accepts that.")
                try await add(model)
                let requests = try await within("requests") { try await alice.messenger.requests() }
                #expect(requests.isEmpty)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await until("what they wrote is there") { chat.messages.map(\.text) == ["Hello from Bob"] }
                chat.close()
            }
        }

        @Test
        func whoWasRemovedCanComeBack() async throws {
            try await withStrangers { alice, bob in
                _ = try await within("add") { try await alice.messenger.add(uidOrLink: bob.uid, name: "Bobby") }
                _ = try await within("remove") { try await alice.messenger.remove(uid: bob.uid) }
                let model = adding(alice, bob.uid)
                try await add(model)
                #expect(try await contacts(alice).map(\.uid) == [bob.uid])
            }
        }

        @Test
        func aScannedCodeOfTheOtherDevice() async throws {
            try await withStrangers { alice, bob in
                // What Bob's screen shows, read as a camera would.
                let code = try linkQr(text: bob.uid)
                let model = adding(alice)
                model.scanning.start()
                model.scanning.found(try #require(QrReader.read(code)))
                #expect(!model.scanning.isOpen)
                try await add(model)
                #expect(model.added == bob.uid)
            }
        }

        @Test
        func aLaterLinkTakesThePlaceOfAnEarlierOneAndOfABookNothingIsKept() throws {
            let go = Navigator()
            go.go(to: .add("pure2p:" + String(repeating: "x", count: 300_000)))
            go.go(to: .add(Samples.link))
            #expect(go.way == [.add(Samples.link)])
            let screens = Screens(PreviewMessenger(), words: Samples.english)
            let model = AddModel(
                screens, camera: PreviewCamera(), brought: "pure2p:" + String(repeating: "x", count: 300_000))
            #expect(model.text.count == Entered.most)
            #expect(model.state.field.judgement == "That is too much for a link. Copy only the link.")
        }

        /// Whoever leaves in the moment after their yes has said yes all the same, and the screen goes.
        @Test
        func aYesIsCarriedOutAlsoWhenTheScreenGoes() async throws {
            try await withStrangers { alice, bob in
                var model: AddModel? = adding(alice, bob.uid)
                weak var gone = model
                try await until("it can be answered") { gone?.state.answers.isEmpty == false }
                model?.add()
                model = nil
                #expect(gone == nil)
                try await eventually("they are added") {
                    try await alice.messenger.contacts().map(\.uid) == [bob.uid]
                }
            }
        }
    }
}
