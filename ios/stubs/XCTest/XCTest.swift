// XCTest and XCUIAutomation, as far as Pure2PUITests use them: signatures as in Xcode 16 (the module of that name for Linux
// has nothing of the second). It proves that the stories are right Swift. What a simulator does with them it does not know.

@_exported import Foundation

open class XCTestCase: NSObject {
    open var continueAfterFailure: Bool {
        get { fatalError() }
        set { fatalError() }
    }
    open func setUpWithError() throws { fatalError() }
    public final func add(_ attachment: XCTAttachment) { fatalError() }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
public func XCTAssertTrue(
    _ expression: @autoclosure () throws -> Bool, _ message: @autoclosure () -> String = "",
    file: StaticString = #filePath, line: UInt = #line
) { fatalError() }

// swift-format-ignore: AlwaysUseLowerCamelCase
public func XCTFail(_ message: String = "", file: StaticString = #filePath, line: UInt = #line) { fatalError() }

// swift-format-ignore: AlwaysUseLowerCamelCase
public func XCTUnwrap<T>(
    _ expression: @autoclosure () throws -> T?, _ message: @autoclosure () -> String = "",
    file: StaticString = #filePath, line: UInt = #line
) throws -> T { fatalError() }

public struct XCTSkip: Error {
    public init(
        _ message: @autoclosure () -> String? = nil, file: StaticString = #filePath, line: UInt = #line
    ) { fatalError() }
}

open class XCTAttachment: NSObject {
    public enum Lifetime: Int, Sendable {
        case keepAlways
        case deleteOnSuccess
    }
    public convenience init(screenshot: XCUIScreenshot) { fatalError() }
    open var name: String? {
        get { fatalError() }
        set { fatalError() }
    }
    open var lifetime: Lifetime {
        get { fatalError() }
        set { fatalError() }
    }
}

open class XCUIScreenshot: NSObject {}

@MainActor
open class XCUIElement: NSObject {
    public enum ElementType: UInt, Sendable {
        case any = 0
        case textField = 49
        case textView = 52
    }
    open func waitForExistence(timeout: TimeInterval) -> Bool { fatalError() }
    open var isHittable: Bool { fatalError() }
    open var buttons: XCUIElementQuery { fatalError() }
    open func descendants(matching type: ElementType) -> XCUIElementQuery { fatalError() }
    open func tap() { fatalError() }
    open func swipeUp() { fatalError() }
    open func typeText(_ text: String) { fatalError() }
    open func screenshot() -> XCUIScreenshot { fatalError() }
}

@MainActor
open class XCUIElementQuery: NSObject {
    open var firstMatch: XCUIElement { fatalError() }
    open func matching(_ predicate: NSPredicate) -> XCUIElementQuery { fatalError() }
    open func matching(identifier: String) -> XCUIElementQuery { fatalError() }
    open subscript(key: String) -> XCUIElement { fatalError() }
}

@MainActor
open class XCUIApplication: XCUIElement {
    public override init() { fatalError() }
    public init(bundleIdentifier: String) { fatalError() }
    open func launch() { fatalError() }
    open func terminate() { fatalError() }
    open var launchArguments: [String] {
        get { fatalError() }
        set { fatalError() }
    }
    open var launchEnvironment: [String: String] {
        get { fatalError() }
        set { fatalError() }
    }
    open func resetAuthorizationStatus(for resource: XCUIProtectedResource) { fatalError() }
    public func performAccessibilityAudit(
        for auditTypes: XCUIAccessibilityAuditType = .all,
        _ issueHandler: ((XCUIAccessibilityAuditIssue) throws -> Bool)? = nil
    ) throws { fatalError() }
}

public enum XCUIProtectedResource: Int, Sendable {
    case camera
}

public struct XCUIAccessibilityAuditType: OptionSet, Sendable {
    public let rawValue: UInt64
    public init(rawValue: UInt64) { self.rawValue = rawValue }
    public static var sufficientElementDescription: Self { fatalError() }
    public static var hitRegion: Self { fatalError() }
    public static var dynamicType: Self { fatalError() }
    public static var textClipped: Self { fatalError() }
    public static var trait: Self { fatalError() }
    public static var all: Self { fatalError() }
}

open class XCUIAccessibilityAuditIssue: NSObject {
    open var compactDescription: String { fatalError() }
}

@MainActor
open class XCUISystem: NSObject {
    open func open(_ url: URL) { fatalError() }
}

@MainActor
open class XCUIDevice: NSObject {
    public enum Appearance: Int, Sendable {
        case unspecified
        case light
        case dark
    }
    open class var shared: XCUIDevice { fatalError() }
    open var system: XCUISystem { fatalError() }
    open var appearance: Appearance {
        get { fatalError() }
        set { fatalError() }
    }
}

extension NSPredicate {
    /// Foundation's on Apple's systems.
    public convenience init(format predicateFormat: String, _ args: any CVarArg...) { fatalError() }
}
