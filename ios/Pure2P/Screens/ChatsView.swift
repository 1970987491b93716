import Pure2PKit
import SwiftUI

/// Who there is to write to, and who is here.
struct ChatsView: View {
    let model: ChatsModel
    let go: Navigator
    /// Whose chat is open beside these, in two columns.
    var selected: Uid?

    var body: some View {
        let state = model.state
        List {
            if let notice = state.notice {
                NoticeView(notice: notice) { model.noticeRead() }
            }
            if let stale = state.stale {
                StaleView(stale: stale, retry: model.retry)
            }
            ForEach(state.rows) { row in
                Button {
                    go.goFromChats(to: .conversation(row.id))
                } label: {
                    ChatRowView(row: row)
                }
                .buttonStyle(.plain)
                .hoverEffect(.highlight)
                .accessibilityLabel(row.spoken)
                // Whoever speaks to the device says a name, not all that it would read out.
                .accessibilityInputLabels([row.name])
                .accessibilityAddTraits(row.id == selected ? .isSelected : [])
                .listRowBackground(row.id == selected ? Color(uiColor: .secondarySystemFill) : nil)
            }
            if let empty = state.empty {
                EmptyChatsView(empty: empty, go: go).listRowSeparator(.hidden)
            }
        }
        .listStyle(.plain)
        // On top, also of a long list.
        .safeAreaInset(edge: .top, spacing: 0) {
            SessionBarView(bar: state.session) { go.goFromChats(to: .reach) }
                .padding(.horizontal)
                .padding(.vertical, 4)
                .background(.bar)
        }
        .navigationTitle(state.title)
        .toolbar { toolbar(state) }
        .announced(state.stale?.text)
        .announced(state.notice?.text)
    }

    @ToolbarContentBuilder
    private func toolbar(_ state: ChatsState) -> some ToolbarContent {
        ToolbarItem(placement: .topBarLeading) {
            Button(state.settings, systemImage: "gearshape") { go.goFromChats(to: .settings) }
                .keyboardShortcut(",")
        }
        ToolbarItemGroup(placement: .topBarTrailing) {
            Button {
                go.goFromChats(to: .requests)
            } label: {
                Label {
                    Text(state.requests)
                } icon: {
                    HStack(spacing: 4) {
                        Image(systemName: state.requestsBadge == nil ? "tray" : "tray.full")
                        if let badge = state.requestsBadge { UnreadBadge(text: badge) }
                    }
                }
            }
            // A bar does not grow with its letters: who reads larger ones holds a finger on it.
            .dynamicTypeSize(...DynamicTypeSize.xxLarge)
            .accessibilityLabel(state.requests)
            .accessibilityShowsLargeContentViewer { Label(state.requests, systemImage: "tray") }
            .keyboardShortcut("r", modifiers: [.command, .shift])
            Button(state.myLink, systemImage: "qrcode") { go.goFromChats(to: .myLink) }
                .keyboardShortcut("l", modifiers: [.command, .shift])
            Button(state.add, systemImage: "plus") { go.goFromChats(to: .add(nil)) }
                .keyboardShortcut("n")
        }
    }
}

/// One chat.
private struct ChatRowView: View {
    let row: ChatRowState
    @Environment(\.dynamicTypeSize) private var size

    var body: some View {
        // Below each other where large words have no room side by side.
        let isLarge = size.isAccessibilitySize
        let line =
            isLarge
            ? AnyLayout(VStackLayout(alignment: .leading, spacing: 2))
            : AnyLayout(HStackLayout(alignment: .firstTextBaseline))
        HStack(alignment: .top, spacing: 12) {
            AvatarView(avatar: row.avatar)
            VStack(alignment: .leading, spacing: 2) {
                line {
                    Text(row.name).font(.headline).lineLimit(isLarge ? nil : 1)
                    if !isLarge { Spacer() }
                    if let time = row.time {
                        Text(time).font(.caption).foregroundStyle(.secondary)
                    }
                }
                line {
                    HStack(alignment: .firstTextBaseline) {
                        if let sign = row.sign { StateSign(state: sign) }
                        Text(row.line.text)
                            .italic(row.line.kind == .draft)
                            .lineLimit(row.line.kind == .reason ? nil : isLarge ? 2 : 1)
                            .foregroundStyle(.secondary)
                    }
                    if !isLarge { Spacer() }
                    if let unread = row.unread { UnreadBadge(text: unread) }
                }
                .font(.subheadline)
                HStack(spacing: 6) {
                    PresenceMark(presence: row.presence)
                    Text(row.presenceText).font(.caption).foregroundStyle(.secondary)
                }
            }
        }
        .padding(.vertical, 4)
        .contentShape(.rect)
    }
}

/// How many are unread.
private struct UnreadBadge: View {
    let text: String

    var body: some View {
        Text(text)
            .font(.caption)
            .foregroundStyle(.onAccent)
            .padding(.horizontal, 7)
            .padding(.vertical, 2)
            .background(.tint, in: .capsule)
    }
}

/// How two people start.
private struct EmptyChatsView: View {
    let empty: EmptyChatsState
    let go: Navigator

    var body: some View {
        VStack(alignment: .leading, spacing: 16) {
            Text(empty.title).font(.title2).accessibilityAddTraits(.isHeader)
            Text(empty.how)
            Text(empty.both)
            MainButton(empty.myLink, isWide: true) { go.goFromChats(to: .myLink) }
            Button {
                go.goFromChats(to: .add(nil))
            } label: {
                Text(empty.add).frame(maxWidth: .infinity)
            }
            .buttonStyle(.bordered)
        }
        .controlSize(.large)
        .frame(maxWidth: 480)
        .padding(.vertical, 24)
    }
}

/// The session bar.
private struct SessionBarView: View {
    let bar: SessionBarState
    let reach: @MainActor () -> Void

    var body: some View {
        Button(action: reach) {
            VStack(alignment: .leading, spacing: 6) {
                HStack {
                    Text(bar.text).font(.subheadline.weight(.medium))
                    Spacer()
                    // That it leads somewhere; where, the hint says.
                    Image(systemName: "chevron.forward").font(.footnote).foregroundStyle(.tertiary)
                }
                if let progress = bar.progress {
                    ProgressView(value: progress).accessibilityHidden(true)
                }
            }
            .frame(minHeight: 44)
            .contentShape(.rect)
        }
        .buttonStyle(.plain)
        .hoverEffect(.highlight)
        .accessibilityLabel(bar.text)
        .accessibilityHint(bar.hint)
        .accessibilityAddTraits(.updatesFrequently)
    }
}

#if DEBUG
    struct ChatsView_Previews: PreviewProvider {
        static var previews: some View {
            ForEach(ChatsSamples.names, id: \.self) { name in
                NavigationStack { ChatsView(model: ChatsSamples.model(name), go: Navigator()) }
                    .previewDisplayName(name)
            }
        }
    }
#endif
