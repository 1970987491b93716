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

@MainActor @preconcurrency
open class UIWindow: UIView {
    public struct Level: Hashable, RawRepresentable, Sendable {
        public var rawValue: CGFloat
        public init(rawValue: CGFloat) { self.rawValue = rawValue }
        public static var alert: Level { fatalError() }
        public static func + (level: Level, more: CGFloat) -> Level { fatalError() }
    }
    public init(windowScene: UIWindowScene) { fatalError() }
    public required init?(coder: NSCoder) { fatalError() }
    open var windowLevel: Level {
        get { fatalError() }
        set { fatalError() }
    }
    open var rootViewController: UIViewController? {
        get { fatalError() }
        set { fatalError() }
    }
}

@MainActor @preconcurrency
open class UIViewController: UIResponder {}

@MainActor @preconcurrency
open class UIScene: UIResponder {}

@MainActor @preconcurrency
open class UIWindowScene: UIScene {}
