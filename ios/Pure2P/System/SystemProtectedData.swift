import Foundation
import Pure2PKit
import UIKit

/// Whether the device gives out what it protects while it is locked. The system starts apps before that, to have them ready.
@MainActor
final class SystemProtectedData: ProtectedData {
    var isAvailable: Bool { UIApplication.shared.isProtectedDataAvailable }

    func whenAvailable(_ say: @escaping @MainActor () -> Void) {
        // For the life of the process, as the home that hears it.
        _ = NotificationCenter.default.addObserver(
            forName: UIApplication.protectedDataDidBecomeAvailableNotification, object: nil, queue: .main
        ) { _ in
            MainActor.assumeIsolated { say() }
        }
    }
}
