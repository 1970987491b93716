import Pure2PKit
import SwiftUI
import UIKit

/// Covers the app with a window above all others: a sheet, an alert and the keyboard lie above whatever a view draws over itself.
///
/// The lock stands in it, too. What was open below is taken away, but a sheet goes slowly, and the system's own one for sharing
/// may stay; none of it is seen or touched before the lock is open.
@MainActor
final class CoverWindow {
    private let model: FrameModel
    private var windows: [UIWindow] = []
    /// What keys were for before.
    private var before: UIWindow?

    /// Apple names no level above alerts, and a keyboard lies far above them: at ten million.
    private static let level = UIWindow.Level(rawValue: 20_000_000)

    init(_ model: FrameModel) {
        self.model = model
    }

    /// Covers everything, or no longer. Without animation: the system photographs the app for its switcher at once.
    func show(_ cover: FrameCover) {
        guard cover != .nothing else { return hide() }
        let scenes = UIApplication.shared.connectedScenes.compactMap { $0 as? UIWindowScene }
        if windows.isEmpty { windows = scenes.map(window) }
        // With a keyboard of keys nobody types into what is below. Where the system's question is in front, it has them.
        if case .lock = cover, before == nil {
            before = scenes.compactMap(\.keyWindow).first
            windows.first?.makeKey()
        }
    }

    private func window(in scene: UIWindowScene) -> UIWindow {
        let window = UIWindow(windowScene: scene)
        window.windowLevel = Self.level
        window.rootViewController = UIHostingController(rootView: CoverView(model: model))
        // VoiceOver reads nothing below it.
        window.accessibilityViewIsModal = true
        window.isHidden = false
        return window
    }

    private func hide() {
        for window in windows { window.isHidden = true }
        windows = []
        before?.makeKey()
        before = nil
    }
}

/// What is seen of the app while nothing of it may be seen.
private struct CoverView: View {
    let model: FrameModel

    var body: some View {
        ZStack {
            Color(uiColor: .systemBackground).ignoresSafeArea()
            if case .lock(let notice) = model.cover {
                FrameNoticeView(notice: notice, act: model.act)
            } else {
                Image(decorative: "Mark").resizable().aspectRatio(contentMode: .fit).frame(width: 96, height: 96)
                    .foregroundStyle(.tint)
            }
        }
        .preferredColorScheme(model.home.device.choices.appearance.scheme)
    }
}
