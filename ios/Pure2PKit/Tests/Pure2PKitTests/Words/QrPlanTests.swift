import Foundation
import Testing

@testable import Pure2PKit

extension All {
    /// How a code is drawn.
    @Suite
    struct QrPlans {
        @Test
        func whatIsDarkIsDrawnOnceAndNothingElse() throws {
            let matrix = try linkQr(text: Samples.uid(1))
            let width = Int(matrix.width)
            var drawn = Data(count: width * width)
            for run in matrix.darkRuns {
                for column in run.columns {
                    #expect(drawn[run.row * width + column] == 0)
                    drawn[run.row * width + column] = 1
                }
                // Nothing dark is beside it: then there is no edge inside of what is dark.
                let end = run.columns.upperBound
                #expect(end == width || matrix.modules[run.row * width + end] == 0)
            }
            #expect(drawn == matrix.modules)
            // The corner of a finder pattern: seven dark modules in one.
            #expect(matrix.darkRuns.first == QrMatrix.Run(row: 0, columns: 0..<7))
        }

        @Test(arguments: [100.0, 279.5, 320, 393, 1_024], [1.0, 2, 3])
        func modulesAreWholePixelsAndEnoughStaysLight(side: Double, scale: Double) throws {
            let matrix = try linkQr(text: Samples.uid(1))
            let plan = matrix.plan(side: side, scale: scale)
            let pixels = plan.module * scale
            #expect(abs(pixels - pixels.rounded()) < 1e-9 && pixels >= 1)
            #expect(plan.margin >= plan.module * Double(QrMatrix.quietZone) - 1e-9)
            #expect(plan.margin * 2 + plan.module * Double(matrix.width) <= side + 1e-9)
            // As large as it can be in whole pixels.
            #expect((pixels + 1) * Double(matrix.width + 2 * Int32(QrMatrix.quietZone)) > side * scale)
        }

        @Test
        func aCodeThatIsLargerThanItsPlaceIsDrawnAllTheSame() {
            let matrix = QrMatrix(width: 177, modules: Data(count: 177 * 177))
            let plan = matrix.plan(side: 100, scale: 1)
            #expect(plan.module < 1 && plan.module > 0)
        }
    }
}
