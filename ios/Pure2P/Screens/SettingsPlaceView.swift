import Pure2PKit
import SwiftUI
import UIKit

/// The settings and the pages behind them: their models, made when they are gone to, and their views.
struct SettingsPlaceView: View {
    let place: Place
    let main: Main
    let open: OpenHome
    let go: Navigator

    var body: some View {
        switch place {
        case .limits: LimitsView(state: LimitsState(words))
        case .licences:
            Held {
                LicencesModel(words: words)
            } content: { model in
                LicencesView(model: model)
            }
        case .version: VersionView(state: version)
        case .log:
            Held {
                LogModel(words: words)
            } content: { model in
                LogView(model: model)
            }
        default:
            Held {
                SettingsModel(
                    open.screens, device: main.home.device, authenticator: main.authenticator,
                    erasure: Erasure(main.home), version: VersionState.running)
            } content: { model in
                SettingsView(model: model, go: go)
            }
        }
    }

    private var words: Words { open.screens.words }

    private var version: VersionState {
        let device = UIDevice.current
        return VersionState(
            app: VersionState.running, system: device.systemName, release: device.systemVersion, words: words)
    }
}
