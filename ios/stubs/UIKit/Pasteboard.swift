open class UIPasteboard: NSObject, @unchecked Sendable {
    open class var general: UIPasteboard { fatalError() }
    open var string: String? {
        get { fatalError() }
        set {}
    }
    open func setItems(_ items: [[String: Any]], options: [UIPasteboard.OptionsKey: Any] = [:]) {}
    public struct OptionsKey: Hashable, RawRepresentable, Sendable {
        public let rawValue: String
        public init(rawValue: String) { self.rawValue = rawValue }
        public static let expirationDate = OptionsKey(rawValue: "")
        public static let localOnly = OptionsKey(rawValue: "")
    }
}
