import XCTest

/// The app as a person has it: started, looked at, tapped, and found by what it says.
@MainActor
struct Phone {
    /// How long something may take that does happen; a simulator that shares its machine is slow.
    static let patience: TimeInterval = 60
    /// How long something is waited for that may as well not happen.
    static let moment: TimeInterval = 5

    let app = XCUIApplication()
    private let system = XCUIApplication(bundleIdentifier: "com.apple.springboard")

    /// Over a database of its own, so that no story goes on with what another one left.
    init(speaking language: Language = .english, text: TextSize = .usual) {
        app.launchArguments = language.arguments + text.arguments
        app.launchEnvironment["PURE2P_HOME"] = UUID().uuidString
    }

    /// Over the fake, in one state of one screen, named as the gallery names it.
    init(
        showing state: String, speaking language: Language = .english, text: TextSize = .usual, mirrored: Bool = false
    ) {
        app.launchArguments = language.arguments + text.arguments
        if mirrored {
            app.launchArguments += ["-AppleTextDirection", "YES", "-NSForceRightToLeftWritingDirection", "YES"]
        }
        app.launchEnvironment["PURE2P_GALLERY"] = state
    }

    /// From nothing to the empty list of chats.
    func createAccount(_ words: FirstWords = .english) {
        app.launch()
        field.typed("Alice")
        button(words.create).found().tap()
        // The question for the local network comes behind our reason for it. A simulator has no such question.
        let goOn = button(words.goOn)
        if goOn.waitForExistence(timeout: Self.moment) { goOn.tap() }
        says(words.noContacts).found()
    }

    /// What a tap on a link in another app does.
    func open(link: String) throws {
        let url = try XCTUnwrap(URL(string: link), "no link: \(link)")
        XCUIDevice.shared.system.open(url)
        // Some versions of the system ask first.
        let open = system.buttons["Open"]
        if open.waitForExistence(timeout: Self.moment) { open.tap() }
    }

    /// Answers the system's question with no.
    func refuse() {
        system.buttons.matching(NSPredicate(format: "label BEGINSWITH %@", "Don")).firstMatch.found().tap()
    }

    /// Whatever shows or speaks this.
    func says(_ words: String) -> XCUIElement {
        app.descendants(matching: .any).matching(NSPredicate(format: "label CONTAINS %@", words)).firstMatch
    }

    func button(_ label: String) -> XCUIElement { app.buttons.matching(identifier: label).firstMatch }

    /// The only field on the screen; one that grows with what is in it counts as a view.
    var field: XCUIElement {
        let (one, other) = (XCUIElement.ElementType.textField.rawValue, XCUIElement.ElementType.textView.rawValue)
        let either = NSPredicate(format: "elementType == %lu OR elementType == %lu", one, other)
        return app.descendants(matching: .any).matching(either).firstMatch
    }
}

/// What the app and the system's part of it speak.
enum Language {
    case english, german

    var arguments: [String] {
        switch self {
        case .english: ["-AppleLanguages", "(en)", "-AppleLocale", "en_GB"]
        case .german: ["-AppleLanguages", "(de)", "-AppleLocale", "de_DE"]
        }
    }
}

/// How large a person has text.
enum TextSize {
    case usual, largest

    var arguments: [String] {
        switch self {
        case .usual: []
        case .largest: ["-UIPreferredContentSizeCategoryName", "UICTContentSizeCategoryAccessibilityXXXL"]
        }
    }
}

/// What leads from nothing to the list of chats.
struct FirstWords {
    let create: String
    let goOn: String
    let noContacts: String

    static let english = FirstWords(create: "Create", goOn: "Continue", noContacts: "No contacts yet")
    static let german = FirstWords(create: "Anlegen", goOn: "Weiter", noContacts: "Noch keine Kontakte")
}

extension XCUIElement {
    /// Waits until it is there.
    @MainActor @discardableResult
    func found(file: StaticString = #filePath, line: UInt = #line) -> XCUIElement {
        XCTAssertTrue(waitForExistence(timeout: Phone.patience), "not there: \(self)", file: file, line: line)
        return self
    }

    /// Waits until it is there, and types into it.
    @MainActor
    func typed(_ text: String, file: StaticString = #filePath, line: UInt = #line) {
        found(file: file, line: line).tap()
        typeText(text)
    }
}

extension XCTestCase {
    /// Keeps what is on the screen; `cargo xtask smoke ios` takes it out under this name.
    @MainActor
    func photograph(_ phone: Phone, as name: String) {
        let picture = XCTAttachment(screenshot: phone.app.screenshot())
        picture.name = name
        picture.lifetime = .keepAlways
        add(picture)
    }
}
