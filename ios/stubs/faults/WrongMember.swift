import Pure2PKit
import SwiftUI

// error: has no member 'headline'
struct Fault: View {
    let model: ChatsModel

    var body: some View {
        Text(model.state.headline)
    }
}
