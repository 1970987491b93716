import Pure2PKit
import SwiftUI

/// What truly happened to a message.
struct DetailsView: View {
    let model: ConversationModel

    var body: some View {
        NavigationStack {
            List {
                if let details = model.state.details {
                    Text(details.text).foregroundStyle(.secondary).lineLimit(2)
                    ForEach(details.entries.indices, id: \.self) { place in
                        EntryView(entry: details.entries[place])
                    }
                    if let reason = details.reason { Text(reason) }
                }
            }
            .navigationTitle(model.state.details?.title ?? "")
            .navigationBarTitleDisplayMode(.inline)
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    if let close = model.state.details?.close {
                        Button(close) { model.hideDetails() }.keyboardShortcut(.cancelAction)
                    }
                }
            }
        }
        .presentationDetents([.medium, .large])
    }
}

/// Something that happened.
private struct EntryView: View {
    let entry: DetailsState.Entry

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(entry.text)
            if let times = entry.times { Text(times).font(.caption).foregroundStyle(.secondary) }
            Text(entry.at).font(.caption).foregroundStyle(.secondary)
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(entry.spoken)
    }
}
