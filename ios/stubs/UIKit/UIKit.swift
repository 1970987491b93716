@_exported import Foundation

public final class UIColor: NSObject, @unchecked Sendable {
    public static var systemBackground: UIColor { fatalError() }
    public static var secondarySystemBackground: UIColor { fatalError() }
    public static var systemGroupedBackground: UIColor { fatalError() }
    public static var secondarySystemGroupedBackground: UIColor { fatalError() }
    public static var secondarySystemFill: UIColor { fatalError() }
}

public enum UIKeyboardType: Int, Sendable {
    case `default`, asciiCapable, numbersAndPunctuation, numberPad
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case URL
}

@MainActor open class UIResponder: NSObject {}

@MainActor open class UIView: UIResponder {
    public init(frame: CGRect) {}
    public required init?(coder: NSCoder) {}
    open var isUserInteractionEnabled: Bool {
        get { fatalError() }
        set {}
    }
    open var frame: CGRect {
        get { fatalError() }
        set {}
    }
    open var bounds: CGRect {
        get { fatalError() }
        set {}
    }
    public struct AutoresizingMask: OptionSet, Sendable {
        public let rawValue: UInt
        public init(rawValue: UInt) { self.rawValue = rawValue }
        public static let flexibleWidth = AutoresizingMask(rawValue: 2)
        public static let flexibleHeight = AutoresizingMask(rawValue: 16)
    }
    open var autoresizingMask: AutoresizingMask {
        get { fatalError() }
        set {}
    }
    open func addSubview(_ view: UIView) {}
    open var window: UIWindow? { fatalError() }
    /// Of any object, as Apple declares it; here of views alone.
    open var accessibilityViewIsModal: Bool {
        get { fatalError() }
        set {}
    }
    open func didMoveToWindow() {}
    open func addGestureRecognizer(_ gestureRecognizer: UIGestureRecognizer) {}
    open func removeGestureRecognizer(_ gestureRecognizer: UIGestureRecognizer) {}
}

@MainActor open class UIWindow: UIView {
    public struct Level: Hashable, RawRepresentable, Sendable {
        public var rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static let alert = Level(rawValue: 2_000)
        public static func + (level: Level, more: CGFloat) -> Level { Level(rawValue: level.rawValue + more) }
    }
    public init(windowScene: UIWindowScene) { super.init(frame: .zero) }
    public required init?(coder: NSCoder) { nil }
    open var windowLevel: Level {
        get { fatalError() }
        set {}
    }
    open var rootViewController: UIViewController? {
        get { fatalError() }
        set {}
    }
    open var isHidden: Bool {
        get { fatalError() }
        set {}
    }
    open func makeKey() {}
}

@MainActor open class UIViewController: UIResponder {
    public init(nibName nibNameOrNil: String?, bundle nibBundleOrNil: Bundle?) {}
    public required init?(coder: NSCoder) {}
    open var view: UIView! {
        get { fatalError() }
        set {}
    }
    open var viewIfLoaded: UIView? { fatalError() }
    open func viewDidLoad() {}
    open func viewDidAppear(_ animated: Bool) {}
    open func addChild(_ childController: UIViewController) {}
    open func didMove(toParent parent: UIViewController?) {}
}

@MainActor open class UIScene: UIResponder {}
@MainActor open class UIWindowScene: UIScene {
    open var keyWindow: UIWindow? { fatalError() }
}

@MainActor open class UIApplication: UIResponder {
    public class var shared: UIApplication { fatalError() }
    open var connectedScenes: Set<UIScene> { fatalError() }
    open var isProtectedDataAvailable: Bool { fatalError() }
    open var isIdleTimerDisabled: Bool {
        get { fatalError() }
        set {}
    }
    open nonisolated func beginBackgroundTask(
        withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier { fatalError() }
    open nonisolated func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) {}
    public nonisolated class var openSettingsURLString: String { fatalError() }
    public nonisolated static var protectedDataDidBecomeAvailableNotification: NSNotification.Name { fatalError() }
}

@MainActor open class UIGestureRecognizer: NSObject {
    public init(target: Any?, action: Selector?) {}
    public convenience override init() { self.init(target: nil, action: nil) }
    open weak var delegate: (any UIGestureRecognizerDelegate)?
    open var view: UIView? { fatalError() }
}
@MainActor open class UITapGestureRecognizer: UIGestureRecognizer {}

@MainActor public protocol UIGestureRecognizerDelegate: NSObjectProtocol {
    func gestureRecognizer(_ gestureRecognizer: UIGestureRecognizer, shouldReceive touch: UITouch) -> Bool
}

/// The Objective-C runtime's own.
public struct Selector {}
@MainActor open class UITouch: NSObject {}
