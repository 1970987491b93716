import Pure2PKit
import SwiftUI

/// Where a name of one's own for somebody is typed.
struct NamingView: View {
    let naming: NamingState
    let isBusy: Bool
    @Bindable var model: ContactModel
    @FocusState private var isTyping: Bool

    var body: some View {
        NavigationStack {
            Form {
                Section {
                    TextField(naming.label, text: $model.typedName)
                        .textInputAutocapitalization(.words)
                        .autocorrectionDisabled()
                        .submitLabel(.done)
                        .focused($isTyping)
                        .onSubmit(model.rename)
                } header: {
                    // To be seen once the field is full; the field says it, too.
                    Text(naming.label).accessibilityHidden(true)
                } footer: {
                    Text(naming.note).foregroundStyle(.wrong(naming.isRefused))
                }
            }
            .navigationTitle(naming.title)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    Button(naming.cancel, action: model.stopNaming).keyboardShortcut(.cancelAction)
                }
                ToolbarItem(placement: .confirmationAction) {
                    Button(naming.save, action: model.rename).disabled(isBusy)
                }
            }
            .onAppear { isTyping = true }
            .announced(naming.isRefused ? naming.note : nil)
        }
        .presentationDetents([.medium, .large])
    }
}
