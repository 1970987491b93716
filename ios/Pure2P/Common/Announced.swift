import SwiftUI

extension View {
    /// Reads out what has just come to be said, whatever the person was doing.
    func announced(_ text: String?) -> some View {
        onChange(of: text) { _, text in
            if let text { AccessibilityNotification.Announcement(text).post() }
        }
    }
}
