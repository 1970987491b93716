import Pure2PKit
import SwiftUI

/// Below the messages: where one writes; or why one can't, and what helps.
struct BottomView: View {
    let model: ConversationModel
    let state: ConversationState

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            if let problem = state.problem {
                Text(problem).font(.subheadline).foregroundStyle(.wrong)
            }
            if let instead = state.instead {
                InsteadView(instead: instead, model: model)
            } else if let composer = state.composer {
                ComposerView(composer: composer, model: model)
            }
        }
        .padding(.horizontal, 12)
        .padding(.vertical, 8)
        .frame(maxWidth: .infinity, alignment: .leading)
        .background(.bar)
    }
}

/// Where one writes.
private struct ComposerView: View {
    let composer: ComposerState
    @Bindable var model: ConversationModel
    @FocusState private var isFocused: Bool

    var body: some View {
        HStack(alignment: .bottom, spacing: 8) {
            TextField(composer.placeholder, text: $model.draft, axis: .vertical)
                .lineLimit(1...5)
                .focused($isFocused)
                .textInputAutocapitalization(.sentences)
                .submitLabel(composer.sendsOnReturn ? .send : .return)
                // A keyboard on the screen writes a new line, which the model understands; one of keys may ask to submit.
                .onSubmit {
                    model.submitted()
                    isFocused = true
                }
                .onKeyPress(keys: [.return]) { press in
                    model.returnComes(asNewLine: !press.modifiers.isDisjoint(with: [.shift, .option]))
                    return .ignored
                }
                .padding(.horizontal, 14)
                .padding(.vertical, 10)
                .background(Color(uiColor: .secondarySystemBackground), in: RoundedRectangle(cornerRadius: 22))
            Button {
                model.send()
            } label: {
                Image(systemName: "arrow.up.circle.fill")
                    .font(.title)
                    .frame(minWidth: 44, minHeight: 44)
                    .contentShape(.rect)
            }
            .accessibilityLabel(composer.send)
            .disabled(!composer.canSend)
            .keyboardShortcut(.return, modifiers: .command)
        }
    }
}

/// Why one can't write.
private struct InsteadView: View {
    let instead: InsteadState
    let model: ConversationModel

    var body: some View {
        VStack(alignment: .leading, spacing: 8) {
            Text(instead.text).font(.subheadline)
            // Side by side where both fit, else below each other.
            ViewThatFits {
                HStack(spacing: 8) { buttons }
                VStack(alignment: .leading, spacing: 8) { buttons }
            }
        }
    }

    @ViewBuilder private var buttons: some View {
        if let unblock = instead.unblock {
            MainButton(unblock) { model.unblock() }
        }
        if let accept = instead.accept {
            MainButton(accept) { model.accept() }
        }
        if let block = instead.block {
            Button(block) { model.block() }.buttonStyle(.bordered).controlSize(.large)
        }
    }
}
