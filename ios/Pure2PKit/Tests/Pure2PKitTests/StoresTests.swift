import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// What stores show, over real sockets and real databases.
    @Suite @MainActor
    struct Stores {
        @Test
        func waitingDeliveredRead() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger)
                let (list, chat) = (screens.chatList(), screens.conversation(bob.uid))
                try await alice.send("Hello", to: bob)
                try await until("the message waits, and why") {
                    chat.messages.last?.state == .waiting && chat.messages.last?.reason == .appClosed
                        && list.chats.first?.reason == .appClosed
                }
                try await alice.enter()
                try await until("it waits for Bob") {
                    guard case .notOpen = chat.messages.last?.reason else { return false }
                    return list.chats.first?.contact.waiting == 1
                }
                try await bob.enter(knownTo: alice)
                try await until("it is delivered") {
                    chat.messages.last?.state == .delivered && chat.contact?.presence == .here
                        && list.chats.first?.last?.state == .delivered && list.chats.first?.reason == nil
                }
                let theirs = Screens(bob.messenger).conversation(alice.uid)
                try await until("Bob sees it") { theirs.messages.map(\.text) == ["Hello"] }
                #expect(theirs.contact?.unread == 1)
                try await within("markRead") { try await theirs.markRead() }
                try await until("it is read") { chat.messages.last?.state == .read }
                try await until("nothing is unread") { theirs.contact?.unread == 0 }
                try await bob.leave()
                try await until("Bob was here") { list.chats.first?.contact.presence == .wasHere }
                for one in [chat, theirs] { one.close() }
            }
        }

        @Test
        func sendingShowsAtOnce() async throws {
            try await withPair { alice, bob in
                let chat = Screens(alice.messenger).conversation(bob.uid)
                for number in 1...3 {
                    chat.draft = "\(number)"
                    try await within("send") { try await chat.send() }
                    #expect(chat.messages.map(\.text) == (1...number).map(String.init))
                    #expect(chat.messages.last?.state == .waiting)
                    #expect(chat.draft == "")
                }
                chat.close()
            }
        }

        @Test
        func requestsComeAndGo() async throws {
            try await withPair { alice, bob in
                let carol = try await Person("Carol")
                let screens = Screens(alice.messenger)
                let (requests, list) = (screens.requestList(), screens.chatList())
                try await until("nobody knocked") { requests.isLoaded && list.isLoaded }
                #expect(requests.requests.isEmpty)
                #expect(list.chats.count == 1)
                try await alice.enter()
                let link = try await alice.link()
                _ = try await within("add") { try await carol.messenger.add(uidOrLink: link) }
                try await carol.enter()
                try await carol.send("May I?", to: alice)
                try await until("Carol knocked") { requests.requests.first?.texts == ["May I?"] }
                #expect(requests.requests.first?.uid == carol.uid)
                #expect(requests.requests.first?.suggestedName == "Carol")
                #expect(list.chats.count == 1)
                _ = try await within("accept") { try await alice.messenger.accept(uid: carol.uid) }
                try await until("Carol is a contact") {
                    requests.requests.isEmpty && list.chats.contains { $0.contact.uid == carol.uid }
                }
                try await carol.end()
            }
        }

        @Test
        func theSessionBarFollowsADelivery() async throws {
            try await withPair { alice, bob in
                let session = Screens(alice.messenger).session()
                try await until("closed") { session.isLoaded && session.listening.isEmpty }
                #expect(session.contacts == 1)
                try await alice.sendMany(5_000, to: bob)
                let addresses = try await alice.enter()
                try await until("listening") { session.listening == addresses && session.total == 5_000 }
                #expect(session.here == 0)
                var furthest = 0
                let watch = Task {
                    while !Task.isCancelled {
                        furthest = max(furthest, session.done)
                        await Task.yield()
                    }
                }
                try await bob.enter(knownTo: alice)
                try await until("Bob is here, all is delivered") { session.here == 1 && session.total == 0 }
                watch.cancel()
                #expect(furthest > 0)
                try await alice.leave()
                try await until("closed again") { session.listening.isEmpty && session.here == 0 }
            }
        }

        @Test
        func aClosedMessengerIsAFailureThatIsShown() async throws {
            try await withPair { alice, bob in
                let screens = Screens(alice.messenger)
                let (list, chat) = (screens.chatList(), screens.conversation(bob.uid))
                try await until("it is loaded") { list.isLoaded && chat.isLoaded }
                try await within("shutdown") { try await alice.messenger.shutdown() }
                await chat.loadOlder()
                #expect(chat.failure as? MessengerError == .ShutDown)
                #expect(list.chats.count == 1)
                chat.close()
            }
        }
    }
}
