import Testing

@testable import Pure2PKit

extension All {
    @Suite @MainActor
    struct Paging {
        /// A chat of this many numbers, the window's size the default one.
        private static let many = 2_000

        /// The window has no hole, and is not larger than it may be.
        private func check(_ chat: Conversation, _ place: String) throws -> ClosedRange<Int> {
            let numbers = chat.messages.compactMap { Int($0.text) }
            let first = try #require(numbers.first), last = try #require(numbers.last)
            #expect(numbers == Array(first...last), "holes \(place)")
            #expect(numbers.count <= 200, "\(numbers.count) held \(place)")
            return first...last
        }

        @Test
        func backToTheStartAndForthToTheEnd() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(Self.many, to: bob)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await until("it is loaded") { chat.isLoaded }
                #expect(try check(chat, "at the end") == 1_950...1_999)
                #expect(!chat.hasNewer)
                var pages = 0
                while chat.hasOlder, pages < 100 {
                    try await within("loadOlder") { await chat.loadOlder() }
                    pages += 1
                    #expect(try check(chat, "back, page \(pages)").lowerBound == Self.many - 50 * (pages + 1))
                }
                #expect(pages == Self.many / 50 - 1)
                #expect(try check(chat, "at the start") == 0...199)
                while chat.hasNewer, pages < 200 {
                    try await within("loadNewer") { await chat.loadNewer() }
                    pages += 1
                    _ = try check(chat, "forth, page \(pages)")
                }
                #expect(try check(chat, "at the end again") == 1_800...1_999)
                #expect(chat.hasOlder)
                chat.close()
            }
        }

        @Test
        func whoReadsBackIsNotPushedOn() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(1_000, to: bob)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await until("it is loaded") { chat.isLoaded }
                for _ in 0..<10 { try await within("loadOlder") { await chat.loadOlder() } }
                let before = try check(chat, "reading back")
                try await alice.send("1000", to: bob)
                await chat.settled()
                #expect(try check(chat, "after one was written") == before)
                #expect(chat.hasNewer)
                try await within("jumpToEnd") { await chat.jumpToEnd() }
                #expect(try check(chat, "at the end").upperBound == 1_000)
                #expect(!chat.hasNewer)
                try await alice.send("1001", to: bob)
                try await until("the next one shows") { chat.messages.last?.text == "1001" }
                chat.close()
            }
        }

        @Test
        func aWindowThatReachesTheEndGrowsUntilItIsFull() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(1_000, to: bob)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await until("it is loaded") { chat.isLoaded }
                for _ in 0..<2 { try await within("loadOlder") { await chat.loadOlder() } }
                try await alice.send("1000", to: bob)
                try await until("the new one shows") { chat.messages.last?.text == "1000" }
                #expect(try check(chat, "with room") == 850...1_000)
                try await within("loadOlder") { await chat.loadOlder() }
                #expect(try check(chat, "full") == 800...999)
                try await within("loadNewer") { await chat.loadNewer() }
                #expect(try check(chat, "forth again") == 801...1_000)
                try await within("jumpToEnd") { await chat.jumpToEnd() }
                for _ in 0..<3 { try await within("loadOlder") { await chat.loadOlder() } }
                #expect(try check(chat, "full, at the end") == 801...1_000)
                try await alice.send("1001", to: bob)
                try await until("there is more") { chat.hasNewer }
                #expect(try check(chat, "full, not pushed on") == 801...1_000)
                chat.close()
            }
        }

        @Test
        func aFloodKeepsTheWindowBounded() async throws {
            try await withPair { alice, bob in
                let chat = Screens(bob.messenger).conversation(alice.uid)
                try await until("it is loaded") { chat.isLoaded }
                try await alice.sendMany(Self.many, to: bob)
                try await alice.enter()
                var most = 0
                let watch = Task {
                    while !Task.isCancelled {
                        most = max(most, chat.messages.count)
                        await Task.yield()
                    }
                }
                try await bob.enter(knownTo: alice)
                try await until("the last one shows") { chat.messages.last?.text == "1999" }
                watch.cancel()
                _ = try check(chat, "after the flood")
                #expect(most <= 200)
                #expect(chat.hasOlder && !chat.hasNewer)
                chat.close()
            }
        }

        @Test
        func whatIsDeletedGoes() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(400, to: bob)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                for _ in 0..<5 { try await within("loadOlder") { await chat.loadOlder() } }
                for place in [0, 100, 198] {
                    let gone = chat.messages[min(place, chat.messages.count - 1)].id
                    try await within("deleteMessage") {
                        try await alice.messenger.deleteMessage(uid: bob.uid, id: gone)
                    }
                    try await until("it is gone") { !chat.messages.contains { $0.id == gone } }
                    #expect(!chat.messages.isEmpty)
                    #expect(chat.messages.count <= 200)
                }
                try await within("loadOlder") { await chat.loadOlder() }
                try await within("deleteChat") { try await alice.messenger.deleteChat(uid: bob.uid) }
                try await until("all are gone") { chat.messages.isEmpty }
                #expect(!chat.hasOlder && !chat.hasNewer)
                try await alice.send("Again", to: bob)
                try await until("a new one shows") { chat.messages.map(\.text) == ["Again"] }
                chat.close()
            }
        }

        @Test
        func manyThatWishAtOnceGetAConsistentWindow() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(1_000, to: bob)
                let chat = Screens(alice.messenger).conversation(bob.uid)
                try await within("100 wishes at once") {
                    await withTaskGroup(of: Void.self) { group in
                        for number in 0..<100 {
                            group.addTask {
                                switch number % 4 {
                                case 0: await chat.loadNewer()
                                case 1, 2: await chat.loadOlder()
                                default: await chat.jumpToEnd()
                                }
                            }
                        }
                    }
                }
                _ = try check(chat, "after 100 wishes")
                chat.close()
            }
        }
    }
}
