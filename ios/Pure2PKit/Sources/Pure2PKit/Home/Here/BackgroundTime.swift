/// Time that a system gives to an app that it will suspend.
@MainActor
public protocol BackgroundTime: AnyObject {
    /// Asks for it. Nothing if there is none; `expired` is called when it is over, and then it must be ended at once.
    func begin(_ name: String, expired: @escaping @MainActor () -> Void) -> Int?
    /// It is not needed any more.
    func end(_ time: Int)
}
