import Foundation

extension ConversationModel {
    /// What the composer holds. The database has it too, a moment after it is typed.
    public var draft: String {
        get { conversation.draft }
        set { typed(newValue) }
    }

    /// Sends what the composer holds.
    public func send() {
        let text = conversation.draft.trimmingCharacters(in: .whitespacesAndNewlines)
        if text.isEmpty || isSending { return }
        isSending = true
        say(nil)
        conversation.draft = text
        // Whoever writes is at the end.
        change { $0.toEnd() }
        work = Task { [conversation, weak self] in
            do {
                try await conversation.send()
            } catch {
                self?.say(ConversationProblem(ofSending: error), about: conversation.draft)
            }
            self?.isSending = false
            self?.react()
        }
    }

    /// A keyboard of keys says that Return was pressed: what it would have written is not written then.
    public func submitted() {
        if sendsOnReturn, !newLineIsMeant { return send() }
        newLineIsMeant = true
        typed(conversation.draft + "\n")
    }

    /// Return is about to come, pressed together with a key that means a new line, or without.
    public func returnComes(asNewLine: Bool) {
        newLineIsMeant = asNewLine
    }

    /// Keeps what is typed, now: the screen or the app is left. Goes on when this is gone.
    public func keepDraft() {
        work = Task { [conversation] in try? await conversation.saveDraft() }
    }

    /// Lets them write.
    public func accept() {
        command { [uid] in _ = try await $0.accept(uid: uid) }
    }

    /// Hears nothing more of them.
    public func block() {
        command { [uid] in _ = try await $0.block(uid: uid) }
    }

    /// Lets them write again.
    public func unblock() {
        command { [uid] in _ = try await $0.unblock(uid: uid) }
    }

    /// What a person asked for: done to its end, also when this is gone; and if it is not done, they hear of it.
    func command(_ what: @escaping @Sendable (any MessengerProtocol) async throws -> Void) {
        work = Task { [messenger, conversation, weak self] in
            let done = await answer { try await what(messenger) }
            if case .failure = done { self?.say(.notDone) } else { self?.say(nil) }
            conversation.refresh()
        }
    }

    private func typed(_ text: String) {
        let before = conversation.draft
        // Fields say what they hold when they come: nobody typed that, and it must not stand for a draft that is yet to be read.
        if text == before { return }
        if sendsOnReturn, !newLineIsMeant, isReturn(from: before, to: text) {
            // Said again, so that the field takes the new line back that it shows already.
            conversation.draft = before
            return send()
        }
        newLineIsMeant = false
        conversation.draft = text
        keepDraftSoon()
    }
}

/// Whether somebody pressed Return: a keyboard on the screen says so by nothing else than the new line that it writes. What is
/// pasted has more in it.
func isReturn(from before: String, to after: String) -> Bool {
    guard after.count == before.count + 1 else { return false }
    let same = zip(before, after).prefix { $0 == $1 }.count
    let place = after.index(after.startIndex, offsetBy: same)
    return after[place].isNewline && after[after.index(after: place)...] == before.dropFirst(same)
}
