import Pure2PKit
import SwiftUI

/// An address in a link, and what it is.
struct LinkAddressView: View {
    let address: LinkAddressState

    var body: some View {
        VStack(alignment: .leading, spacing: 2) {
            Text(address.address).monospaced().environment(\.layoutDirection, .leftToRight)
            ForEach(address.notes, id: \.self) { note in
                Text(note).font(.subheadline).foregroundStyle(.secondary)
            }
        }
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(address.spoken)
    }
}
