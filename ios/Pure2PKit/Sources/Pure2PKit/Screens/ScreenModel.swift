/// What stands behind a screen: a value of all that is shown and spoken, made anew whenever something in it changed.
@MainActor
public protocol ScreenModel: AnyObject, Sendable {
    /// Every word and sign of the screen.
    associatedtype State: Sendable, Equatable
    /// What is shown and spoken now.
    var state: State { get }
    /// Waits until everything that was announced so far is shown.
    func settled() async
}
