import Pure2PKit
import SwiftUI

/// What is said once, above everything and in nobody's way.
struct NoticeView: View {
    let notice: NoticeState
    let understood: @MainActor () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(notice.text).font(.subheadline)
            Button(notice.understood, action: understood).buttonStyle(.bordered).controlSize(.large)
        }
        .padding(.vertical, 4)
    }
}

/// That what is shown may be old.
struct StaleView: View {
    let stale: StaleState
    let retry: @MainActor () -> Void

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(stale.text).font(.subheadline)
            Button(stale.retry, action: retry).buttonStyle(.bordered).controlSize(.large)
        }
        .padding(.vertical, 4)
    }
}
