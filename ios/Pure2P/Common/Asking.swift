import Pure2PKit
import SwiftUI

extension View {
    /// Asks, from the place of what was tapped, while there is a question.
    func asking(
        _ question: QuestionState?, confirm: @escaping @MainActor () -> Void, cancel: @escaping @MainActor () -> Void
    ) -> some View {
        confirmationDialog(
            question?.title ?? "", isPresented: .shown(question != nil, hide: cancel), titleVisibility: .visible,
            presenting: question
        ) { question in
            Answers(question: question, confirm: confirm, cancel: cancel)
        } message: { question in
            Text(question.text)
        }
    }

    /// Says something in front of all else while there is something to say, and asks what to do about it.
    func telling(
        _ question: QuestionState?, confirm: @escaping @MainActor () -> Void, cancel: @escaping @MainActor () -> Void
    ) -> some View {
        alert(
            question?.title ?? "", isPresented: .shown(question != nil, hide: cancel), presenting: question
        ) { question in
            Answers(question: question, confirm: confirm, cancel: cancel)
        } message: { question in
            Text(question.text)
        }
    }
}

/// The answers to a question.
private struct Answers: View {
    let question: QuestionState
    let confirm: @MainActor () -> Void
    let cancel: @MainActor () -> Void

    var body: some View {
        if let yes = question.yes {
            Button(yes, role: question.isDestructive ? .destructive : nil, action: confirm)
        }
        Button(question.no, role: .cancel, action: cancel)
    }
}

extension Binding where Value == Bool {
    /// Whether something is shown that the model decides on; all that the system does by itself is to hide it.
    @MainActor
    static func shown(_ isShown: Bool, hide: @escaping @MainActor () -> Void) -> Binding<Bool> {
        Binding(get: { isShown }, set: { @MainActor isShown in if !isShown { hide() } })
    }
}
