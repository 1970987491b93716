import Pure2PKit
import SwiftUI

/// What is in the app's window.
struct RootView: View {
    let main: Main

    var body: some View {
        FrameView(model: main.frame) { open in
            Held {
                WelcomeModel(main.home, open)
            } content: { model in
                WelcomeView(model: model)
            }
        } inside: { open in
            PlacesView(main: main, open: open, go: open.go)
        }
        .background { Touches(touched: main.touched) }
        .preferredColorScheme(main.home.device.choices.appearance.scheme)
        .onOpenURL { main.links.open($0) }
    }
}

extension Appearance {
    /// The same as SwiftUI says it; nothing if the system decides.
    var scheme: ColorScheme? {
        switch self {
        case .system: nil
        case .light: .light
        case .dark: .dark
        }
    }
}
