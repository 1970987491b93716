import Pure2PKit
import SwiftUI

/// What somebody said, what became of it, and what helps. Spoken as one sentence with its actions.
struct BubbleView: View {
    let bubble: BubbleState
    let model: ConversationModel
    let menu: MessageMenuState
    let help: @MainActor (Remedy) -> Void

    var body: some View {
        let side: HorizontalAlignment = bubble.isMine ? .trailing : .leading
        HStack(spacing: 0) {
            if bubble.isMine { Spacer(minLength: 40) }
            VStack(alignment: side, spacing: 2) {
                VStack(alignment: side, spacing: 2) {
                    BubbleText(bubble: bubble).contextMenu { actions }
                    if let under = bubble.under { UnderView(under: under, isMine: bubble.isMine) }
                }
                .accessibilityElement(children: .ignore)
                .accessibilityLabel(bubble.spoken)
                .accessibilityActions {
                    actions
                    if let remedy = bubble.remedy { Button(remedy.text) { help(remedy.kind) } }
                }
                if bubble.offersRemedy, let remedy = bubble.remedy {
                    Button(remedy.text) { help(remedy.kind) }
                        .buttonStyle(.bordered)
                        .controlSize(.large)
                }
            }
            if !bubble.isMine { Spacer(minLength: 40) }
        }
        .padding(.top, bubble.isFirst ? 6 : 2)
        .padding(.bottom, 2)
    }

    @ViewBuilder private var actions: some View {
        Button(menu.copy, systemImage: "doc.on.doc") {
            copyMessage(bubble.text)
            AccessibilityNotification.Announcement(menu.copied).post()
        }
        Button(menu.details, systemImage: "info.circle") { model.showDetails(bubble.id) }
        Button(menu.delete, systemImage: "trash", role: .destructive) { model.askToDelete(bubble.id) }
    }
}

/// The words, on a ground that is tinted if they are one's own.
private struct BubbleText: View {
    let bubble: BubbleState
    @Environment(\.colorScheme) private var scheme

    var body: some View {
        let shape = RoundedRectangle(cornerRadius: 18)
        Text(verbatim: bubble.text)
            .foregroundStyle(bubble.isMine ? (scheme == .dark ? Color.black : Color.white) : Color.primary)
            .padding(.horizontal, 14)
            .padding(.vertical, 8)
            .background(bubble.isMine ? Color.accentColor : Color(uiColor: .secondarySystemBackground), in: shape)
            .contentShape(shape)
            .frame(maxWidth: 520, alignment: bubble.isMine ? .trailing : .leading)
    }
}

/// Time, and of one's own: state, and why it waits.
private struct UnderView: View {
    let under: UnderState
    let isMine: Bool
    @Environment(\.accessibilityReduceMotion) private var isStill

    var body: some View {
        VStack(alignment: isMine ? .trailing : .leading, spacing: 2) {
            HStack(spacing: 4) {
                Text(under.text)
                if under.isTrying, !isStill {
                    ProgressView().controlSize(.mini)
                } else if let sign = under.sign {
                    StateSign(state: sign)
                }
            }
            if let reason = under.reason {
                Text(reason).multilineTextAlignment(isMine ? .trailing : .leading)
            }
        }
        .font(.caption)
        .foregroundStyle(.secondary)
        .padding(.horizontal, 6)
    }
}
