import XCTest

/// From nothing to an answer, in a minute. At the other end is a terminal program on the same machine, which accepts
/// strangers and answers them: `cargo xtask smoke ios` starts it, and says where it is.
final class ShortStoryTests: XCTestCase {
    /// What is written here.
    static let words = "Hello from the phone"
    /// What comes back.
    static let answer = "Hello from the terminal"

    override func setUpWithError() throws {
        continueAfterFailure = false
    }

    @MainActor
    func testATappedLinkLeadsToAnAnswer() throws {
        guard let link = ProcessInfo.processInfo.environment["PURE2P_LINK"] else {
            throw XCTSkip("Nobody is at the other end: cargo xtask smoke ios.")
        }
        let phone = Phone()
        phone.createAccount()

        try phone.open(link: link)
        phone.button("Add").found().tap()
        phone.says("Nothing written yet").found()

        phone.field.typed(Self.words)
        phone.button("Send").found().tap()
        phone.says(Self.answer).found()
        let said = NSPredicate(format: "label CONTAINS %@ AND label CONTAINS %@", Self.words, "Message read")
        phone.app.descendants(matching: .any).matching(said).firstMatch.found()
        photograph(phone, as: "story.answered")

        // Ended as the system ends it, and opened again: the key is found, and with it all that was said.
        phone.app.terminate()
        phone.app.launch()
        phone.says(Self.answer).found()
    }
}
