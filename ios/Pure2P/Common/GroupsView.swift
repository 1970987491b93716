import SwiftUI

/// A UID or a number in groups, to be compared and selected, and read out sign by sign.
struct GroupsView: View {
    let text: String
    let spoken: String

    var body: some View {
        Text(text)
            .monospaced()
            .textSelection(.enabled)
            // The first group stays the first one, whatever the language around it.
            .environment(\.layoutDirection, .leftToRight)
            .accessibilityLabel(spoken)
    }
}
