public struct Text: PrimitiveView, Equatable {
    public init(verbatim content: String) {}
    @_disfavoredOverload public init<S: StringProtocol>(_ content: S) {}
    public init(
        _ key: LocalizedStringKey, tableName: String? = nil, bundle: Bundle? = nil, comment: StaticString? = nil
    ) {}
    public init(_ image: Image) {}
    public static func + (lhs: Text, rhs: Text) -> Text { fatalError() }
    public func font(_ font: Font?) -> Text { fatalError() }
    public func fontWeight(_ weight: Font.Weight?) -> Text { fatalError() }
    public func bold() -> Text { fatalError() }
    public func italic() -> Text { fatalError() }
    public func monospaced(_ isActive: Bool = true) -> Text { fatalError() }
    public func underline(
        _ isActive: Bool = true, pattern: LineStyle.Pattern = .solid, color: Color? = nil
    ) -> Text { fatalError() }
    public struct LineStyle: Hashable, Sendable {
        public struct Pattern: Sendable {
            public static let solid = Pattern()
        }
    }
    public func foregroundStyle<S: ShapeStyle>(_ style: S) -> Text { fatalError() }

    public enum TruncationMode: Sendable { case head, tail, middle }
}

public struct LocalizedStringKey: Equatable, ExpressibleByStringInterpolation {
    public init(_ value: String) {}
    public init(stringLiteral value: String) {}
}

public struct Font: Hashable, Sendable {
    public enum TextStyle: CaseIterable, Sendable {
        case largeTitle, title, title2, title3, headline, subheadline, body, callout, footnote, caption, caption2
    }
    public struct Weight: Hashable, Sendable {
        public static let regular = Weight()
        public static let medium = Weight()
        public static let semibold = Weight()
        public static let bold = Weight()
    }
    public enum Design: Hashable, Sendable { case `default`, serif, rounded, monospaced }
    public static let largeTitle = Font()
    public static let title = Font()
    public static let title2 = Font()
    public static let title3 = Font()
    public static let headline = Font()
    public static let subheadline = Font()
    public static let body = Font()
    public static let callout = Font()
    public static let footnote = Font()
    public static let caption = Font()
    public static let caption2 = Font()
    public static func system(size: CGFloat, weight: Weight? = nil, design: Design? = nil) -> Font { fatalError() }
    public static func system(_ style: TextStyle, design: Design? = nil, weight: Weight? = nil) -> Font { fatalError() }
    public func weight(_ weight: Weight) -> Font { fatalError() }
    public func bold() -> Font { fatalError() }
    public func monospaced() -> Font { fatalError() }
    public func monospacedDigit() -> Font { fatalError() }
}

public struct Image: PrimitiveView, Equatable {
    public init(systemName: String) {}
    public init(_ name: String, bundle: Bundle? = nil) {}
    public init(decorative name: String, bundle: Bundle? = nil) {}
    public func resizable() -> Image { fatalError() }
    public func interpolation(_ interpolation: Interpolation) -> Image { fatalError() }
    public enum Interpolation: Sendable { case none, low, medium, high }
    public enum Scale: Hashable, Sendable { case small, medium, large }
}

extension View {
    public func imageScale(_ scale: Image.Scale) -> some View { EmptyView() }
    public func font(_ font: Font?) -> some View { EmptyView() }
    public func fontWeight(_ weight: Font.Weight?) -> some View { EmptyView() }
    public func bold(_ isActive: Bool = true) -> some View { EmptyView() }
    public func italic(_ isActive: Bool = true) -> some View { EmptyView() }
    public func monospaced(_ isActive: Bool = true) -> some View { EmptyView() }
    public func monospacedDigit() -> some View { EmptyView() }
    public func lineLimit(_ number: Int?) -> some View { EmptyView() }
    public func lineLimit(_ limit: ClosedRange<Int>) -> some View { EmptyView() }
    public func multilineTextAlignment(_ alignment: TextAlignment) -> some View { EmptyView() }
    public func truncationMode(_ mode: Text.TruncationMode) -> some View { EmptyView() }
    public func minimumScaleFactor(_ factor: CGFloat) -> some View { EmptyView() }
    public func textSelection<S: TextSelectability>(_ selectability: S) -> some View { EmptyView() }
    public func dynamicTypeSize<T: RangeExpression>(_ range: T) -> some View where T.Bound == DynamicTypeSize {
        EmptyView()
    }
    public func dynamicTypeSize(_ size: DynamicTypeSize) -> some View { EmptyView() }
    public func textCase(_ textCase: Text.Case?) -> some View { EmptyView() }
}

extension Text {
    public enum Case: Hashable, Sendable { case uppercase, lowercase }
}

public enum TextAlignment: Hashable, Sendable { case leading, center, trailing }

@MainActor @preconcurrency public protocol TextSelectability {
    static var allowsSelection: Bool { get }
}
public struct EnabledTextSelectability: TextSelectability {
    public static let allowsSelection = true
}
extension TextSelectability where Self == EnabledTextSelectability {
    public static var enabled: EnabledTextSelectability { EnabledTextSelectability() }
}

public enum DynamicTypeSize: Hashable, Comparable, CaseIterable, Sendable {
    case xSmall, small, medium, large, xLarge, xxLarge, xxxLarge
    case accessibility1, accessibility2, accessibility3, accessibility4, accessibility5
    public var isAccessibilitySize: Bool { fatalError() }
}

public enum LayoutDirection: Hashable, Sendable { case leftToRight, rightToLeft }
public enum ColorScheme: Hashable, CaseIterable, Sendable { case light, dark }

extension View {
    public func preferredColorScheme(_ colorScheme: ColorScheme?) -> some View { EmptyView() }
}
