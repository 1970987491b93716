import XCTest

/// The system's own question, and a person who says no.
final class DeniedCameraTests: XCTestCase {
    override func setUpWithError() throws {
        continueAfterFailure = false
    }

    @MainActor
    func testPastingAndTypingRemain() throws {
        let phone = Phone()
        phone.app.resetAuthorizationStatus(for: .camera)
        phone.createAccount()
        phone.button("Add a contact").found().tap()

        let scan = phone.button("Scan")
        let offered = scan.waitForExistence(timeout: Phone.moment)
        if offered {
            scan.tap()
            phone.refuse()
            phone.says("camera").found()
            photograph(phone, as: "story.camera-refused")
        }
        phone.button("Paste").found()
        phone.field.found()
        try XCTSkipUnless(offered, "Without a camera no scan is offered, so nobody could be asked.")
    }
}
