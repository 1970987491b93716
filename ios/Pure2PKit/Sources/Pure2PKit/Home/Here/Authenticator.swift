/// Asks for the device's own lock: a face, a finger or the passcode.
@MainActor
public protocol Authenticator: AnyObject {
    /// What came of asking.
    typealias Answer = AuthenticatorAnswer
    /// Whether there is anything to ask for. What isn't certain counts as yes.
    var deviceHasLock: Bool { get }
    /// Asks; `reason` is shown to the person.
    func ask(_ reason: String) async -> Answer
}

/// What came of asking for the device's lock.
public enum AuthenticatorAnswer: Sendable, CaseIterable {
    /// It was opened.
    case yes
    /// It was not.
    case no
    /// Something came in between: a call, or another app. Nobody has said no.
    case interrupted
    /// The device has none.
    case noLock
}
