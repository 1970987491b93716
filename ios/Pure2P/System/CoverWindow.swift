import Pure2PKit
import SwiftUI
import UIKit

/// Covers the app with a window above all others: a sheet, an alert and the keyboard lie above whatever a view draws over itself.
@MainActor
final class CoverWindow {
    private var window: UIWindow?

    /// Covers everything, or no longer, as light or dark as what is covered. Without animation: the system photographs the app for its
    /// switcher at once.
    func show(_ isCovered: Bool, _ appearance: Appearance) {
        guard isCovered else {
            window?.isHidden = true
            window = nil
            return
        }
        guard window == nil, let scene else { return }
        let cover = UIWindow(windowScene: scene)
        cover.windowLevel = .alert + 1
        cover.overrideUserInterfaceStyle = UIUserInterfaceStyle(appearance)
        cover.rootViewController = UIHostingController(rootView: CoverView())
        cover.isHidden = false
        window = cover
    }

    /// Closes what lies above the screens: sheets, questions, what is being shared. They would slide away from above the lock, and be
    /// read meanwhile.
    func closeSheets() {
        for one in scene?.windows ?? [] where one !== window {
            if let root = one.rootViewController, root.presentedViewController != nil { root.dismiss(animated: false) }
        }
    }

    /// The app has one.
    private var scene: UIWindowScene? {
        UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }.first
    }
}

extension UIUserInterfaceStyle {
    fileprivate init(_ appearance: Appearance) {
        self =
            switch appearance {
            case .system: .unspecified
            case .light: .light
            case .dark: .dark
            }
    }
}

/// What is seen of the app while nothing of it may be seen.
private struct CoverView: View {
    var body: some View {
        ZStack {
            Color(uiColor: .systemBackground).ignoresSafeArea()
            Image(decorative: "Mark").resizable().aspectRatio(contentMode: .fit).frame(width: 96, height: 96)
                .foregroundStyle(.tint)
        }
    }
}
