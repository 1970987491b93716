/// All there is to know of one person, and to decide.
public struct ContactScreenState: Sendable, Equatable {
    public let title: String
    /// What is shown may be older than what is so.
    public let stale: StaleState?
    /// Who; like all below nothing until they were read: nothing that could be said would be true.
    public let head: ContactHeadState?
    /// What a tap has just led to.
    public let said: SaidState?
    /// Read out when it comes: what a tap has led to, by words or by how things stand now.
    public let announced: String?
    /// How things stand between the two, where that needs words or an answer.
    public let standing: StandingState?
    public let uid: ContactUidState?
    public let safety: SafetyState?
    public let ways: WaysState?
    public let addresses: AddressesState?
    public let parting: PartingState?
    /// Where a name of one's own is typed, while it is.
    public let naming: NamingState?
    /// What is asked, and about what.
    public let asking: ContactAskingState?
    /// Whether a command is on its way: until it is done there is no other.
    public let isBusy: Bool
}

/// What a tap has led to.
public struct SaidState: Sendable, Equatable {
    public let text: String
    public let isFailure: Bool
}

/// How things stand, and what can be done about it.
public struct StandingState: Sendable, Equatable {
    public let text: String
    public let accept: String?
    public let block: String?
    public let unblock: String?
}

/// Their UID.
public struct ContactUidState: Sendable, Equatable {
    public let title: String
    /// In groups of four, as people compare it. Copied like this, too: whoever pastes it need not care about the spaces.
    public let grouped: String
    public let spoken: String
    public let copy: String
}

extension ContactScreenState {
    /// What the store says, and what the person is doing with it.
    struct Parts {
        var contact: Contact?
        var safety: Safety?
        var isStale: Bool
        var canScan: Bool
        var barrier: ScanBarrierState?
        var doing: ContactModel.Doing
    }

    init(_ parts: Parts, words: Words) {
        let doing = parts.doing
        title = words("contact_title")
        stale = parts.isStale ? StaleState(text: words("contact_stale"), retry: words("contact_retry")) : nil
        isBusy = doing.isBusy
        let contact = parts.contact
        // Of who is in no list any more nothing is left to look at.
        let listed = contact.flatMap { $0.state == .removed ? nil : $0 }
        head = contact.map { ContactHeadState($0, words: words) }
        // Beside the field, while a name is being typed.
        said = doing.naming == nil ? doing.said.map { SaidState($0, words: words) } : nil
        standing = contact.flatMap { StandingState($0, words: words) }
        announced = said?.text ?? (doing.hasActed ? standing?.text : nil)
        uid = contact.map { ContactUidState($0.uid, words: words) }
        safety = listed.flatMap { contact in
            parts.safety.map {
                SafetyState($0, contact, canScan: parts.canScan, barrier: parts.barrier, words: words)
            }
        }
        ways = listed.flatMap { $0.state == .requested ? nil : WaysState($0, words: words) }
        addresses = listed.map { AddressesState($0, all: doing.showsAllAddresses, words: words) }
        parting = listed.flatMap { $0.state == .requested ? nil : PartingState($0, words: words) }
        naming = listed.flatMap { _ in doing.naming.map { NamingState($0, doing.said, words: words) } }
        asking = contact.flatMap { contact in
            doing.asking.map { ContactAskingState($0, contact, words: words) }
        }
    }
}

/// What a tap has led to.
enum Said: Sendable, Equatable {
    case uidCopied, deviceFull, notDone
}

extension SaidState {
    init(_ said: Said, words: Words) {
        switch said {
        case .uidCopied: self.init(text: words("contact_uid_copied"), isFailure: false)
        case .deviceFull: self.init(text: words("contact_device_full"), isFailure: true)
        case .notDone: self.init(text: words("contact_not_done"), isFailure: true)
        }
    }
}

extension StandingState {
    init?(_ contact: Contact, words: Words) {
        let name = contact.name
        switch contact.state {
        case _ where contact.blocked:
            self.init(
                text: words("contact_blocked", name), accept: nil, block: nil, unblock: words("contact_unblock"))
        case .requested:
            self.init(
                text: words("contact_requested", name), accept: words("contact_accept"), block: words("contact_block"),
                unblock: nil)
        case .removed:
            self.init(text: words("contact_removed"), accept: nil, block: nil, unblock: nil)
        case .entered:
            self.init(text: words("contact_entered"), accept: nil, block: nil, unblock: nil)
        case .bound:
            // Said where they are compared.
            return nil
        }
    }
}

extension ContactUidState {
    init(_ uid: Uid, words: Words) {
        let text = groups(of: uid)
        title = words("contact_uid")
        grouped = text
        spoken = words("contact_uid_spoken", spelled(text))
        copy = words("contact_copy_uid")
    }
}
