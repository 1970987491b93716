/// Blocking and deleting, each with what it means. Who is blocked, or has asked, is answered further up.
public struct PartingState: Sendable, Equatable {
    public let title: String
    public let blockNote: String?
    public let block: String?
    public let deleteNote: String
    public let delete: String

    init(_ contact: Contact, words: Words) {
        title = words("contact_parting")
        blockNote = contact.blocked ? nil : words("contact_block_why")
        block = contact.blocked ? nil : words("contact_block")
        deleteNote = words("contact_delete_why")
        delete = words("contact_delete")
    }
}

/// What a question is about.
public enum ContactQuestion: Sendable, Hashable {
    case block, unblock, delete
    /// The second step: since nothing brings it back, it is asked whether that is meant.
    case deleteForGood
    /// A scanned code was theirs for this device: whether to mark them as verified.
    case same
    /// It was not: whether to take the mark back.
    case other
}

/// A question, and what it is about.
public struct ContactAskingState: Sendable, Equatable {
    public let about: ContactQuestion
    public let question: QuestionState

    init(_ about: ContactQuestion, _ contact: Contact, words: Words) {
        self.about = about
        let name = contact.name
        question =
            switch about {
            case .block:
                QuestionState(
                    title: words("contact_block_ask", name),
                    text: words(contact.state == .requested ? "contact_block_text_request" : "contact_block_text"),
                    yes: words("contact_block"), no: words("cancel"), isDestructive: true)
            case .unblock:
                QuestionState(
                    title: words("contact_unblock_ask", name),
                    text: words(contact.wasStranger ? "contact_unblock_text_stranger" : "contact_unblock_text"),
                    yes: words("contact_unblock"), no: words("cancel"), isDestructive: false)
            case .delete:
                QuestionState(
                    title: words("contact_delete_ask", name), text: contact.lost(words),
                    yes: words("contact_delete_next"), no: words("cancel"), isDestructive: false)
            case .deleteForGood:
                QuestionState(
                    title: words("contact_delete_sure", name), text: words("contact_delete_sure_text"),
                    yes: words("contact_delete_yes"), no: words("cancel"), isDestructive: true)
            case .same: QuestionState(same: contact, words: words)
            case .other: QuestionState(other: contact, words: words)
            }
    }
}

extension ContactScreenState {
    /// What is asked about `about`, if that is asked.
    public func question(_ about: ContactQuestion) -> QuestionState? {
        asking?.about == about ? asking?.question : nil
    }
}

extension Contact {
    /// Of who was never more than a stranger nothing is left: they may knock again, and that is all.
    fileprivate var wasStranger: Bool {
        state == .requested || state == .removed
    }

    /// What is lost with this contact.
    fileprivate func lost(_ words: Words) -> String {
        [
            words("contact_delete_lost"),
            waiting > 0 ? words("contact_delete_waiting", waiting) : nil,
            words(blocked ? "contact_delete_blocked" : "contact_delete_theirs"),
        ].compactMap { $0 }.joined(separator: "\n\n")
    }
}
