import XCTest

/// The system's own question, and a person who says no.
final class DeniedCameraTests: XCTestCase {
    override func setUpWithError() throws {
        continueAfterFailure = false
    }

    @MainActor
    func testPastingAndTypingRemain() {
        let phone = Phone()
        phone.app.launchEnvironment["PURE2P_CAMERA"] = "1"
        phone.app.resetAuthorizationStatus(for: .camera)
        phone.createAccount()
        phone.button("Add a contact").found().tap()

        phone.button("Scan").found().tap()
        phone.refuse()
        phone.says("camera").found()
        photograph(phone, as: "story.camera-refused")
        phone.button("Paste").found()
        phone.field.found()
    }
}
