import Foundation
import Pure2PKit
import Testing

extension All {
    /// Points in time are the platform's own.
    @Suite @MainActor
    struct Times {
        @Test
        func aMessageSaysWhenItWasWrittenStoredAndDelivered() async throws {
            try await withPair { alice, bob in
                // Times have milliseconds and no more.
                let began = Date(timeIntervalSinceNow: -0.001)
                let sent = try await within("send") { try await alice.messenger.send(uid: bob.uid, text: "Now") }
                let after = Date()
                #expect((began...after).contains(sent.writtenAt))
                #expect((began...after).contains(sent.storedAt))
                #expect(sent.deliveredAt == nil)
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await eventually("it is delivered") {
                    try await alice.messenger.message(id: sent.id).deliveredAt != nil
                }
                let delivered = try await within("message") { try await alice.messenger.message(id: sent.id) }
                #expect((sent.storedAt...Date()).contains(try #require(delivered.deliveredAt)))
                let theirs = try await within("messages") { try await bob.messenger.messages(uid: alice.uid) }
                #expect(theirs.map(\.writtenAt) == [sent.writtenAt])
            }
        }
    }
}
