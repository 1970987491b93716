import Pure2PKit
import SwiftUI

/// Adds a contact: by scanning, pasting or typing, and never without showing who it would be.
struct AddView: View {
    @Bindable var model: AddModel
    let go: Navigator
    @FocusState private var isTyping: Bool
    @Environment(\.dynamicTypeSize) private var size

    var body: some View {
        let state = model.state
        Form {
            Section {
                if let how = state.how { Text(how) }
                WaysView(scan: state.scan, model: model)
                if let barrier = state.barrier { ScanBarrierView(barrier: barrier) }
                if let pasted = state.pasted { Text(pasted).foregroundStyle(.wrong) }
            }
            Section {
                EntryFieldView(field: state.field, text: $model.text)
                    .focused($isTyping)
            } footer: {
                JudgementView(field: state.field)
            }
            if let who = state.who {
                Section { WhoView(who: who) }
            }
            if let name = state.name {
                Section {
                    TextField(name.label, text: $model.name)
                        .textInputAutocapitalization(.words)
                        .autocorrectionDisabled()
                        .submitLabel(.done)
                } footer: {
                    Text(name.hint).foregroundStyle(.wrong(name.isRefused))
                }
            }
            if let whereabouts = state.whereabouts {
                Section { WhereaboutsView(whereabouts: whereabouts) }
            }
            if size.isAccessibilitySize, !state.answers.isEmpty {
                Section { answers(state) }
            }
        }
        // What can be done stays in sight, however much is said above; words that are too large for that come last.
        .safeAreaInset(edge: .bottom) {
            if !size.isAccessibilitySize, !state.answers.isEmpty {
                answers(state).padding(16).background(.bar)
            }
        }
        .scrollDismissesKeyboard(.interactively)
        .navigationTitle(state.title)
        .scanner(model.scanning)
        .announced(state.pasted)
        .announced(state.field.announcement)
        .announced(state.who?.announcement)
        .announced(state.name?.announcement)
        .announced(state.refused)
        .onChange(of: model.finished) { isTyping = false }
        .onChange(of: state.who?.uid) { isTyping = false }
        .onChange(of: model.added) { _, uid in
            // Nobody is led anywhere from where they went in the meantime.
            if let uid, case .add? = go.way.last { go.added(uid) }
        }
    }

    private func answers(_ state: AddState) -> some View {
        VStack(spacing: 12) {
            if let refused = state.refused {
                Text(refused).font(.subheadline).foregroundStyle(.wrong)
            }
            ForEach(state.answers) { answer in
                AnswerView(answer: answer, isBusy: state.isBusy) { choose(answer.id) }
            }
        }
        .frame(maxWidth: .infinity)
    }

    private func choose(_ answer: AddAnswer) {
        switch answer {
        case .add: model.add()
        case .unblock: model.unblock()
        case .openChat: if let uid = model.uid { go.added(uid) }
        case .myLink: go.go(to: .myLink)
        }
    }
}

/// Both begin with something from elsewhere; typing needs no button.
private struct WaysView: View {
    let scan: String?
    let model: AddModel

    var body: some View {
        // Below each other where large words have no room side by side.
        ViewThatFits(in: .horizontal) {
            HStack(spacing: 12) { ways }
            VStack(alignment: .leading, spacing: 12) { ways }
        }
        .controlSize(.large)
    }

    @ViewBuilder private var ways: some View {
        if let scan {
            Button(scan, systemImage: "qrcode.viewfinder", action: model.scanning.start)
                .buttonStyle(.bordered)
        }
        // The system's own, with its own words: it asks nobody, since a tap on it is a yes. It does not say on which thread it calls.
        PasteButton(payloadType: String.self) { @Sendable [model] pieces in
            Task { @MainActor in model.paste(pieces) }
        }
        // It writes white on it, in the dark as well.
        .tint(Color(rgb: Palette.teal))
    }
}

/// A link or a UID.
private struct EntryFieldView: View {
    let field: EntryFieldState
    @Binding var text: String

    var body: some View {
        TextField(field.label, text: $text, axis: .vertical)
            .monospaced()
            // A whole UID is seen while it is typed.
            .lineLimit(field.isShort ? 1...1 : 1...6)
            .textInputAutocapitalization(.never)
            .autocorrectionDisabled()
            .keyboardType(.asciiCapable)
            .submitLabel(.done)
            .environment(\.layoutDirection, .leftToRight)
    }
}

/// What is said of it.
private struct JudgementView: View {
    let field: EntryFieldState

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(field.judgement)
                .foregroundStyle(.wrong(field.isWrong))
                .accessibilityLabel(field.spoken)
            if let marked = field.marked {
                (Text(marked.before) + Text(marked.wrong).bold().underline().foregroundStyle(.wrong)
                    + Text(marked.after))
                    .monospaced()
                    .environment(\.layoutDirection, .leftToRight)
                    // Which group it is was spoken above.
                    .accessibilityHidden(true)
            }
        }
    }
}

/// Who it would be.
private struct WhoView: View {
    let who: WhoState

    var body: some View {
        HStack(alignment: .top, spacing: 16) {
            AvatarView(avatar: who.avatar)
            VStack(alignment: .leading, spacing: 4) {
                Text(who.title).font(.headline)
                ForEach(who.lines, id: \.self) { line in
                    Text(line).font(.subheadline).foregroundStyle(.secondary)
                }
            }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(who.spoken)
        GroupsView(text: who.uid, spoken: who.uidSpoken)
    }
}

/// Where they say they may be.
private struct WhereaboutsView: View {
    let whereabouts: WhereState

    var body: some View {
        DisclosureGroup(whereabouts.count) {
            Text(whereabouts.heading).font(.headline).accessibilityAddTraits(.isHeader)
            ForEach(whereabouts.addresses) { LinkAddressView(address: $0) }
        }
    }
}

/// What can be done about them.
private struct AnswerView: View {
    let answer: AddAnswerState
    let isBusy: Bool
    let act: @MainActor () -> Void

    var body: some View {
        Group {
            if answer.isMain {
                Button(action: act) { label.foregroundStyle(.onAccent) }
                    .buttonStyle(.borderedProminent)
                    .keyboardShortcut(.return)
            } else {
                Button(action: act) { label }.buttonStyle(.bordered)
            }
        }
        .controlSize(.large)
        .disabled(isBusy)
    }

    private var label: some View {
        Text(answer.label).frame(maxWidth: .infinity)
    }
}

#if DEBUG
    struct AddView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(AddSamples.names, id: \.self) { name in
                NavigationStack { AddView(model: AddSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
