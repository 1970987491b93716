import Pure2PKit
import SwiftUI
import UIKit

/// What two people wrote to each other, and where one writes.
struct ConversationView: View {
    @Bindable var model: ConversationModel
    let go: Navigator
    /// Whether Return sends, as it was chosen.
    var sendsOnReturn = false
    @Environment(\.scenePhase) private var phase
    @Environment(\.openURL) private var openURL

    var body: some View {
        let state = model.state
        screen(state)
            .onAppear { model.appeared() }
            .onDisappear { model.disappeared() }
            .onChange(of: phase, initial: true) { model.isInFront = phase == .active }
            .onChange(of: phase) { if phase == .background { model.keepDraft() } }
            .onChange(of: sendsOnReturn, initial: true) { model.sendsOnReturn = sendsOnReturn }
            // Spoken when it comes: the eyes, or the finger, are on the keyboard.
            .onChange(of: state.problem) {
                if let problem = model.state.problem { AccessibilityNotification.Announcement(problem).post() }
            }
            // Deleted elsewhere: nothing is left to show.
            .onChange(of: state.isGone, initial: true) {
                if model.state.isGone { go.leave(.conversation(model.uid)) }
            }
    }

    /// What is seen. Apart from what happens there: as one expression both are more than a compiler looks through at once.
    private func screen(_ state: ConversationState) -> some View {
        ZStack {
            if let empty = state.empty {
                EmptyConversationView(empty: empty, state: state, contact: showContact)
            } else {
                MessageListView(model: model, state: state, help: help, contact: showContact)
            }
        }
        .frame(maxWidth: .infinity, maxHeight: .infinity)
        .safeAreaInset(edge: .top, spacing: 0) {
            if let stale = state.stale {
                StaleView(stale: stale, retry: model.retry)
                    .padding(.horizontal)
                    .frame(maxWidth: .infinity, alignment: .leading)
                    .background(.bar)
            }
        }
        .safeAreaInset(edge: .bottom, spacing: 0) {
            BottomView(model: model, state: state)
        }
        .navigationTitle(state.head?.name ?? "")
        .navigationBarTitleDisplayMode(.inline)
        .toolbar {
            ToolbarItem(placement: .principal) {
                if let head = state.head { HeadView(head: head, contact: showContact) }
            }
        }
        .sheet(isPresented: $model.showsDetails) {
            DetailsView(model: model)
        }
        .confirmationDialog(
            state.asks?.question.title ?? "", isPresented: $model.asksToDelete, titleVisibility: .visible,
            presenting: state.asks
        ) { asks in
            if let yes = asks.question.yes { Button(yes, role: .destructive) { model.delete(asks.id) } }
            Button(asks.question.no, role: .cancel) { model.cancelDelete() }
        } message: { asks in
            Text(asks.question.text)
        }
    }

    private func showContact() {
        go.go(to: .contact(model.uid))
    }

    private func help(_ remedy: Remedy) {
        switch remedy {
        case .myLink: go.go(to: .myLink)
        case .reach: go.go(to: .reach)
        case .settings:
            if let settings = URL(string: UIApplication.openSettingsURLString) { openURL(settings) }
        case .unblock: model.unblock()
        }
    }
}

/// Who it is.
private struct HeadView: View {
    let head: HeadState
    let contact: @MainActor () -> Void

    var body: some View {
        Button(action: contact) {
            HStack(spacing: 8) {
                AvatarView(avatar: head.avatar, size: 32)
                VStack(alignment: .leading, spacing: 0) {
                    Text(head.name).font(.headline).lineLimit(1)
                    if let presence = head.presence, let text = head.presenceText {
                        HStack(spacing: 4) {
                            PresenceMark(presence: presence)
                            Text(text).font(.caption).foregroundStyle(.secondary).lineLimit(1)
                        }
                    }
                }
            }
            .frame(minHeight: 44)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        // A bar does not grow with its letters: who reads larger ones holds a finger on it.
        .dynamicTypeSize(...DynamicTypeSize.xxLarge)
        .accessibilityShowsLargeContentViewer()
        .accessibilityLabel(head.spoken)
        .accessibilityHint(head.hint)
        .accessibilityAddTraits([.isButton, .isHeader])
    }
}

/// A chat in which nobody has written.
private struct EmptyConversationView: View {
    let empty: EmptyConversationState
    let state: ConversationState
    let contact: @MainActor () -> Void

    var body: some View {
        ScrollView {
            VStack(alignment: .leading, spacing: 16) {
                Text(empty.title).font(.title2).accessibilityAddTraits(.isHeader)
                Text(empty.text)
                if let text = state.firstContact {
                    FirstContactView(text: text, hint: state.head?.hint ?? "", contact: contact)
                }
            }
            .frame(maxWidth: 480)
            .padding(24)
        }
    }
}

/// Stands at the beginning of a chat until somebody has compared the safety numbers, which the contact's screen shows.
struct FirstContactView: View {
    let text: String
    let hint: String
    let contact: @MainActor () -> Void

    var body: some View {
        Button(action: contact) {
            HStack {
                Text(text).font(.subheadline).multilineTextAlignment(.leading)
                Spacer()
                Image(systemName: "chevron.forward").font(.footnote).foregroundStyle(.tertiary)
            }
            .padding()
            .frame(minHeight: 44)
            .background(Color(uiColor: .secondarySystemBackground), in: RoundedRectangle(cornerRadius: 12))
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .accessibilityLabel(text)
        .accessibilityHint(hint)
        .accessibilityAddTraits(.isButton)
        .frame(maxWidth: 560)
        .padding(.vertical, 8)
    }
}

#if DEBUG
    struct ConversationView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(ConversationSamples.names, id: \.self) { name in
                NavigationStack { ConversationView(model: ConversationSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
