import Pure2PKit
import SwiftUI

struct RootView: View { let main: Main; var body: some View { EmptyView() } }
struct PlaceView: View {
    let place: Place; let home: Home; let open: OpenHome; let lock: AppLock; let go: Navigator;
    var body: some View { EmptyView() }
}
