import Pure2PKit
import SwiftUI

/// The screens of somebody who has an account: one above another, or in a wide window the chats beside the rest.
struct PlacesView: View {
    let home: Home
    let open: OpenHome
    let lock: AppLock
    @Bindable var go: Navigator
    @Environment(\.horizontalSizeClass) private var width

    var body: some View {
        if width == .regular {
            NavigationSplitView {
                chats.navigationSplitViewColumnWidth(min: 300, ideal: 360)
            } detail: {
                NavigationStack(path: $go.behindFirst) {
                    Group {
                        if let first = go.way.first {
                            place(first).id(first)
                        } else {
                            NothingBesideView(text: open.screens.words("panes_nothing"))
                        }
                    }
                    .navigationDestination(for: Place.self, destination: place)
                }
            }
        } else {
            NavigationStack(path: $go.way) {
                chats.navigationDestination(for: Place.self, destination: place)
            }
        }
    }

    private var chats: some View {
        Held {
            ChatsModel(open.screens, foreground: open.foreground, device: home.device, lock: lock)
        } content: { model in
            ChatsView(model: model, go: go, selected: width == .regular ? go.openChat : nil)
        }
    }

    private func place(_ place: Place) -> some View {
        PlaceView(place: place, home: home, open: open, lock: lock, go: go)
    }
}

/// What stands beside the chats while nothing is open.
private struct NothingBesideView: View {
    let text: String

    var body: some View {
        Text(text).foregroundStyle(.secondary).padding()
    }
}
