/// The safety number of two people: the same digits on both sides, and the code that this side shows.
public struct Safety: Sendable, Equatable {
    /// Twelve groups of five.
    public let digits: String
    /// What the other side scans.
    public let code: QrMatrix
    private let mine: Uid
    private let theirs: Uid

    /// That of `mine`, this device's, and `theirs`.
    public init(mine: Uid, theirs: Uid) throws {
        self.mine = mine
        self.theirs = theirs
        digits = try safetyNumber(one: mine, other: theirs)
        code = try safetyQr(mine: mine, theirs: theirs)
    }

    /// What a scanned code is, as the core says.
    public func compared(with scanned: String) -> Comparison {
        // Both were UIDs when this was made: it is the code that is none, if one is.
        switch try? safetyQrMatches(scanned: scanned, mine: mine, theirs: theirs) {
        case true?: .same
        case false?: .other
        case nil: .noCode
        }
    }
}

/// What a scanned code is.
public enum Comparison: Sendable, Hashable {
    /// Theirs for this device.
    case same
    /// A safety code, and not theirs for this device.
    case other
    /// No safety code.
    case noCode
}
