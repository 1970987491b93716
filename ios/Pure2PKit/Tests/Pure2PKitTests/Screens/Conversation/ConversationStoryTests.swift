import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// A conversation over the real core, with a real other person.
    @Suite @MainActor
    struct ConversationStories {
        private func opened(
            _ person: Person, with uid: Uid, _ words: Words = Samples.english
        ) async throws -> ConversationModel {
            let model = ConversationModel(Screens(person.messenger, words: words), uid: uid, pause: {})
            model.appeared()
            model.isInFront = true
            try await until("it is shown") { model.state.head != nil }
            return model
        }

        private nonisolated static func wifi(_ isAllowed: Bool, _ ip: String) -> NetworkSnapshot {
            NetworkSnapshot(networks: [
                Network(
                    kind: .wifi, addresses: [InterfaceAddress(ip: ip, prefixLen: 24)], isDefault: true,
                    localNetworkAllowed: isAllowed)
            ])
        }

        private func write(_ text: String, _ model: ConversationModel) async throws {
            model.draft = text
            model.send()
            try await until("it is there") { model.state.lines.last?.bubble?.text == text && model.draft.isEmpty }
        }

        private func says(_ words: String, _ model: ConversationModel) async throws {
            try await until(words) { model.state.lines.last?.bubble?.spoken.contains(words) == true }
        }

        @Test
        func whatIsWrittenWaitsIsDeliveredReadAndAnswered() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                #expect(model.state.empty?.title == "Nothing written yet" && model.state.firstContact != nil)
                try await write("Hello Bob", model)
                try await says("Message waiting. Not connected yet: nothing is tried before that.", model)
                try await alice.enter()
                try await says("Message waiting. Bob’s app isn’t open.", model)
                try await bob.enter(knownTo: alice)
                try await says("Hello Bob. Message delivered.", model)
                try await until("he is here") { model.state.head?.presenceText == "here now" }
                _ = try await within("markRead") { try await bob.messenger.markRead(uid: alice.uid) }
                try await says("Hello Bob. Message read.", model)
                try await bob.send("Hello Alice", to: alice)
                model.endCame(below: model.state.lines.last?.id)
                try await says("Bob, ", model)
                // It was seen, and Bob is told.
                try await until("it is read here") { model.conversation.contact?.unread == 0 }
                try await eventually("Bob knows") {
                    try await bob.messenger.messages(uid: alice.uid, before: nil, limit: 1).first?.state == .read
                }
                let first = try #require(model.state.lines.first { $0.bubble != nil }?.id)
                model.showDetails(first)
                try await until("what happened") { model.state.details?.entries.last?.text == "Read by Bob" }
                let entries = try #require(model.state.details?.entries)
                #expect(entries.first?.text == "Written")
                #expect(entries.contains { $0.text == "Delivered: it is on Bob’s device" })
                #expect(entries.contains { $0.text.hasPrefix("Tried") })
                try await bob.leave()
                try await until("he was here") { model.state.head?.presenceText?.hasPrefix("was here") == true }
            }
        }

        @Test
        func toWhomNoAddressIsKnownOnesOwnLinkHelps() async throws {
            try await withPair { alice, _ in
                try await alice.enter()
                _ = try await within("add") { try await alice.messenger.add(uidOrLink: Samples.uid(5), name: "Carol") }
                for (words, says) in [
                    (Samples.english, "No address for Carol yet. Ask for a link, or send yours."),
                    (Samples.german, "Noch keine Adresse von Carol. Bitte um einen Link oder schick deinen."),
                ] {
                    let model = try await opened(alice, with: Samples.uid(5), words)
                    #expect(model.state.head?.presence == .notMet)
                    try await write("Where are you?", model)
                    try await self.says(says, model)
                    #expect(model.state.lines.last?.bubble?.remedy?.kind == .myLink)
                }
            }
        }

        @Test
        func whatStandsInTheWayIsSaid() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                try await write("Hello?", model)
                // Whoever listens to this device's own programs is never offline for them.
                try await within("offline") {
                    try await alice.messenger.networkChanged(snapshot: NetworkSnapshot(networks: []))
                    _ = try await alice.messenger.enterForeground(options: ForegroundOptions(listen: ["0.0.0.0:0"]))
                }
                try await says("You’re offline.", model)
                // Somebody of the same Wi-Fi, which the system keeps from the app.
                let carol = try await Person("Carol")
                try await carol.enter()
                let link = try await within("link") {
                    try await carol.messenger.link(addresses: ["192.168.7.21:45801"], withLan: true)
                }
                try await within("forbidden") {
                    try await alice.messenger.networkChanged(snapshot: Self.wifi(false, "192.168.7.2"))
                    _ = try await alice.messenger.add(uidOrLink: link)
                }
                let other = try await opened(alice, with: carol.uid)
                try await write("Hello?", other)
                try await says("which this app may not use: allow it in the Settings app, under Pure2P.", other)
                #expect(other.state.lines.last?.bubble?.remedy?.kind == .settings)
                try await within("elsewhere") {
                    try await alice.messenger.networkChanged(snapshot: Self.wifi(true, "192.168.99.2"))
                }
                try await says("Neither of you can be reached from outside.", other)
                #expect(other.state.lines.last?.bubble?.remedy?.kind == .reach)
                try await carol.end()
            }
        }

        @Test
        func whoHasNotAcceptedIsWaitedFor() async throws {
            let (alice, bob) = (try await Person("Alice"), try await Person("Bob"))
            try await bob.enter()
            let link = try await bob.link()
            _ = try await within("add") { try await alice.messenger.add(uidOrLink: link) }
            let model = try await opened(alice, with: bob.uid)
            try await write("It is me", model)
            try await alice.enter()
            try await says("hasn’t accepted you yet.", model)
            try await eventually("Bob has a request") { try await !bob.messenger.requests().isEmpty }
            let his = try await opened(bob, with: alice.uid, Samples.german)
            #expect(his.state.composer == nil && his.state.instead?.accept == "Annehmen")
            his.accept()
            try await until("he can answer") { his.state.composer != nil && his.state.lines.count > 1 }
            #expect(his.state.lines.last?.bubble?.text == "It is me")
            // He sees it, so that she hears of both.
            his.endCame(below: his.state.lines.last?.id)
            try await says("It is me. Message read.", model)
            for one in [alice, bob] { try await one.end() }
        }

        @Test
        func whoIsBlockedCannotBeWrittenToUntilUnblocked() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                try await write("Before", model)
                model.block()
                try await until("he is blocked") { model.state.instead?.unblock == "Unblock" }
                try await says("Message waiting. You blocked Bob.", model)
                #expect(model.state.head?.presence == nil && model.state.composer == nil)
                model.unblock()
                try await until("he is not") { model.state.composer != nil && model.state.instead == nil }
            }
        }

        @Test
        func whatIsTooLongStaysInTheComposer() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                model.draft = String(repeating: "a", count: 16 * 1_024 + 12)
                model.send()
                try await until("why") {
                    model.state.problem
                        == "That is too long for one message. Shorten it by about 12 letters, or send it in parts."
                }
                #expect(model.draft.count == 16 * 1_024 + 12 && model.state.lines.isEmpty)
                model.draft.removeLast(12)
                #expect(model.state.problem == nil)
                model.send()
                try await until("it is there") { model.state.lines.last?.bubble != nil && model.draft.isEmpty }
            }
        }

        @Test
        func deletingIsAskedAndDoneHereOnly() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                try await write("Never mind", model)
                let id = try #require(model.state.lines.last?.id)
                model.askToDelete(id)
                #expect(model.state.asks?.question.text == "It still waits. Deleted here, it is no longer sent.")
                model.cancelDelete()
                #expect(model.state.asks == nil && model.state.lines.last?.id == id)
                model.askToDelete(id)
                model.delete(id)
                try await until("it is gone") { model.state.empty != nil }
            }
        }

        @Test
        func whoIsRemovedIsNoLongerInTheList() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                try await write("Hello", model)
                _ = try await within("remove") { try await alice.messenger.remove(uid: bob.uid) }
                // What he was called is forgotten, too.
                try await until("that is said") {
                    model.state.instead?.text.hasSuffix(" is no longer in your list.") == true
                }
                #expect(model.state.composer == nil && !model.state.isGone)
                #expect(model.state.lines.isEmpty && model.state.empty == nil && model.state.firstContact == nil)
            }
        }
    }
}
