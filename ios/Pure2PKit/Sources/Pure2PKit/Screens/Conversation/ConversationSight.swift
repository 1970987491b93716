import Foundation

/// What a conversation's state is made of.
struct Sight {
    var contact: Contact?
    var lines: [LineState] = []
    var hasOlder = false
    var hasNewer = false
    var failure: (any Error)?
    var draft = ""
    var sendsOnReturn = false
    var reading = Reading()
    var problem: ConversationProblem?
    var deleting: Message?
    var details: Details?
}

extension ConversationState {
    init(_ sight: Sight, words: Words) {
        let contact = sight.reading.isPlaced ? sight.contact : nil
        let name = contact?.name ?? ""
        head = contact.map { HeadState($0, words: words) }
        stale =
            sight.failure == nil
            ? nil : StaleState(text: words("conversation_stale"), retry: words("conversation_retry"))
        firstContact =
            contact?.verified == false && contact?.state != .removed && !sight.hasOlder
            ? words("conversation_first_contact") : nil
        lines = contact == nil ? [] : sight.lines
        menu = MessageMenuState(
            copy: words("conversation_copy"), copied: words("conversation_copied"),
            details: words("conversation_details"), delete: words("conversation_delete"))
        toEnd =
            contact == nil || lines.isEmpty || sight.reading.isAtEnd && !sight.hasNewer
            ? nil : ToEndState(unread: Int(contact?.unread ?? 0), words: words)
        jump = sight.reading.jump
        problem = sight.problem?.text(words)
        instead = contact.flatMap { InsteadState($0, words: words) }
        // To whom one can't write nothing waits.
        empty =
            contact != nil && instead == nil && sight.lines.isEmpty
            ? EmptyConversationState(
                title: words("conversation_empty_title"), text: words("conversation_empty_text", name)) : nil
        composer =
            contact == nil || instead != nil
            ? nil
            : ComposerState(
                placeholder: words("conversation_write"), send: words("conversation_send"),
                canSend: !isBlank(sight.draft), sendsOnReturn: sight.sendsOnReturn)
        asks = sight.deleting.map { DeleteState($0, name: name, words: words) }
        details = sight.details.map { DetailsState($0, name: name, words: words) }
        isGone = sight.failure as? MessengerError == .UnknownContact
        end = Reading.end
    }
}

/// Whether there is nothing to see in a text.
func isBlank(_ text: String) -> Bool {
    text.allSatisfy(\.isWhitespace)
}

extension HeadState {
    fileprivate init(_ contact: Contact, words: Words) {
        avatar = Avatar(contact.uid)
        name = contact.name
        presence = contact.blocked ? nil : contact.presence
        presenceText = contact.blocked ? nil : words.presence(of: contact)
        spoken = sentence([name, presenceText])
        hint = words("conversation_show_contact", name)
    }
}

extension ToEndState {
    fileprivate init(unread: Int, words: Words) {
        badge = unread == 0 ? nil : unread > 99 ? "99+" : "\(unread)"
        spoken = unread == 0 ? words("conversation_to_newest") : words("conversation_to_new", unread)
    }
}

extension InsteadState {
    fileprivate init?(_ contact: Contact, words: Words) {
        if contact.blocked {
            self.init(
                text: words("conversation_blocked", contact.name), unblock: words("conversation_unblock"), accept: nil,
                block: nil)
            return
        }
        switch contact.state {
        case .requested:
            self.init(
                text: words("conversation_requested", contact.name), unblock: nil,
                accept: words("conversation_accept"), block: words("conversation_block"))
        case .removed:
            self.init(text: words("conversation_removed", contact.name), unblock: nil, accept: nil, block: nil)
        case .bound, .entered:
            return nil
        }
    }
}

extension DeleteState {
    fileprivate init(_ message: Message, name: String, words: Words) {
        let waits = message.direction == .out && message.state == .waiting
        id = message.id
        question = QuestionState(
            title: words("conversation_delete_title"),
            text: waits ? words("conversation_delete_waiting") : words("conversation_delete_theirs", name),
            yes: words("conversation_delete_yes"), no: words("cancel"), isDestructive: true)
    }
}
