import Pure2PKit
import SwiftUI

/// The sign of a message of one's own: a clock, one tick, two ticks. What it means is spoken with the row that it is in.
struct StateSign: View {
    let state: MessageState
    @ScaledMetric(relativeTo: .caption) private var step = 5.0

    var body: some View {
        Group {
            switch state {
            case .waiting: Image(systemName: "clock")
            case .delivered: Image(systemName: "checkmark")
            case .read:
                // There is no symbol of two ticks.
                ZStack {
                    Image(systemName: "checkmark").offset(x: -step / 2)
                    Image(systemName: "checkmark").offset(x: step / 2)
                }
                .padding(.horizontal, step / 2)
                .foregroundStyle(.tint)
            }
        }
        .font(.caption)
        .foregroundStyle(.secondary)
        .accessibilityHidden(true)
    }
}
