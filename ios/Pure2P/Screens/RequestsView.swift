import Pure2PKit
import SwiftUI

/// Strangers who wrote first, and below them whom the person has blocked.
struct RequestsView: View {
    let model: RequestsModel
    let go: Navigator

    var body: some View {
        let state = model.state
        List {
            if let stale = state.stale {
                StaleView(stale: stale, retry: model.retry)
            }
            if let outcome = state.outcome {
                OutcomeView(outcome: outcome, go: go)
            }
            if let before = state.before {
                Text(before).listRowBackground(Color.clear)
            }
            ForEach(state.requests) { request in
                Section {
                    RequestView(request: request, model: model, question: state.question(request.id))
                }
            }
            if let empty = state.empty {
                EmptyRequestsView(empty: empty, go: go)
            }
            if let blocked = state.blocked {
                Section(blocked.title) {
                    ForEach(blocked.rows) { row in
                        BlockedRowView(row: row) { go.go(to: .contact(row.id)) }
                    }
                }
            }
        }
        .listStyle(.insetGrouped)
        .navigationTitle(state.title)
        .navigationBarTitleDisplayMode(.inline)
        .announced(state.outcome?.text)
        .announced(state.stale?.text)
    }
}

/// One stranger.
private struct RequestView: View {
    let request: RequestState
    let model: RequestsModel
    let question: QuestionState?

    var body: some View {
        let accept: @MainActor () -> Void = { model.accept(request.id) }
        let block: @MainActor () -> Void = { model.askToBlock(request.id) }
        VStack(alignment: .leading, spacing: 12) {
            who
                .accessibilityElement(children: .ignore)
                .accessibilityLabel(request.spoken)
                .accessibilityAddTraits(.isHeader)
                .accessibilityAction(named: request.accept.title, accept)
                .accessibilityAction(named: request.block.title, block)
            GroupsView(text: request.uid, spoken: request.uidSpoken).font(.subheadline)
            if let silence = request.silence {
                Text(silence).font(.subheadline).foregroundStyle(.secondary)
            }
            ForEach(Array(request.texts.enumerated()), id: \.offset) { text in
                Text(text.element)
                    .lineLimit(request.lines)
                    .padding(.horizontal, 12)
                    .padding(.vertical, 8)
                    .background(Color(uiColor: .secondarySystemFill), in: RoundedRectangle(cornerRadius: 12))
            }
            if let showAll = request.showAll {
                Button {
                    model.showAll(request.id)
                } label: {
                    Text(showAll.title).frame(minHeight: 44).contentShape(.rect)
                }
                .buttonStyle(.borderless)
                .accessibilityLabel(showAll.spoken)
            }
            // Below each other where large words have no room side by side.
            ViewThatFits(in: .horizontal) {
                HStack(spacing: 12) { answers(accept, block) }
                VStack(alignment: .leading, spacing: 12) { answers(accept, block) }
            }
            .controlSize(.large)
            .disabled(request.isBusy)
            .asking(question, confirm: { model.block(request.id) }, cancel: { model.cancel(request.id) })
        }
        .padding(.vertical, 8)
        .swipeActions(edge: .leading, allowsFullSwipe: false) {
            Button(request.accept.title, systemImage: "checkmark", action: accept)
                // The system writes white on it, in the dark as well.
                .tint(Color(rgb: Palette.teal))
        }
        .swipeActions(edge: .trailing, allowsFullSwipe: false) {
            // No destructive role: the row would go before the question is answered.
            Button(request.block.title, systemImage: "hand.raised", action: block).tint(.red)
        }
    }

    private var who: some View {
        HStack(alignment: .top, spacing: 16) {
            AvatarView(avatar: request.avatar)
            VStack(alignment: .leading, spacing: 2) {
                Text(request.name).font(.headline)
                Group {
                    if let claim = request.claim { Text(claim) }
                    Text(request.invited)
                    Text(request.came)
                }
                .font(.footnote)
                .foregroundStyle(.secondary)
            }
        }
    }

    @ViewBuilder
    private func answers(_ accept: @escaping @MainActor () -> Void, _ block: @escaping @MainActor () -> Void)
        -> some View
    {
        MainButton(request.accept.title, action: accept)
            .accessibilityLabel(request.accept.spoken)
        Button(request.block.title, action: block)
            .buttonStyle(.bordered)
            .accessibilityLabel(request.block.spoken)
    }
}

/// What an answer has led to.
private struct OutcomeView: View {
    let outcome: RequestOutcomeState
    let go: Navigator

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(outcome.text).font(.subheadline)
            if let title = outcome.openChat, let chat = outcome.chat {
                Button(title) { go.goFromChats(to: .conversation(chat)) }
                    .buttonStyle(.bordered)
                    .controlSize(.large)
            }
        }
        .padding(.vertical, 4)
    }
}

/// That there are none, and how one would come.
private struct EmptyRequestsView: View {
    let empty: EmptyRequestsState
    let go: Navigator

    var body: some View {
        VStack(alignment: .leading, spacing: 16) {
            Text(empty.title).font(.title2).accessibilityAddTraits(.isHeader)
            Text(empty.how)
            Text(empty.before)
            MainButton(empty.myLink, isWide: true) { go.go(to: .myLink) }
        }
        .frame(maxWidth: 480)
        .padding(.vertical, 16)
    }
}

/// Somebody who is blocked.
private struct BlockedRowView: View {
    let row: BlockedRowState
    let open: @MainActor () -> Void

    var body: some View {
        Button(action: open) {
            HStack(spacing: 16) {
                AvatarView(avatar: row.avatar, size: 40)
                Text(row.name)
                Spacer()
                Image(systemName: "chevron.forward").font(.footnote).foregroundStyle(.tertiary)
            }
            .frame(minHeight: 44)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .hoverEffect(.highlight)
        .accessibilityLabel(row.name)
        .accessibilityHint(row.hint)
    }
}

#if DEBUG
    struct RequestsView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(RequestsSamples.names, id: \.self) { name in
                NavigationStack { RequestsView(model: RequestsSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
