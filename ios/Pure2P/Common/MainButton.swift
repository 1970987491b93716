import SwiftUI

/// What most people want on a screen, in the accent: large enough for a finger, and its words can be read on the accent in the
/// light and in the dark.
struct MainButton: View {
    let title: String
    var isWide = false
    let action: @MainActor () -> Void

    init(_ title: String, isWide: Bool = false, action: @escaping @MainActor () -> Void) {
        self.title = title
        self.isWide = isWide
        self.action = action
    }

    var body: some View {
        Button(action: action) {
            Text(title).foregroundStyle(.onAccent).frame(maxWidth: isWide ? .infinity : nil)
        }
        .buttonStyle(.borderedProminent)
        .controlSize(.large)
    }
}
