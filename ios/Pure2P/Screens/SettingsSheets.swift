import Pure2PKit
import SwiftUI

/// Where a name or a port is typed.
struct EditorView: View {
    let editor: EditorState
    @Binding var typed: String
    let save: @MainActor () -> Void
    let cancel: @MainActor () -> Void
    @FocusState private var isFocused: Bool

    var body: some View {
        NavigationStack {
            Form {
                Section {
                    field.focused($isFocused)
                    if let refusal = editor.refusal { Refused(text: refusal) }
                } footer: {
                    VStack(alignment: .leading, spacing: 8) {
                        ForEach(editor.notes, id: \.self) { Text($0) }
                    }
                }
            }
            .navigationTitle(editor.title)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    Button(editor.cancel, action: cancel).keyboardShortcut(.cancelAction)
                }
                ToolbarItem(placement: .confirmationAction) {
                    Button(editor.save, action: save).keyboardShortcut(.defaultAction)
                }
            }
            .announced(editor.refusal)
            .onAppear { isFocused = true }
        }
        .presentationDetents([.medium, .large])
    }

    @ViewBuilder private var field: some View {
        let field = TextField(editor.title, text: $typed).submitLabel(.done).onSubmit(save)
        switch editor.id {
        case .name: field.textInputAutocapitalization(.words).autocorrectionDisabled()
        case .port: field.keyboardType(.numberPad)
        }
    }
}

/// Names what is lost, and asks again.
struct DeletionView: View {
    let deletion: DeletionState
    let model: SettingsModel

    var body: some View {
        NavigationStack {
            List {
                Section {
                    Text(deletion.what)
                    ForEach(deletion.lost, id: \.self) { PointView(text: $0) }
                }
                Section { Text(deletion.theirs) }
                Section {
                    Button(deletion.goOn, role: .destructive, action: model.goOnDeleting)
                }
            }
            .navigationTitle(deletion.title)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    Button(deletion.cancel, action: model.stopDeleting).keyboardShortcut(.cancelAction)
                }
            }
            .alert(deletion.last.title, isPresented: isLast) {
                if let yes = deletion.last.yes {
                    Button(yes, role: .destructive, action: model.deleteEverything)
                }
                Button(deletion.last.no, role: .cancel) {}
            } message: {
                Text(deletion.last.text)
            }
        }
    }

    private var isLast: Binding<Bool> {
        let (now, model) = (deletion.isLast, model)
        return Binding(get: { now }, set: { @MainActor isShown in if !isShown { model.stopAsking() } })
    }
}

/// One of a list.
struct PointView: View {
    let text: String
    @ScaledMetric(relativeTo: .body) private var size = 5.0

    var body: some View {
        // As high as the middle of a small letter, in whatever size one reads.
        HStack(alignment: .firstTextBaseline, spacing: 8) {
            Circle().frame(width: size, height: size).padding(.bottom, size * 0.6).accessibilityHidden(true)
            Text(text)
        }
    }
}
