import Pure2PKit
import SwiftUI

/// The screens of somebody who has an account: one above another, or in a wide window the chats beside the rest.
struct PlacesView: View {
    let main: Main
    let open: OpenHome
    @Bindable var go: Navigator
    @Environment(\.horizontalSizeClass) private var width
    /// Left to itself, the system hides the chats on an iPad that is held upright: then it would begin with an empty screen.
    @State private var columns = NavigationSplitViewVisibility.all

    var body: some View {
        Group {
            if width == .regular { beside } else { above }
        }
        .onChange(of: main.links.waiting, initial: true) {
            if let link = main.links.take() { go.go(to: .add(link)) }
        }
    }

    private var above: some View {
        NavigationStack(path: $go.way) {
            chats.navigationDestination(for: Place.self, destination: place)
        }
    }

    private var beside: some View {
        NavigationSplitView(columnVisibility: $columns) {
            chats.navigationSplitViewColumnWidth(min: 300, ideal: 360)
        } detail: {
            NavigationStack(path: $go.behindFirst) {
                Group {
                    if let first = go.way.first {
                        // Another chat is another screen, with a draft of its own.
                        place(first)
                    } else {
                        Text(open.screens.words("panes_nothing")).foregroundStyle(.secondary).padding()
                    }
                }
                .navigationDestination(for: Place.self, destination: place)
            }
        }
        .navigationSplitViewStyle(.balanced)
    }

    private var chats: some View {
        Held {
            ChatsModel(open.screens, foreground: open.foreground, device: main.home.device, lock: main.lock)
        } content: { model in
            ChatsView(model: model, go: go, selected: width == .regular ? go.openChat : nil)
        }
    }

    private func place(_ place: Place) -> some View {
        // A later link takes the place of an earlier one: then it is another screen.
        PlaceView(place: place, main: main, open: open, go: go).id(place)
    }
}
