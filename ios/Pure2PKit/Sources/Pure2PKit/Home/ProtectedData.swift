/// Whether the device gives out what it protects while it is locked. A system may start an app before that: to have it
/// ready when somebody opens it.
@MainActor
public protocol ProtectedData: AnyObject {
    /// Whether it does now.
    var isAvailable: Bool { get }
    /// Says so each time when it does from now on.
    func whenAvailable(_ say: @escaping @MainActor () -> Void)
}
