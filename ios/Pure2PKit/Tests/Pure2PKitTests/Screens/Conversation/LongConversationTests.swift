import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// A conversation with a long history, and one that a kill cut short, over the real core.
    @Suite @MainActor
    struct LongConversations {
        private static let many = 20_000

        private func opened(_ person: Person, with uid: Uid) async throws -> ConversationModel {
            let model = ConversationModel(
                Screens(person.messenger, words: Samples.english), uid: uid, pause: {})
            model.appeared()
            model.isInFront = true
            try await until("it is shown") { model.state.head != nil }
            return model
        }

        /// What is shown has no hole, and is never more than the window.
        private func numbers(_ model: ConversationModel) throws -> ClosedRange<Int> {
            let numbers = model.state.lines.compactMap { $0.bubble.flatMap { Int($0.text) } }
            let first = try #require(numbers.first), last = try #require(numbers.last)
            #expect(numbers == Array(first...last))
            #expect(numbers.count <= Conversation.most)
            return first...last
        }

        /// Scrolls to the first, or the last, line of what is held.
        private func scroll(_ model: ConversationModel, up: Bool) async throws {
            let lines = model.state.lines
            let (first, last) = (lines.first?.id, lines.last?.id)
            model.came(up ? first ?? "" : last ?? "")
            try await until("the next page") {
                let lines = model.state.lines
                return up ? lines.first?.id != first : lines.last?.id != last
            }
        }

        @Test
        func upToTheFirstAndBack() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(Self.many, to: bob)
                let model = try await opened(alice, with: bob.uid)
                #expect(try numbers(model) == Self.many - 50...Self.many - 1)
                #expect(model.state.firstContact == nil && model.state.toEnd == nil)
                // Nothing is asked for until one scrolls there.
                model.came(model.state.lines.last?.id ?? "")
                try await within("settled") { await model.settled() }
                #expect(try numbers(model).count == 50)
                model.endCame(below: model.state.lines.last?.id)
                model.endWent(below: model.state.lines.last?.id)
                #expect(model.state.toEnd?.spoken == "To the newest message" && model.state.toEnd?.badge == nil)
                var pages = 0
                while try numbers(model).lowerBound > 0 {
                    try await scroll(model, up: true)
                    pages += 1
                }
                #expect(pages == Self.many / 50 - 1 && model.state.firstContact != nil)
                #expect(try numbers(model) == 0...199)
                for _ in 0..<10 { try await scroll(model, up: false) }
                #expect(try numbers(model) == 500...699)
                model.toEnd()
                try await until("at the end") {
                    model.state.toEnd == nil && model.state.lines.last?.bubble?.text == "\(Self.many - 1)"
                }
                #expect(try numbers(model).count == 50 && model.state.jump?.isEnd == true)
            }
        }

        @Test
        func whoReadsBackIsLeftAloneUntilTheyWrite() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(600, to: bob)
                let model = try await opened(alice, with: bob.uid)
                model.endCame(below: model.state.lines.last?.id)
                model.endWent(below: model.state.lines.last?.id)
                for _ in 0..<4 { try await scroll(model, up: true) }
                let before = try numbers(model)
                try await alice.send("600", to: bob)
                try await within("settled") { await model.settled() }
                #expect(try numbers(model) == before && model.state.toEnd != nil && model.state.jump == nil)
                model.draft = "601"
                model.send()
                try await until("it is seen") { model.state.lines.last?.bubble?.text == "601" }
                #expect(model.state.toEnd == nil && model.state.jump?.isEnd == true)
            }
        }

        /// A window that is full of what went before moves on with who is at the end.
        @Test
        func whoIsAtTheEndGoesOnWithIt() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(300, to: bob)
                let model = try await opened(alice, with: bob.uid)
                for _ in 0..<3 { try await scroll(model, up: true) }
                #expect(try numbers(model).count == 200)
                model.endCame(below: model.state.lines.last?.id)
                try await alice.send("300", to: bob)
                try await until("it is seen") { model.state.lines.last?.bubble?.text == "300" }
                #expect(model.state.toEnd == nil && model.state.jump?.isEnd == true)
            }
        }

        @Test
        func whatIsNewIsLookedForFarBack() async throws {
            try await withPair { alice, bob in
                try await bob.send("Old", to: alice)
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                let before = try await opened(alice, with: bob.uid)
                before.endCame(below: before.state.lines.last?.id)
                try await until("it is read") {
                    before.conversation.contact?.unread == 0 && !before.state.lines.isEmpty
                }
                before.disappeared()
                try await bob.sendMany(120, to: alice)
                try await until("all came") { before.conversation.contact?.unread == 120 }
                let model = try await opened(alice, with: bob.uid)
                let lines = model.state.lines
                let unread = try #require(lines.firstIndex { $0.id == "unread" })
                #expect(lines[unread].heading == "New since you were last here")
                #expect(lines[unread + 1].bubble?.text == "0" && lines[unread - 1].bubble?.text == "Old")
                #expect(model.state.jump == Jump(line: "unread", isEnd: false, number: 1))
                #expect(model.state.toEnd?.badge == "99+")
                #expect(model.state.toEnd?.spoken == "To the newest message: 120 unread")
                #expect(model.conversation.contact?.unread == 120, "nobody has seen it")
                model.jumped()
                model.toEnd()
                try await until("it is read") { model.conversation.contact?.unread == 0 }
                #expect(model.state.lines.contains { $0.id == "unread" })
            }
        }

        /// What a kill leaves: the files as they are, while the one who wrote them still has them open.
        @Test
        func afterAKillTheDraftIsThere() async throws {
            try await withPair { alice, bob in
                let model = try await opened(alice, with: bob.uid)
                model.draft = "Sent"
                model.send()
                try await until("it is sent") { model.state.lines.count == 2 && model.draft.isEmpty }
                model.draft = "What I wanted to say"
                try await eventually("it is kept") {
                    try await alice.messenger.draft(uid: bob.uid) == "What I wanted to say"
                }
                let left = alice.home.deletingLastPathComponent().appendingPathComponent("pure2p-" + UUID().uuidString)
                try FileManager.default.copyItem(at: alice.home, to: left)
                let messenger = try await Person.open(left)
                let again = ConversationModel(Screens(messenger, words: Samples.english), uid: bob.uid, pause: {})
                try await until("it is there again") { again.draft == "What I wanted to say" }
                #expect(again.state.composer?.canSend == true)
                #expect(again.state.lines.last?.bubble?.text == "Sent")
                again.appeared()
                again.send()
                try await until("it is sent") { again.state.lines.count == 3 && again.draft.isEmpty }
                try await eventually("the draft is gone") { try await messenger.draft(uid: bob.uid).isEmpty }
                try await within("shutdown") { try await messenger.shutdown() }
                try FileManager.default.removeItem(at: left)
            }
        }

        @Test
        func aScreenThatGoesKeepsItsDraft() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger, words: Samples.english)
                // The moment after typing never comes.
                var model: ConversationModel? = ConversationModel(screens, uid: bob.uid) {
                    await withCheckedContinuation { (_: CheckedContinuation<Void, Never>) in }
                }
                try await until("it is shown") { [weak model] in model?.state.head != nil }
                model?.draft = "Left"
                model = nil
                try await eventually("it is kept") { try await alice.messenger.draft(uid: bob.uid) == "Left" }
            }
        }
    }
}
