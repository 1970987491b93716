import SwiftUI
import UIKit

/// Hears every touch of the window that it is in, and takes none: what was touched never knows.
struct Touches: UIViewRepresentable {
    let touched: @MainActor () -> Void

    func makeUIView(context: Context) -> UIView {
        Place(touched)
    }

    func updateUIView(_ view: UIView, context: Context) {}

    /// Knows the window, once it is in one. Its recognizer is asked about each touch before it gets it, and wants none.
    private final class Place: UIView, UIGestureRecognizerDelegate {
        private let touched: @MainActor () -> Void
        private let recognizer = UITapGestureRecognizer()

        init(_ touched: @escaping @MainActor () -> Void) {
            self.touched = touched
            super.init(frame: .zero)
            isUserInteractionEnabled = false
            recognizer.delegate = self
        }

        required init?(coder: NSCoder) {
            nil
        }

        override func didMoveToWindow() {
            super.didMoveToWindow()
            recognizer.view?.removeGestureRecognizer(recognizer)
            window?.addGestureRecognizer(recognizer)
        }

        func gestureRecognizer(_ gestureRecognizer: UIGestureRecognizer, shouldReceive touch: UITouch) -> Bool {
            touched()
            return false
        }
    }
}
