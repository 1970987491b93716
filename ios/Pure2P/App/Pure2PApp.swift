import Pure2PKit
import SwiftUI

/// The process.
@main
struct Pure2PApp: App {
    @State private var main = Main()
    @Environment(\.scenePhase) private var phase

    var body: some Scene {
        WindowGroup {
            content
        }
        .onChange(of: phase, initial: true) { _, phase in
            main.phase(Foreground.Phase(phase))
        }
    }

    @ViewBuilder
    private var content: some View {
        #if DEBUG
            if let name = GalleryView.asked {
                GalleryView(name: name)
            } else {
                RootView(main: main)
            }
        #else
            RootView(main: main)
        #endif
    }
}

extension Foreground.Phase {
    /// Of the app as a whole: it is active as long as one of its windows is.
    fileprivate init(_ phase: ScenePhase) {
        self =
            switch phase {
            case .active: .active
            case .background: .background
            case .inactive: .inactive
            @unknown default: .inactive
            }
    }
}
