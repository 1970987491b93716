import Foundation
import LocalAuthentication
import Pure2PKit

/// Asks for the device's own lock: a face or a finger, and the passcode where that is not enough.
@MainActor
final class SystemAuthenticator: Authenticator {
    /// An open question goes with what asks it.
    private var asking: LAContext?

    var deviceHasLock: Bool {
        var error: NSError?
        if LAContext().canEvaluatePolicy(.deviceOwnerAuthentication, error: &error) { return true }
        return error?.code != LAError.Code.passcodeNotSet.rawValue
    }

    func ask(_ reason: String) async -> Answer {
        let context = LAContext()
        asking = context
        defer { asking = nil }
        return await withCheckedContinuation { continuation in
            // The answer comes on a thread of the system's.
            context.evaluatePolicy(.deviceOwnerAuthentication, localizedReason: reason) { @Sendable isOpened, error in
                continuation.resume(returning: Self.answer(isOpened, error))
            }
        }
    }

    private nonisolated static func answer(_ isOpened: Bool, _ error: (any Error)?) -> Answer {
        if isOpened { return .yes }
        switch (error as? LAError)?.code {
        case .passcodeNotSet: return .noLock
        case .appCancel, .notInteractive, .systemCancel: return .interrupted
        default: return .no
        }
    }
}
