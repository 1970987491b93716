public struct UIBackgroundTaskIdentifier: RawRepresentable, Hashable, Sendable {
    public let rawValue: Int
    public init(rawValue: Int) { self.rawValue = rawValue }
    public static var invalid: UIBackgroundTaskIdentifier { fatalError() }
}

@MainActor open class UIDevice: NSObject {
    open class var current: UIDevice { fatalError() }
    open var systemName: String { fatalError() }
    open var systemVersion: String { fatalError() }
}
