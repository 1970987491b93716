@MainActor @preconcurrency
public protocol Scene {
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Self.Body { get }
}

extension Never: Scene {}

@resultBuilder
public struct SceneBuilder {
    public static func buildExpression<Content: Scene>(_ content: Content) -> Content { fatalError() }
    public static func buildBlock<Content: Scene>(_ content: Content) -> Content { fatalError() }
}

@MainActor @preconcurrency
public protocol App {
    associatedtype Body: Scene
    @SceneBuilder @MainActor @preconcurrency var body: Self.Body { get }
    @MainActor @preconcurrency init()
}

extension App {
    @MainActor @preconcurrency public static func main() { fatalError() }
}

public struct WindowGroup<Content: View>: Scene {
    public init(@ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public enum ScenePhase: Comparable, Sendable {
    case background, inactive, active
}

extension Scene {
    public func onChange<V: Equatable>(
        of value: V, initial: Bool = false, _ action: @escaping (_ oldValue: V, _ newValue: V) -> Void
    ) -> some Scene { NoScene() }
    public func commands<Content: Commands>(@CommandsBuilder content: () -> Content) -> some Scene { NoScene() }
}

struct NoScene: Scene {
    var body: Never { fatalError() }
}

@MainActor @preconcurrency
public protocol Commands {
    associatedtype Body: Commands
    @CommandsBuilder @MainActor @preconcurrency var body: Self.Body { get }
}

extension Never: Commands {}

@resultBuilder
public struct CommandsBuilder {
    public static func buildExpression<Content: Commands>(_ content: Content) -> Content { fatalError() }
    public static func buildBlock<Content: Commands>(_ content: Content) -> Content { fatalError() }
}

public struct CommandMenu<Content: View>: Commands {
    public init<S: StringProtocol>(_ name: S, @ViewBuilder content: () -> Content) {}
    public var body: Never { fatalError() }
}

public struct CommandGroupPlacement: Sendable {
    public static var newItem: CommandGroupPlacement { fatalError() }
    public static var appSettings: CommandGroupPlacement { fatalError() }
}

public struct CommandGroup<Content: View>: Commands {
    public init(replacing group: CommandGroupPlacement, @ViewBuilder addition: () -> Content) {}
    public init(after group: CommandGroupPlacement, @ViewBuilder addition: () -> Content) {}
    public var body: Never { fatalError() }
}

@propertyWrapper
public struct UIApplicationDelegateAdaptor<DelegateType: NSObject> {
    @MainActor public init(_ delegateType: DelegateType.Type = DelegateType.self) {}
    @MainActor public var wrappedValue: DelegateType { fatalError() }
}
