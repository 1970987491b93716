import Pure2PKit
import XCTest

/// Photographs every state of every screen, and asks the system what it finds wrong with it.
final class GalleryTests: XCTestCase {
    override func setUpWithError() throws {
        // One state that fails says nothing of the others.
        continueAfterFailure = true
    }

    @MainActor
    func testEveryState() throws {
        for state in Gallery.names {
            let phone = show(Phone(showing: state), as: state)
            try phone.app.performAccessibilityAudit(for: [.sufficientElementDescription, .hitRegion, .trait]) { issue in
                XCTFail("\(state): \(issue.compactDescription)")
                return true
            }
        }
    }

    @MainActor
    func testEveryStateInTheDark() {
        XCUIDevice.shared.appearance = .dark
        defer { XCUIDevice.shared.appearance = .light }
        for state in Gallery.names { show(Phone(showing: state), as: state, "dark") }
    }

    @MainActor
    func testLargestText() throws {
        for state in firstTwo {
            let phone = show(Phone(showing: state, text: .largest), as: state, "large")
            try phone.app.performAccessibilityAudit(for: [.dynamicType, .textClipped]) { issue in
                XCTFail("\(state), large: \(issue.compactDescription)")
                return true
            }
        }
    }

    @MainActor
    func testGerman() {
        for state in firstTwo { show(Phone(showing: state, speaking: .german), as: state, "german") }
    }

    @MainActor
    func testFromRightToLeft() {
        for state in firstTwo { show(Phone(showing: state, mirrored: true), as: state, "mirrored") }
    }

    /// Of each screen.
    @MainActor
    private var firstTwo: [String] {
        Dictionary(grouping: Gallery.names) { $0.prefix { $0 != "/" } }.values.flatMap { $0.prefix(2) }
    }

    @MainActor @discardableResult
    private func show(_ phone: Phone, as state: String, _ variant: String? = nil) -> Phone {
        phone.app.launch()
        let name = state.replacingOccurrences(of: "/", with: ".")
        photograph(phone, as: [name, variant].compactMap { $0 }.joined(separator: "."))
        return phone
    }
}
