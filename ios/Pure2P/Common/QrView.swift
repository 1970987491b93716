import Pure2PKit
import SwiftUI

/// A code that is dark on light also where all else is light on dark: many readers know no other.
struct QrView: View {
    let matrix: QrMatrix
    let spoken: String
    @Environment(\.displayScale) private var scale

    var body: some View {
        Canvas { context, size in
            let side = min(size.width, size.height)
            let plan = matrix.plan(side: side, scale: scale)
            let (left, top) = ((size.width - side) / 2, (size.height - side) / 2)
            var dark = Path()
            for run in matrix.darkRuns {
                dark.addRect(
                    CGRect(
                        x: left + plan.margin + Double(run.columns.lowerBound) * plan.module,
                        y: top + plan.margin + Double(run.row) * plan.module,
                        width: Double(run.columns.count) * plan.module, height: plan.module))
            }
            context.fill(dark, with: .color(.black), style: FillStyle(antialiased: false))
        }
        .background(Color.white)
        .aspectRatio(1, contentMode: .fit)
        .accessibilityElement(children: .ignore)
        .accessibilityLabel(spoken)
        .accessibilityAddTraits(.isImage)
    }
}
