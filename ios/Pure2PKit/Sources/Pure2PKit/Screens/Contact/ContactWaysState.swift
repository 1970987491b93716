/// Who of the two reaches whom.
public struct WaysState: Sendable, Equatable {
    public let title: String
    public let mine: WayState
    public let theirs: WayState
    public let why: String

    init(_ contact: Contact, words: Words) {
        title = words("contact_ways")
        mine = WayState(
            sign: .init(contact.iReach), text: words.iReach(contact.iReach),
            last: contact.reachedAt.map { words("contact_last_reached", words.moment($0)) })
        theirs = WayState(
            sign: .init(contact.theyReach), text: words.theyReach(contact.theyReach),
            last: contact.cameInAt.map { words("contact_last_came", words.moment($0)) })
        why = words("contact_ways_why")
    }
}

/// One way, and when it last worked.
public struct WayState: Sendable, Equatable {
    /// The same as the words, as a form: a tick, a cross, a question mark.
    public let sign: Sign
    public let text: String
    public let last: String?
    /// Both, as they are spoken.
    public let spoken: String

    public enum Sign: Sendable, Equatable {
        case yes, no, unknown

        init(_ way: Way) {
            self =
                switch way {
                case .yes: .yes
                case .no: .no
                case .unknown: .unknown
                }
        }
    }

    init(sign: Sign, text: String, last: String?) {
        self.sign = sign
        self.text = text
        self.last = last
        spoken = sentence([text, last])
    }
}

/// Where they may be, best first; the best ones, until one asks for all.
public struct AddressesState: Sendable, Equatable {
    public let title: String
    /// Which come first; or that there are none.
    public let note: String
    public let rows: [AddressState]
    /// Shows the rest; nothing if all are shown.
    public let showAll: String?
    /// What to do without one.
    public let myLink: String?

    init(_ contact: Contact, all: Bool, words: Words) {
        let many = contact.addresses
        title = words("contact_addresses")
        note = many.isEmpty ? words("contact_no_address", contact.name) : words("contact_addresses_why")
        rows = (all ? many : Array(many.prefix(few))).map { AddressState($0, words: words) }
        showAll = rows.count < many.count ? words("contact_all_addresses", many.count) : nil
        myLink = many.isEmpty ? words("contact_my_link") : nil
    }
}

/// An address, how it was learnt, and whether it was of use.
public struct AddressState: Sendable, Equatable, Identifiable {
    public var id: String { address }
    public let address: String
    public let notes: [String]
    /// All of it, as it is spoken.
    public let spoken: String

    init(_ known: KnownAddress, words: Words) {
        let learnt = words.moment(known.learntAt)
        let notes = [
            words(known.source == .link ? "contact_from_link" : "contact_told", learnt),
            known.workedAt.map { words("contact_worked", words.moment($0)) },
            known.failedAt.map { words("contact_failed", words.moment($0)) },
        ].compactMap { $0 }
        address = known.address
        self.notes = notes
        spoken = sentence([known.address] + notes)
    }
}

private let few = 4
