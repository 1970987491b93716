import Pure2PKit
import SwiftUI
import UIKit

/// Looks for a code.
struct ScanView: View {
    let scanning: Scanning
    @Environment(\.dismiss) private var dismiss

    var body: some View {
        let state = scanning.state
        NavigationStack {
            Group {
                if let problem = state.problem {
                    ScanProblemView(problem: problem, retry: scanning.retry) { dismiss() }
                } else {
                    VStack(spacing: 0) {
                        Viewfinder(found: scanning.found, failed: scanning.failed)
                            .id(scanning.attempt)
                            .accessibilityElement(children: .ignore)
                            .accessibilityLabel(state.picture)
                            .accessibilityAddTraits(.isImage)
                        // Words that are too large for what they are offered leave something to see.
                        ViewThatFits(in: .vertical) {
                            ScanWordsView(state: state)
                            ScrollView { ScanWordsView(state: state) }
                        }
                    }
                }
            }
            .navigationTitle(state.title)
            .navigationBarTitleDisplayMode(.inline)
            .toolbar {
                ToolbarItem(placement: .cancellationAction) {
                    Button(state.cancel) { dismiss() }.keyboardShortcut(.cancelAction)
                }
            }
        }
        .announced(state.said)
        .announced(state.problem?.text)
    }
}

/// At what to point, and what a wrong code was.
private struct ScanWordsView: View {
    let state: ScanState

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(state.hint)
            if let said = state.said { Text(said).foregroundStyle(.wrong) }
        }
        .frame(maxWidth: .infinity, alignment: .leading)
        .padding(16)
    }
}

/// Nothing is seen, and why.
private struct ScanProblemView: View {
    let problem: ScanProblemState
    let retry: @MainActor () -> Void
    let without: @MainActor () -> Void

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Text(problem.text)
                MainButton(problem.retry, isWide: true, action: retry)
                Button(action: without) {
                    Text(problem.without).frame(maxWidth: .infinity)
                }
                .buttonStyle(.bordered)
            }
            .controlSize(.large)
            .frame(maxWidth: 480)
            .padding(24)
        }
    }
}

/// Why no scanner opens, in the screen that would have opened it.
struct ScanBarrierView: View {
    let barrier: ScanBarrierState
    @Environment(\.openURL) private var openURL

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(barrier.text).font(.subheadline)
            if let settings = barrier.settings {
                Button(settings) {
                    if let url = URL(string: UIApplication.openSettingsURLString) { openURL(url) }
                }
                .buttonStyle(.bordered)
                .controlSize(.large)
            }
        }
        .padding(.vertical, 4)
    }
}

extension View {
    /// Has a scanner in front of it while `scanning` is open. `closed`: it is off the screen, and something else can come there.
    func scanner(_ scanning: Scanning, closed: (@MainActor () -> Void)? = nil) -> some View {
        modifier(ScanSheet(scanning: scanning, closed: closed))
    }
}

private struct ScanSheet: ViewModifier {
    @Bindable var scanning: Scanning
    let closed: (@MainActor () -> Void)?
    @Environment(\.scenePhase) private var phase

    func body(content: Content) -> some View {
        content
            .sheet(isPresented: $scanning.isOpen, onDismiss: closed) { ScanView(scanning: scanning) }
            // For whoever holds it over something, and looks elsewhere or does not see.
            .sensoryFeedback(.success, trigger: scanning.taken)
            .sensoryFeedback(.error, trigger: scanning.refused)
            .announced(scanning.barrier?.text)
            .onChange(of: phase) { _, phase in
                if phase == .active { scanning.look() }
            }
    }
}

#if DEBUG
    struct ScanView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(ScanSamples.names, id: \.self) { name in
                ScanView(scanning: ScanSamples.model(name)).previewDisplayName(name)
            }
        }
    }
#endif
