import Pure2PKit
import SwiftUI

/// The bargain, told before an account is made.
struct WelcomeView: View {
    @Bindable var model: WelcomeModel
    @ScaledMetric(relativeTo: .title) private var mark = 72.0

    var body: some View {
        let state = model.state
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Image("Mark")
                    .resizable()
                    .aspectRatio(contentMode: .fit)
                    .frame(width: mark, height: mark)
                    .foregroundStyle(.tint)
                    .frame(maxWidth: .infinity)
                    .accessibilityHidden(true)
                Text(state.title).font(.title).bold().accessibilityAddTraits(.isHeader)
                ForEach(state.sentences, id: \.self) { Text($0) }
                Text(state.mobileData).font(.subheadline).foregroundStyle(.secondary)
                name(state)
                if let setAside = state.setAside { SetAsideView(state: setAside, delete: model.deleteSetAside) }
                if let problem = state.setAsideProblem { Text(problem).font(.subheadline).foregroundStyle(.wrong) }
            }
            .frame(maxWidth: 480)
            .padding(24)
            .frame(maxWidth: .infinity)
        }
        .scrollDismissesKeyboard(.interactively)
        .onChange(of: state.isProblem) {
            if model.state.isProblem { AccessibilityNotification.Announcement(model.state.hint).post() }
        }
    }

    @ViewBuilder
    private func name(_ state: WelcomeState) -> some View {
        VStack(alignment: .leading, spacing: 6) {
            TextField(state.name, text: $model.name)
                .textFieldStyle(.roundedBorder)
                .textInputAutocapitalization(.words)
                .autocorrectionDisabled()
                // It makes the account, as the button below does.
                .submitLabel(.continue)
                .onSubmit { model.create() }
                .disabled(!state.canCreate)
                .frame(minHeight: 44)
            Text(state.hint)
                .font(.footnote)
                .foregroundStyle(.wrong(state.isProblem))
        }
        .padding(.top, 8)
        MainButton(state.create, isWide: true) { model.create() }
            .disabled(!state.canCreate)
    }
}

#if DEBUG
    struct WelcomeView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(WelcomeSamples.names, id: \.self) { name in
                WelcomeView(model: WelcomeSamples.model(name)).previewDisplayName(name)
            }
        }
    }
#endif
