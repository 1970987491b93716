import Foundation
import Pure2PKit
import Testing

extension All {
    /// Too often, too late, twice, in the middle of something else.
    @Suite @MainActor
    struct OverCalling {
        @Test
        func aThousandTimesInAndOut() async throws {
            try await withPair { alice, bob in
                var chance = Seeded(for: "aThousandTimesInAndOut")
                let wishes = (0..<4).map { _ in (0..<250).map { _ in Bool.random(using: &chance) } }
                try await bob.enter()
                try await within("a thousand calls", seconds: 240) {
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        for wishes in wishes {
                            group.addTask {
                                for wish in wishes {
                                    if wish {
                                        _ = try await alice.messenger.enterForeground(options: Person.here)
                                    } else {
                                        try await alice.messenger.enterBackground()
                                    }
                                }
                            }
                        }
                        try await group.waitForAll()
                    }
                }
                let addresses = try await alice.enter()
                let link = try await alice.link()
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: link) }
                let session = try await within("session") { try await alice.messenger.session() }
                #expect(session.listening == addresses)
                try await alice.send("Still here", to: bob)
                try await eventually("Bob has it") {
                    try await bob.messenger.messages(uid: alice.uid).map(\.text) == ["Still here"]
                }
            }
        }

        @Test
        func afterShutdownEveryCallSaysSo() async throws {
            try await withPair { alice, bob in
                let (messenger, uid, id) = (alice.messenger, bob.uid, String(repeating: "0", count: 32))
                try await within("shutdown") { try await messenger.shutdown() }
                let calls: [(String, @Sendable () async throws -> Any)] = [
                    ("accept", { try await messenger.accept(uid: uid) }),
                    ("account", { try await messenger.account() as Any }),
                    ("add", { try await messenger.add(uidOrLink: uid) }),
                    ("block", { try await messenger.block(uid: uid) }),
                    ("changeSetting", { try await messenger.changeSetting(setting: .readReceipts(on: true)) }),
                    ("chats", { try await messenger.chats() }),
                    ("contact", { try await messenger.contact(uid: uid) }),
                    ("contacts", { try await messenger.contacts() }),
                    ("createAccount", { try await messenger.createAccount() }),
                    ("deleteChat", { try await messenger.deleteChat(uid: uid) }),
                    ("deleteMessage", { try await messenger.deleteMessage(uid: uid, id: id) }),
                    ("details", { try await messenger.details(id: id) }),
                    ("enterForeground", { try await messenger.enterForeground(options: Person.here) }),
                    ("link", { try await messenger.link() }),
                    ("markRead", { try await messenger.markRead(uid: uid) }),
                    ("message", { try await messenger.message(id: id) }),
                    ("messages", { try await messenger.messages(uid: uid) }),
                    ("messagesAfter", { try await messenger.messagesAfter(uid: uid, after: id) }),
                    ("networkChanged", { try await messenger.networkChanged(snapshot: .init(networks: [])) }),
                    ("queue", { try await messenger.queue() }),
                    ("refresh", { try await messenger.refresh() }),
                    ("reach", { try await messenger.reach() }),
                    ("remove", { try await messenger.remove(uid: uid) }),
                    ("rename", { try await messenger.rename(uid: uid, name: nil) }),
                    ("renewInvite", { try await messenger.renewInvite() }),
                    ("requests", { try await messenger.requests() }),
                    ("safetyNumber", { try await messenger.safetyNumber(uid: uid) }),
                    ("saveDraft", { try await messenger.saveDraft(uid: uid, text: "") }),
                    ("search", { try await messenger.search(text: "a") }),
                    ("send", { try await messenger.send(uid: uid, text: "a") }),
                    ("sendMany", { try await messenger.sendMany(uid: uid, texts: ["a"]) }),
                    ("session", { try await messenger.session() }),
                    ("setVerified", { try await messenger.setVerified(uid: uid, verified: true) }),
                    ("settings", { try await messenger.settings() }),
                    ("showChat", { try await messenger.showChat(uid: nil) }),
                    ("unblock", { try await messenger.unblock(uid: uid) }),
                    ("wokeUp", { try await messenger.wokeUp() }),
                ]
                for (name, call) in calls {
                    let outcome = try await within(name) {
                        do {
                            _ = try await call()
                            return "worked"
                        } catch {
                            return error as? MessengerError == .ShutDown ? "ShutDown" : "\(error)"
                        }
                    }
                    #expect(outcome == "ShutDown", "\(name)")
                }
                // These say that there is nothing to do.
                try await within("enterBackground") { try await messenger.enterBackground() }
                try await within("shutdown") { try await messenger.shutdown() }
            }
        }

        @Test
        func oneHomeIsOpenOnce() async throws {
            let carol = try await Person("Carol")
            let second = try await Person.open(carol.home)
            try await carol.enter()
            await #expect(throws: MessengerError.AlreadyOpen) {
                try await within("enterForeground") { try await second.enterForeground(options: Person.here) }
            }
            try await carol.leave()
            let addresses = try await within("enterForeground") {
                try await second.enterForeground(options: Person.here)
            }
            #expect(addresses.count == 1)
            await #expect(throws: MessengerError.AlreadyOpen) { try await carol.enter() }
            try await within("shutdown") { try await second.shutdown() }
            try await carol.enter()
            try await carol.end()
        }

        @Test
        func deletingEverythingInTheMiddleOfADelivery() async throws {
            try await withPair { alice, bob in
                try await alice.sendMany(5_000, to: bob)
                try await bob.enter()
                try await alice.enter(knownTo: bob)
                try await eventually("some are delivered") {
                    try await !bob.messenger.messages(uid: alice.uid, limit: 1).isEmpty
                }
                try await within("deleteEverything") { try await alice.messenger.deleteEverything() }
                await #expect(throws: MessengerError.ShutDown) {
                    try await within("chats") { try await alice.messenger.chats() }
                }
                let left = try FileManager.default.contentsOfDirectory(atPath: alice.home.path)
                #expect(left == [])
                // What Bob has is whole, and he goes on.
                let messages = try await within("messages") {
                    try await bob.messenger.messages(uid: alice.uid, limit: 5_000)
                }
                #expect(messages.map(\.text) == (0..<messages.count).map(String.init))
                try await bob.send("Where are you?", to: alice)
                let anew = try await Person.open(alice.home)
                let account = try await within("account") { try await anew.account() }
                #expect(account == nil)
                try await within("shutdown") { try await anew.shutdown() }
            }
        }

        @Test
        func aCancelledTaskSendsOnceOrNotAtAll() async throws {
            try await withPair { alice, bob in
                var chance = Seeded(for: "aCancelledTaskSendsOnceOrNotAtAll")
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                let (messenger, uid) = (alice.messenger, bob.uid)
                for number in 0..<200 {
                    let task = Task { _ = try await messenger.send(uid: uid, text: "\(number)") }
                    for _ in 0..<Int.random(in: 0..<20, using: &chance) { await Task.yield() }
                    task.cancel()
                    if Bool.random(using: &chance) { _ = try await within("send") { await task.result } }
                }
                try await alice.send("The last", to: bob)
                try await eventually("Bob has the last") {
                    try await bob.messenger.messages(uid: alice.uid, limit: 300).contains { $0.text == "The last" }
                }
                try await eventually("nothing waits") { try await alice.messenger.queue().isEmpty }
                let (mine, theirs) = try await within("messages") {
                    (
                        try await alice.messenger.messages(uid: bob.uid, limit: 300),
                        try await bob.messenger.messages(uid: alice.uid, limit: 300)
                    )
                }
                #expect(Set(mine.map(\.text)).count == mine.count)
                #expect(mine.map(\.id) == theirs.map(\.id))
                #expect(mine.map(\.text) == theirs.map(\.text))
            }
        }

        #if os(Linux)
            @Test
            func tenThousandSubscriptionsLeaveNothing() async throws {
                try await withPair { alice, bob in
                    let messenger = alice.messenger
                    /// A thousand more; half of them hear something.
                    let round: @Sendable () async throws -> Int = {
                        for number in 0..<1_000 {
                            let events = messenger.events()
                            if number.isMultiple(of: 2) {
                                let verified = number.isMultiple(of: 4)
                                _ = try await messenger.setVerified(uid: bob.uid, verified: verified)
                                _ = await events.first { _ in true }
                            }
                        }
                        return try residentMemory()
                    }
                    var sizes: [Int] = []
                    for _ in 0..<10 { sizes.append(try await within("a thousand subscriptions", round)) }
                    print("tenThousandSubscriptionsLeaveNothing: VmRSS after each thousand:", sizes)
                    // A kilobyte each would be eight thousand.
                    #expect(sizes[9] - sizes[1] < 4_000, "\(sizes)")
                }
            }
        #endif
    }
}
