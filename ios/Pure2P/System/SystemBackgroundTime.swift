import Pure2PKit
import UIKit

/// Time that the system gives before it suspends the app.
@MainActor
final class SystemBackgroundTime: BackgroundTime {
    func begin(_ name: String, expired: @escaping @MainActor () -> Void) -> Int? {
        let time = UIApplication.shared.beginBackgroundTask(withName: name, expirationHandler: expired)
        return time == .invalid ? nil : time.rawValue
    }

    func end(_ time: Int) {
        UIApplication.shared.endBackgroundTask(UIBackgroundTaskIdentifier(rawValue: time))
    }
}
