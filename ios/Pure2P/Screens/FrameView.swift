import Pure2PKit
import SwiftUI

/// What is on the screen: the lock, what became of the database, the first launch, or all the rest.
struct FrameView<Welcome: View, Inside: View>: View {
    let model: FrameModel
    @ViewBuilder let welcome: (OpenHome) -> Welcome
    @ViewBuilder let inside: (OpenHome) -> Inside

    var body: some View {
        let state = model.state
        let asks = state.localNetwork != nil
        ZStack {
            if let notice = state.notice {
                FrameNoticeView(notice: notice, act: model.act)
            } else if let open = model.open {
                // Another database is another app.
                content(state, open).id(ObjectIdentifier(open))
            }
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .safeAreaInset(edge: .bottom) {
            if let leaving = state.leaving {
                LeavingView(text: leaving)
            }
        }
        .alert(
            // It goes when it was answered, and not otherwise.
            state.localNetwork?.title ?? "", isPresented: Binding(get: { asks }, set: { _ in }),
            presenting: state.localNetwork
        ) { reason in
            Button(reason.goOn) { model.goOnToLocalNetwork() }
        } message: { reason in
            Text(reason.why)
        }
    }

    @ViewBuilder
    private func content(_ state: FrameState, _ open: OpenHome) -> some View {
        if state.shows == .welcome {
            welcome(open)
        } else {
            inside(open)
        }
    }
}

/// A notice in the place of everything.
struct FrameNoticeView: View {
    let notice: FrameNotice
    let act: @MainActor () -> Void
    @State private var asks = false

    var body: some View {
        ScrollView {
            VStack(spacing: 16) {
                if notice.about == .locked {
                    Image(decorative: "Mark").resizable().aspectRatio(contentMode: .fit).frame(width: 72, height: 72)
                        .foregroundStyle(.tint)
                }
                Text(notice.title).font(.title2.weight(.semibold)).accessibilityAddTraits(.isHeader)
                ForEach(notice.sentences, id: \.self) { Text($0) }
                MainButton(notice.action) {
                    if notice.question == nil { act() } else { asks = true }
                }
                .keyboardShortcut(.defaultAction)
                .padding(.top, 8)
            }
            .multilineTextAlignment(.center)
            .frame(maxWidth: 480)
            .frame(maxWidth: .infinity)
            .padding(24)
        }
        .defaultScrollAnchor(.center)
        .confirmationDialog(
            notice.question?.title ?? "", isPresented: $asks, titleVisibility: .visible, presenting: notice.question
        ) { question in
            if let yes = question.yes {
                Button(yes, role: question.isDestructive ? .destructive : nil, action: act)
            }
            Button(question.no, role: .cancel) {}
        } message: { question in
            Text(question.text)
        }
    }
}

/// One line at the edge, for somebody who is on the way out.
private struct LeavingView: View {
    let text: String

    var body: some View {
        Text(text)
            .font(.footnote)
            .multilineTextAlignment(.center)
            .frame(maxWidth: .infinity)
            .padding(12)
            .background(.bar)
    }
}

/// That an old database is still there, and how it goes.
struct SetAsideView: View {
    let state: SetAsideState
    let delete: @MainActor () -> Void
    @State private var asks = false

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(state.text).font(.subheadline)
            Button(state.delete, role: .destructive) { asks = true }.buttonStyle(.bordered).controlSize(.large)
        }
        .confirmationDialog(state.question.title, isPresented: $asks, titleVisibility: .visible) {
            if let yes = state.question.yes {
                Button(yes, role: .destructive, action: delete)
            }
            Button(state.question.no, role: .cancel) {}
        } message: {
            Text(state.question.text)
        }
    }
}

#if DEBUG
    struct FrameView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(FrameSamples.names, id: \.self) { name in
                FrameView(model: FrameSamples.model(name)) { _ in
                    EmptyView()
                } inside: { _ in
                    EmptyView()
                }
                .previewDisplayName(name)
            }
        }
    }
#endif
