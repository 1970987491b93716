import Pure2PKit
import SwiftUI

// error: switch must be exhaustive
struct Fault: View {
    let presence: Presence

    var body: some View {
        switch presence {
        case .here: Circle()
        case .wasHere: Circle()
        }
    }
}
