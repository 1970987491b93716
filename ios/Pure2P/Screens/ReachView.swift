import Pure2PKit
import SwiftUI

/// Who can reach this device.
struct ReachView: View {
    let model: ReachModel
    let go: Navigator

    var body: some View {
        let state = model.state
        List {
            if let stale = state.stale {
                StaleView(stale: stale, retry: model.retry)
            }
            TruthView(state: state, model: model, go: go)
            if let facts = state.facts {
                Section(facts.title) {
                    ForEach(facts.facts.indices, id: \.self) { place in
                        FactView(fact: facts.facts[place])
                    }
                }
            }
            if let came = state.cameIn {
                Section(came.title) {
                    ForEach(came.lines.indices, id: \.self) { place in
                        Text(came.lines[place])
                    }
                }
            }
            if let pairs = state.pairs {
                Section(pairs.title) {
                    ForEach(pairs.rows) { row in
                        PairView(row: row) { go.go(to: .contact(row.id)) }
                    }
                }
            }
        }
        .navigationTitle(state.title)
        .announced(state.truth)
        .announced(state.checked)
        .onAppear { model.appeared() }
    }
}

/// What is true, and what can be done about it.
private struct TruthView: View {
    let state: ReachScreenState
    let model: ReachModel
    let go: Navigator
    @Environment(\.openURL) private var openURL

    var body: some View {
        Section {
            VStack(alignment: .leading, spacing: 12) {
                Text(state.truth).font(.title3.bold()).accessibilityAddTraits(.isHeader)
                ForEach(state.advice, id: \.self) { Text($0) }
            }
            .padding(.vertical, 4)
            if let ask = state.ask {
                Button(ask, action: model.letSystemAsk)
            }
            if let system = state.systemSettings {
                Button(system) { openURL.toSystemSettings() }
            }
            if let settings = state.settings {
                Button(settings) { go.go(to: .settings) }
            }
            if let check = state.check {
                Button(check, action: model.checkNow)
                    .disabled(!state.canCheck)
                    .keyboardShortcut("r")
            }
        } footer: {
            if let checked = state.checked { Text(checked) }
        }
    }
}

/// One thing that is known.
private struct FactView: View {
    let fact: ReachFactsState.Fact

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            if fact.isAddress {
                Text(fact.text).monospaced()
                    .textSelection(.enabled)
                    .environment(\.layoutDirection, .leftToRight)
            } else {
                Text(fact.text)
            }
            if let below = fact.below {
                Text(below).font(.subheadline).foregroundStyle(.secondary)
            }
        }
        .accessibilityElement(children: .combine)
    }
}

/// Who of two reaches whom.
private struct PairView: View {
    let row: PairState
    let show: @MainActor () -> Void

    var body: some View {
        Button(action: show) {
            HStack(alignment: .top, spacing: 12) {
                AvatarView(avatar: row.avatar, size: 40)
                VStack(alignment: .leading, spacing: 2) {
                    HStack(spacing: 6) {
                        PresenceMark(presence: row.presence)
                        Text(row.name)
                    }
                    ForEach(row.lines, id: \.self) { line in
                        Text(line).font(.subheadline).foregroundStyle(.secondary)
                    }
                }
                Spacer()
            }
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .accessibilityLabel(row.spoken)
        .accessibilityHint(row.hint)
        .accessibilityAddTraits(.isButton)
    }
}

#if DEBUG
    struct ReachView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(ReachSamples.names, id: \.self) { name in
                NavigationStack { ReachView(model: ReachSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
