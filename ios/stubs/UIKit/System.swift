public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static var invalid: UIBackgroundTaskIdentifier { fatalError() }
}

@MainActor @preconcurrency
open class UIResponder: NSObject {
    public override nonisolated init() { fatalError() }
}

@MainActor @preconcurrency
open class UIApplication: UIResponder {
    open class var shared: UIApplication { fatalError() }
    open var connectedScenes: Set<UIScene> { fatalError() }
    open var isProtectedDataAvailable: Bool { fatalError() }
    open var isIdleTimerDisabled: Bool {
        get { fatalError() }
        set { fatalError() }
    }
    open nonisolated func beginBackgroundTask(
        withName taskName: String?, expirationHandler handler: (@MainActor @Sendable () -> Void)? = nil
    ) -> UIBackgroundTaskIdentifier { fatalError() }
    open nonisolated func endBackgroundTask(_ identifier: UIBackgroundTaskIdentifier) { fatalError() }
    public nonisolated static var protectedDataDidBecomeAvailableNotification: NSNotification.Name { fatalError() }
    public nonisolated static var openSettingsURLString: String { fatalError() }
}

@MainActor @preconcurrency
open class UIView: UIResponder {
    public init(frame: CGRect) { fatalError() }
    public required init?(coder: NSCoder) { fatalError() }
    open var window: UIWindow? { fatalError() }
    open func didMoveToWindow() { fatalError() }
    open var isHidden: Bool {
        get { fatalError() }
        set { fatalError() }
    }
    open var isUserInteractionEnabled: Bool {
        get { fatalError() }
        set { fatalError() }
    }
    open func addGestureRecognizer(_ gestureRecognizer: UIGestureRecognizer) { fatalError() }
    open func removeGestureRecognizer(_ gestureRecognizer: UIGestureRecognizer) { fatalError() }
}

@MainActor @preconcurrency
open class UITouch: NSObject {}

@MainActor @preconcurrency
open class UIGestureRecognizer: NSObject {
    public init(target: Any?, action: Selector?) { fatalError() }
    open weak var delegate: (any UIGestureRecognizerDelegate)? {
        get { fatalError() }
        set { fatalError() }
    }
    open var cancelsTouchesInView: Bool {
        get { fatalError() }
        set { fatalError() }
    }
}

@MainActor @preconcurrency
open class UITapGestureRecognizer: UIGestureRecognizer {}

@MainActor @preconcurrency
public protocol UIGestureRecognizerDelegate: NSObjectProtocol {
    func gestureRecognizer(_ gestureRecognizer: UIGestureRecognizer, shouldReceive touch: UITouch) -> Bool
}

/// Of the language's runtime on Apple's systems; nobody makes one here.
public struct Selector: Sendable {}
