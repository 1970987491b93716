import Pure2PKit
import Testing

extension All {
    /// A defect of Pure2P is an error, and no end of the app.
    @Suite
    struct Panics {
        @Test
        func aPanicInsideIsADefectWithItsReason() async throws {
            await #expect(throws: MessengerError.Defect(reason: "a reason")) {
                try await within("panicInside") { try await panicInside(reason: "a reason") }
            }
        }

        @Test
        func aPanicOnTheCallersThreadIsAnError() {
            #expect { try panicHere(reason: "a reason") } throws: { error in
                !(error is MessengerError) && error.localizedDescription == "a reason"
            }
        }

        @Test @MainActor
        func everythingWorksAfterwards() async throws {
            try await withPair { alice, bob in
                for _ in 0..<20 {
                    _ = try? panicHere(reason: "here")
                    _ = try? await within("panicInside") { try await panicInside(reason: "inside") }
                }
                try await alice.enter()
                try await bob.enter(knownTo: alice)
                try await alice.send("Still here", to: bob)
                try await eventually("Bob has it") {
                    try await bob.messenger.messages(uid: alice.uid).map(\.text) == ["Still here"]
                }
            }
        }
    }
}
