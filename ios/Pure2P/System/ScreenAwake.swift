import SwiftUI
import UIKit

/// Keeps the screen on, or no longer.
@MainActor
func keepScreenOn(_ on: Bool) {
    UIApplication.shared.isIdleTimerDisabled = on
}

/// Hears of every touch of the window that it is in, and takes none of them from anybody.
struct Touches: UIViewRepresentable {
    let touched: @MainActor () -> Void

    func makeUIView(context: Context) -> TouchView {
        TouchView(touched)
    }

    func updateUIView(_ view: TouchView, context: Context) {}
}

/// Nothing to be seen. It listens at its window: a view hears only of touches within it.
final class TouchView: UIView, UIGestureRecognizerDelegate {
    private let touched: @MainActor () -> Void
    private let recognizer = UITapGestureRecognizer(target: nil, action: nil)
    private weak var listening: UIWindow?

    init(_ touched: @escaping @MainActor () -> Void) {
        self.touched = touched
        super.init(frame: .zero)
        isUserInteractionEnabled = false
        recognizer.cancelsTouchesInView = false
        recognizer.delegate = self
    }

    @available(*, unavailable)
    required init?(coder: NSCoder) {
        return nil
    }

    override func didMoveToWindow() {
        super.didMoveToWindow()
        listening?.removeGestureRecognizer(recognizer)
        window?.addGestureRecognizer(recognizer)
        listening = window
    }

    /// Asked for each touch that begins. The answer is always no, so nothing ever comes of it.
    func gestureRecognizer(_ gestureRecognizer: UIGestureRecognizer, shouldReceive touch: UITouch) -> Bool {
        touched()
        return false
    }
}
