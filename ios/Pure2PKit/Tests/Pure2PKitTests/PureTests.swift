import Pure2PKit
import Testing

extension All {
    /// What works before there is any account.
    @Suite
    struct Pure {
        /// Somebody's, made once; only public halves.
        private let alice = "pure1qyysh8hjs7s7ppd0jrtpe8s0frlhreqjuek7crt8w7z4tw5nsa0kcr7y7fq"
        private let bob = "pure1q8gzggq73vmscd3nnakdl88wn9lh45rsvaguzrvc8fg9qm8g7x45zj5jeau"

        @Test
        func aUidIsJudgedWhileItIsTyped() throws {
            #expect(try checkTypedUid(text: "") == .incomplete(entered: 0, of: 64, wrongGroup: nil))
            #expect(try checkTypedUid(text: "pure 1q") == .incomplete(entered: 6, of: 64, wrongGroup: nil))
            #expect(try checkTypedUid(text: "pure1qb") == .incomplete(entered: 7, of: 64, wrongGroup: 2))
            #expect(try checkTypedUid(text: "Pure1q") == .wrong(problem: .mixedCase))
            #expect(try checkTypedUid(text: alice) == .complete(uid: alice))
            #expect(try checkTypedUid(text: groupedUid(uid: alice)) == .complete(uid: alice))
            #expect(try checkTypedUid(text: alice.dropLast() + "p") == .wrong(problem: .checksum(group: 16)))
        }

        @Test
        func whatIsNoUidIsRefused() {
            #expect(throws: MessengerError.BadUid(problem: .wrongPrefix)) { try groupedUid(uid: "Alice") }
            #expect(throws: MessengerError.BadUid(problem: .wrongPrefix)) {
                try safetyNumber(one: alice, other: "Bob 🙂\0")
            }
        }

        @Test
        func aLinkIsReadBeforeAnythingIsDoneAboutIt() throws {
            #expect(try previewLink(text: "pure2p:" + bob) == LinkPreview(uid: bob, name: nil, addresses: []))
            #expect(throws: MessengerError.BadLink(problem: .encoding)) {
                try previewLink(text: "pure2p:\(bob)?!")
            }
        }

        @Test
        func aQrCodeIsASquareOfDarkAndLight() throws {
            let code = try linkQr(text: alice)
            #expect(code.modules.count == Int(code.width * code.width))
            #expect(Set(code.modules) == [0, 1])
        }

        @Test
        func bothSidesSeeTheSameSafetyNumber() throws {
            let number = try safetyNumber(one: alice, other: bob)
            #expect(try safetyNumber(one: bob, other: alice) == number)
            #expect(number.filter(\.isNumber).count == 60)
            #expect(try safetyQr(mine: alice, theirs: bob).modules != safetyQr(mine: bob, theirs: alice).modules)
            #expect(try safetyQrMatches(scanned: "something else", mine: alice, theirs: bob) == nil)
        }
    }
}
