import Pure2PKit
import SwiftUI

/// Presence as a form: filled, hollow, dashed. The words stand beside it.
struct PresenceMark: View {
    let presence: Presence
    @ScaledMetric(relativeTo: .caption) private var size = 10.0

    var body: some View {
        Group {
            switch presence {
            case .here: Circle().fill(.tint)
            case .wasHere: Circle().strokeBorder(.secondary, lineWidth: 1.5)
            case .notMet: Circle().strokeBorder(.secondary, style: StrokeStyle(lineWidth: 1.5, dash: [2.4, 2.1]))
            }
        }
        .frame(width: size, height: size)
        .accessibilityHidden(true)
    }
}
