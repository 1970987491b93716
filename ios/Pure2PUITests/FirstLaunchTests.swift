import XCTest

/// The first minute, for people who have their phone otherwise than we have ours.
final class FirstLaunchTests: XCTestCase {
    override func setUpWithError() throws {
        continueAfterFailure = false
    }

    @MainActor
    func testInGerman() {
        let phone = Phone(speaking: .german)
        phone.createAccount(.german)
        photograph(phone, as: "story.first-launch.german")
    }

    @MainActor
    func testWithTheLargestText() {
        let phone = Phone(text: .largest)
        phone.createAccount()
        // What is to be tapped next is reached, however far down.
        let add = phone.button("Add a contact").found()
        for _ in 0..<5 where !add.isHittable { phone.app.swipeUp() }
        add.tap()
        phone.field.found()
        photograph(phone, as: "story.first-launch.large")
    }

    @MainActor
    func testInTheDark() {
        XCUIDevice.shared.appearance = .dark
        defer { XCUIDevice.shared.appearance = .light }
        let phone = Phone()
        phone.createAccount()
        photograph(phone, as: "story.first-launch.dark")
    }
}
