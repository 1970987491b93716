/// The camera, as far as an app has to ask for it.
@MainActor
public protocol CameraAccess: AnyObject, Sendable {
    /// Whether it can be used now.
    var status: CameraStatus { get }
    /// Has the system ask the person, which it does once in the app's life; then what is so.
    func request() async -> CameraStatus
}

/// Whether the camera can be used.
public enum CameraStatus: Sendable, CaseIterable {
    /// Nobody was asked yet.
    case notAsked
    /// It can.
    case allowed
    /// The person said no. Only the system's settings change that.
    case refused
    /// Somebody else decides: parents, an employer, the system.
    case restricted
    /// This device can't find codes.
    case unsupported
}

/// Why nothing is seen, although the camera may be used.
public enum CameraProblem: Sendable, CaseIterable {
    /// It may not be used any more.
    case forbidden
    /// Another app has it.
    case inUse
    /// It does not answer.
    case broken
}
