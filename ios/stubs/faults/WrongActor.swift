import Pure2PKit
import SwiftUI

// error: expression is 'async' but is not marked with 'await'
struct Fault: View {
    let model: ChatsModel

    var body: some View {
        Text(model.state.title).task {
            await Task.detached { model.retry() }.value
        }
    }
}
