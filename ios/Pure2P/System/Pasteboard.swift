import Foundation
import UIKit

/// Copies what somebody wrote: for this device alone, and not for long. What is copied otherwise is on every device of the same
/// person within moments.
@MainActor
func copyMessage(_ text: String) {
    UIPasteboard.general.setItems(
        [["public.utf8-plain-text": text]],
        options: [.localOnly: true, .expirationDate: Date(timeIntervalSinceNow: 10 * 60)])
}
