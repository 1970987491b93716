import SwiftUI
import UIKit

extension OpenURLAction {
    /// This app's own page in the Settings app: what it may do, and its language.
    @MainActor
    func toSystemSettings() {
        if let page = URL(string: UIApplication.openSettingsURLString) { self(page) }
    }
}
