import Pure2PKit
import SwiftUI

/// What a person can change, and what there is to know.
struct SettingsView: View {
    @Bindable var model: SettingsModel
    let go: Navigator
    @Environment(\.scenePhase) private var phase

    var body: some View {
        let state = model.state
        Group {
            if let erasing = state.erasing {
                ErasingView(erasing: erasing, again: model.deleteEverything)
            } else {
                SettingsForm(state: state, model: model, go: go)
            }
        }
        .navigationTitle(state.title)
        // What the other screens show is going, or gone.
        .navigationBarBackButtonHidden(state.erasing != nil)
        .onAppear { model.appeared() }
        .onChange(of: phase) { _, phase in
            // They may have set a passcode meanwhile.
            if phase == .active { model.appeared() }
        }
        .sheet(item: editor) { editor in
            EditorView(editor: editor, typed: $model.typed, save: model.save) { model.edit(nil) }
        }
        // Not by whether there is one: it would be empty while it goes.
        .sheet(item: deletion) { deletion in
            DeletionView(deletion: deletion, model: model)
        }
    }

    /// Whoever swipes it away has changed nothing.
    private var editor: Binding<EditorState?> {
        Binding(
            get: { @MainActor in model.state.editor },
            set: { @MainActor editor in if editor == nil { model.edit(nil) } })
    }

    private var deletion: Binding<DeletionState?> {
        Binding(
            get: { @MainActor in model.state.deletion },
            set: { @MainActor deletion in if deletion == nil { model.stopDeleting() } })
    }
}

private struct SettingsForm: View {
    let state: SettingsState
    let model: SettingsModel
    let go: Navigator
    @Environment(\.openURL) private var openURL

    var body: some View {
        Form {
            if let unread = state.unread {
                Section { StaleView(stale: unread, retry: model.retry) }
            }
            if let people = state.people {
                Section(people.title) {
                    GoRow(row: people.name) { model.edit(.name) }
                    SwitchRow(row: people.answer, change: model.answerNewPeople)
                    SwitchRow(row: people.receipts, change: model.readReceipts)
                }
            }
            if let network = state.network {
                Section(network.title) {
                    SwitchRow(row: network.router, change: model.askRouter)
                    GoRow(row: network.port) { model.edit(.port) }
                }
            }
            Section(state.device.title) {
                Looks(device: state.device, choose: model.choose)
                GoRow(row: state.device.language, leaves: true) { openURL.toSystemSettings() }
                SwitchRow(row: state.device.screenOn, change: model.keepScreenOn)
                SwitchRow(row: state.device.returnSends, change: model.returnSends)
                SwitchRow(row: state.device.lock, change: model.appLock)
            }
            Section(state.storage.title) {
                if let stored = state.storage.stored { SaysRow(row: stored) }
                if let setAside = state.storage.setAside {
                    SetAsideView(state: setAside, delete: model.deleteSetAside)
                    if let refusal = state.storage.refusal { Refused(text: refusal) }
                }
                Button(state.storage.delete, role: .destructive, action: model.askToDelete)
            }
            Section(state.about.title) {
                GoRow(row: state.about.limits) { go.go(to: .limits) }
                GoRow(row: state.about.licences) { go.go(to: .licences) }
                GoRow(row: state.about.version) { go.go(to: .version) }
                GoRow(row: state.about.log) { go.go(to: .log) }
            }
        }
    }
}

/// There is nothing to go back to.
private struct ErasingView: View {
    let erasing: ErasingState
    let again: @MainActor () -> Void

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                if let title = erasing.title {
                    Text(title).font(.title2).accessibilityAddTraits(.isHeader)
                }
                Text(erasing.text)
                if let retry = erasing.retry {
                    MainButton(retry, action: again)
                }
            }
            .frame(maxWidth: 480)
            .padding(24)
        }
        .announced(erasing.text)
    }
}

#if DEBUG
    struct SettingsView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(SettingsSamples.names, id: \.self) { name in
                NavigationStack { SettingsView(model: SettingsSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
