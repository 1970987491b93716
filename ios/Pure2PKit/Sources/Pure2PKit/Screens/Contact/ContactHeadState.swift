/// Who it is: the name shown here, the one they give themselves, whether they are here.
public struct ContactHeadState: Sendable, Equatable {
    public let avatar: Avatar
    public let name: String
    /// What they call themselves: nobody has checked it.
    public let claim: String?
    /// Whether they are here; nothing of somebody blocked, for whom nobody looks.
    public let presence: Presence?
    public let presenceText: String?
    /// That the safety numbers were compared.
    public let verified: String?
    /// Asks for another name; not for who is in no list any more.
    public let rename: String?
    /// All of it, as it is spoken.
    public let spoken: String

    init(_ contact: Contact, words: Words) {
        avatar = Avatar(contact.uid)
        name = contact.name
        claim = contact.suggestedName.map { claim in
            claim == contact.name ? words("contact_claim_same") : words("contact_claim", claim)
        }
        presence = contact.blocked ? nil : contact.presence
        presenceText = contact.blocked ? nil : words.presence(of: contact)
        verified = contact.verified ? words("contact_is_verified") : nil
        rename = contact.state == .removed ? nil : words("contact_rename")
        spoken = sentence([name, claim, presenceText, verified])
    }
}

/// Where a name of one's own is typed.
public struct NamingState: Sendable, Equatable, Identifiable {
    /// Another note makes no other field.
    public var id: String { label }
    public let title: String
    /// What is typed.
    public let label: String
    /// Who sees it; or why it was not taken.
    public let note: String
    public let isRefused: Bool
    public let save: String
    public let cancel: String
}

/// A name is being given, or was refused.
enum Naming: Sendable, Equatable {
    case asked, refused
}

extension NamingState {
    init(_ naming: Naming, _ said: Said?, words: Words) {
        let failure = said.map { SaidState($0, words: words) }.flatMap { $0.isFailure ? $0.text : nil }
        title = words("contact_rename")
        label = words("contact_name")
        note = naming == .refused ? words("name_refused") : failure ?? words("contact_name_why")
        isRefused = naming == .refused || failure != nil
        save = words("contact_name_save")
        cancel = words("cancel")
    }
}
