import Pure2PKit
import SwiftUI

/// One place: its model, made when it is gone to, and its view.
struct PlaceView: View {
    let place: Place
    let main: Main
    let open: OpenHome
    let go: Navigator

    var body: some View {
        switch place {
        case .conversation(let uid):
            Held {
                conversation(uid)
            } content: { model in
                ConversationView(model: model, go: go, sendsOnReturn: main.home.device.choices.returnSends)
            }
        case .add(let text):
            Held {
                AddModel(open.screens, camera: main.camera, brought: text)
            } content: { model in
                AddView(model: model, go: go)
            }
        case .myLink:
            Held {
                MyLinkModel(open.screens, foreground: open.foreground)
            } content: { model in
                MyLinkView(model: model, go: go)
            }
        case .requests:
            Held {
                RequestsModel(open.screens)
            } content: { model in
                RequestsView(model: model, go: go)
            }
        case .contact(let uid):
            Held {
                ContactModel(open.screens, uid: uid, camera: main.camera)
            } content: { model in
                ContactView(model: model, go: go)
            }
        case .reach:
            Held {
                ReachModel(
                    open.screens, foreground: open.foreground, device: main.home.device,
                    askLocalNetwork: { main.home.localNetworkAsked() })
            } content: { model in
                ReachView(model: model, go: go)
            }
        case .settings, .limits, .licences, .version, .log:
            SettingsPlaceView(place: place, main: main, open: open, go: go)
        }
    }

    /// Its draft is kept also when the app is ended without a word.
    private func conversation(_ uid: Uid) -> ConversationModel {
        let model = ConversationModel(open.screens, uid: uid)
        main.lifecycle.lastWrites.add(model) { await $0.saveDraft() }
        return model
    }
}
