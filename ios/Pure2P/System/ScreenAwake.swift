import UIKit

/// Keeps the screen on, or no longer.
@MainActor
func keepScreenOn(_ on: Bool) {
    UIApplication.shared.isIdleTimerDisabled = on
}
