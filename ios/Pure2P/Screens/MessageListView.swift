import Pure2PKit
import SwiftUI

/// The messages, the newest at the bottom. Only what is near the screen is drawn.
///
/// How the list keeps its place, on iOS 17:
/// - `defaultScrollAnchor` begins at the end, and a list that is shorter than the screen stands at its bottom.
/// - `scrollPosition` with an anchor at the bottom: SwiftUI knows by its identity which line stands at the lower edge, and keeps that
///   line there when lines come in above it or go (a page of history; the window holds 200), and when the keyboard takes room. At
///   the end that line is the one after the last message, so that it stays there when messages come.
/// - The model decides where to go (`Jump`), since identity alone leaves open what is to happen: who is at the end goes with it, who
///   writes goes there, who reads back is left alone.
/// - That the end is seen is said by that last line itself when it comes and goes. The position would not do: it is written when
///   somebody scrolls, and a chat that fits on the screen is never scrolled.
///
/// Not a `List`: it guesses the height of rows that were not seen yet, and so moves when a page comes in above. Not a list that is
/// turned upside down either: VoiceOver would read it from the end, and menus and scrollbars would stand on their heads.
struct MessageListView: View {
    let model: ConversationModel
    let state: ConversationState
    let help: @MainActor (Remedy) -> Void
    let contact: @MainActor () -> Void
    /// The line at the lower edge.
    @State private var place: String?

    var body: some View {
        ScrollViewReader { list in
            ScrollView {
                LazyVStack(spacing: 0) {
                    if let text = state.firstContact {
                        FirstContactView(text: text, hint: state.head?.hint ?? "", contact: contact)
                    }
                    ForEach(state.lines) { line in
                        LineView(line: line, model: model, menu: state.menu, help: help)
                            .onAppear { model.came(line.id) }
                    }
                    end
                }
                .scrollTargetLayout()
                .padding(.horizontal, 12)
                .padding(.vertical, 8)
            }
            .defaultScrollAnchor(.bottom)
            .scrollPosition(id: $place, anchor: .bottom)
            .scrollDismissesKeyboard(.interactively)
            .onChange(of: state.jump, initial: true) { go(list) }
            .overlay(alignment: .bottomTrailing) {
                if let toEnd = state.toEnd { ToEndView(toEnd: toEnd) { model.toEnd() } }
            }
        }
    }

    /// The line after the last message. What is within it is another one when another message is the last: so it says anew that it is
    /// seen. It itself stays the same, for the list's sake.
    private var end: some View {
        let last = state.lines.last?.id
        return VStack(spacing: 0) {
            Color.clear
                .frame(height: 1)
                .onAppear { model.endCame(below: last) }
                .onDisappear { model.endWent(below: last) }
                .id([state.end, last])
        }
        .accessibilityHidden(true)
        .id(state.end)
    }

    private func go(_ list: ScrollViewProxy) {
        guard let jump = model.state.jump else { return }
        list.scrollTo(jump.line, anchor: jump.isEnd ? .bottom : UnitPoint(x: 0.5, y: 0.25))
        // Lines that it brings onto the screen, or takes from it, say so a moment later.
        Task {
            try? await Task.sleep(for: .milliseconds(100))
            model.jumped()
        }
    }
}

/// A day, where reading goes on, or a message.
private struct LineView: View {
    let line: LineState
    let model: ConversationModel
    let menu: MessageMenuState
    let help: @MainActor (Remedy) -> Void

    var body: some View {
        VStack(spacing: 0) {
            if let heading = line.heading {
                Text(heading)
                    .font(.footnote)
                    .foregroundStyle(.secondary)
                    .multilineTextAlignment(.center)
                    .frame(maxWidth: .infinity)
                    .padding(.vertical, 12)
                    .accessibilityAddTraits(.isHeader)
            }
            if let bubble = line.bubble {
                BubbleView(bubble: bubble, model: model, menu: menu, help: help)
            }
        }
    }
}

/// The way to the newest message.
private struct ToEndView: View {
    let toEnd: ToEndState
    let go: @MainActor () -> Void

    var body: some View {
        Button(action: go) {
            HStack(spacing: 6) {
                if let badge = toEnd.badge { Text(badge).font(.footnote).monospacedDigit() }
                Image(systemName: "chevron.down")
            }
            .padding(.horizontal, 12)
            .frame(minWidth: 44, minHeight: 44)
            .background(.regularMaterial, in: .capsule)
            .contentShape(.capsule)
        }
        .buttonStyle(.plain)
        .accessibilityLabel(toEnd.spoken)
        .accessibilityAddTraits(.isButton)
        .padding(12)
    }
}
