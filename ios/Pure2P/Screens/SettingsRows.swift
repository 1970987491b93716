import Pure2PKit
import SwiftUI

/// Leads somewhere, and says what is so.
struct GoRow: View {
    let row: GoState
    /// It leads out of the app.
    var leaves = false
    let go: @MainActor () -> Void

    var body: some View {
        Button(action: go) {
            HStack {
                RowWords(title: row.title, below: row.below)
                Spacer()
                Image(systemName: leaves ? "arrow.up.forward" : "chevron.forward").font(.footnote).foregroundStyle(
                    .tertiary
                )
                .accessibilityHidden(true)
            }
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .accessibilityElement(children: .combine)
        .accessibilityAddTraits(.isButton)
    }
}

/// Says something, and leads nowhere: one stop for whoever listens.
struct SaysRow: View {
    let row: GoState

    var body: some View {
        RowWords(title: row.title, below: row.below).accessibilityElement(children: .combine)
    }
}

/// On or off, and what it does.
struct SwitchRow: View {
    let row: SwitchState
    let change: @MainActor (Bool) -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 6) {
            Toggle(isOn: isOn) {
                RowWords(title: row.title, below: [row.why])
            }
            .disabled(!row.canChange)
            if let refusal = row.refusal { Refused(text: refusal) }
        }
        .announced(row.refusal)
    }

    private var isOn: Binding<Bool> {
        let (now, change) = (row.isOn, change)
        return Binding(get: { now }, set: { @MainActor on in change(on) })
    }
}

/// Why something is as it was.
struct Refused: View {
    let text: String

    var body: some View {
        Label {
            Text(text)
        } icon: {
            // Colour alone says nothing to some.
            Image(systemName: "exclamationmark.triangle").accessibilityHidden(true)
        }
        .font(.subheadline)
        .foregroundStyle(.red)
    }
}

/// One of the app's looks.
struct Looks: View {
    let device: DeviceSettings
    let choose: @MainActor (Appearance) -> Void

    var body: some View {
        Picker(device.look, selection: chosen) {
            ForEach(device.looks) { look in
                Text(look.title).tag(look.id)
            }
        }
        .pickerStyle(.menu)
    }

    private var chosen: Binding<Appearance> {
        let (now, choose) = (device.chosen, choose)
        return Binding(get: { now }, set: { @MainActor look in choose(look) })
    }
}

private struct RowWords: View {
    let title: String
    let below: [String]

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(title)
            ForEach(below, id: \.self) { line in
                Text(line).font(.subheadline).foregroundStyle(.secondary)
            }
        }
    }
}
