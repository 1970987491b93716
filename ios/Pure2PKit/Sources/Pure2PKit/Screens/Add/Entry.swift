/// What a text is, as the core says.
public enum Entry: Sendable, Equatable {
    /// There is none.
    case nothing
    /// The beginning of a UID; `wrongGroup`, from 1, has a character that no UID has there.
    case typing(entered: Int, of: Int, wrongGroup: Int?)
    /// No UID.
    case wrongUid(UidProblem)
    /// A link of which the UID is none.
    case wrongUidInLink(UidProblem)
    /// No link.
    case wrongLink(LinkProblem)
    /// Somebody.
    case somebody(Somebody)
}

/// Whom a text names.
public struct Somebody: Sendable, Equatable {
    public let uid: Uid
    /// The UID in groups of four.
    public let grouped: String
    /// The name that they claim.
    public var name: String?
    /// Where they say they may be.
    public var addresses: [TheirAddress] = []
    /// Whether a link says so; else a UID does.
    public var byLink = false
}

/// Where somebody says they may be, and from where that is of use.
public struct TheirAddress: Sendable, Equatable {
    public let address: SocketAddr
    public let kind: AddressKind
}

extension Entry {
    /// What this text is. Cheap enough for every key stroke.
    init(_ text: String) {
        let whole = Entered.link(in: text)
        if whole.allSatisfy(\.isWhitespace) {
            self = .nothing
            return
        }
        do {
            switch try checkTypedUid(text: whole) {
            case .complete(let uid):
                self = .somebody(Somebody(uid: uid, grouped: try groupedUid(uid: uid)))
            case .incomplete(let entered, let of, let wrongGroup):
                self = .typing(entered: Int(entered), of: Int(of), wrongGroup: wrongGroup.map(Int.init))
            // It may still be a link: those begin otherwise.
            case .wrong(.wrongPrefix):
                self = try Entry(link: whole)
            case .wrong(let problem):
                self = .wrongUid(problem)
            }
        } catch {
            // The core has no other word for a text that it does not read.
            self = .wrongLink(.malformed)
        }
    }

    private init(link text: String) throws {
        do {
            let link = try previewLink(text: text)
            self = .somebody(
                Somebody(
                    uid: link.uid, grouped: try groupedUid(uid: link.uid), name: link.name,
                    addresses: try link.addresses.map {
                        TheirAddress(address: $0, kind: try addressKind(address: $0))
                    }, byLink: true))
        } catch MessengerError.BadLink(let problem) {
            self = .wrongLink(problem)
        } catch MessengerError.BadUid(let problem) {
            self = Entered.isLink(text) ? .wrongUidInLink(problem) : .wrongUid(problem)
        }
    }

    /// Whom it names.
    var somebody: Somebody? {
        if case .somebody(let somebody) = self { somebody } else { nil }
    }

    /// The group, from 1, with a mistake in it, where the core can tell.
    var groupToLookAt: Int? {
        switch self {
        case .typing(_, _, let wrongGroup): wrongGroup
        case .wrongUid(.checksum(let group)): group.map(Int.init)
        case .wrongUid(.wrongCharacter(_, let group)): Int(group)
        case .nothing, .somebody, .wrongLink, .wrongUid, .wrongUidInLink: nil
        }
    }

    /// Whether there is a mistake in it: what was only begun has none.
    var isWrong: Bool {
        switch self {
        case .nothing, .somebody: false
        case .typing: groupToLookAt != nil
        case .wrongLink, .wrongUid, .wrongUidInLink: true
        }
    }
}
