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
