import SwiftUI

// error: has no member 'onScrollGeometryChange'
struct Fault: View {
    var body: some View {
        ScrollView { Circle() }
            .onScrollGeometryChange(for: Double.self, of: \.contentOffset.y) { _, _ in }
    }
}
