/// What one sees who adds a contact: the ways to do so, a field, and who it would be.
public struct AddState: Sendable, Equatable {
    public let title: String
    /// How it can be done, until somebody is found.
    public let how: String?
    /// Opens the scanner, where this device has one.
    public let scan: String?
    /// Why no scanner opens.
    public let barrier: ScanBarrierState?
    /// What came of pasting; announced when it comes.
    public let pasted: String?
    public let field: EntryFieldState
    /// Who it would be.
    public let who: WhoState?
    /// What they shall be called here, where they can be given a name now.
    public let name: NameFieldState?
    /// Where they say they may be.
    public let whereabouts: WhereState?
    /// What came of an answer; announced when it comes.
    public let refused: String?
    /// What can be done about them, the likeliest first.
    public let answers: [AddAnswerState]
    /// Whether something is being done: until then nothing else is.
    public let isBusy: Bool
}

/// A link or a UID, judged as it is typed.
public struct EntryFieldState: Sendable, Equatable {
    public let label: String
    public let judgement: String
    /// Letter by letter, or a group would be read as the word that it isn't.
    public let spoken: String
    public let isWrong: Bool
    /// The UID with the group to look at.
    public let marked: MarkedGroups?
    /// Whether one line of it is enough, since somebody is what is looked at.
    public let isShort: Bool

    /// Read out when it comes: a mistake, and no character that is right.
    public var announcement: String? { isWrong ? spoken : nil }
}

/// A UID in groups with one to look at: all three one after another, with the spaces between.
public struct MarkedGroups: Sendable, Equatable {
    public let before: String
    public let wrong: String
    public let after: String
}

/// Who it would be: what is sure, and what they claim.
public struct WhoState: Sendable, Equatable {
    public let avatar: Avatar
    public let title: String
    public let lines: [String]
    /// All of it as it is spoken.
    public let spoken: String
    /// Whether it is all that is known: it is read out then, once.
    public let isComplete: Bool
    /// The UID in groups of four, and as it is spoken.
    public let uid: String
    public let uidSpoken: String

    /// Read out when it comes, whatever one was doing.
    public var announcement: String? { isComplete ? spoken : nil }
}

/// What somebody shall be called here.
public struct NameFieldState: Sendable, Equatable {
    public let label: String
    public let hint: String
    public let isRefused: Bool

    /// Read out when it comes.
    public var announcement: String? { isRefused ? hint : nil }
}

/// Where somebody says they may be: a line, until one wants to know.
public struct WhereState: Sendable, Equatable {
    public let count: String
    public let heading: String
    public let addresses: [LinkAddressState]
}

/// What a tap does about somebody.
public enum AddAnswer: Sendable, Hashable {
    /// They are a contact then.
    case add
    case unblock
    /// The model is not asked: it leads on.
    case openChat, myLink
}

/// The same in words.
public struct AddAnswerState: Sendable, Equatable, Identifiable {
    public let id: AddAnswer
    public let label: String
    /// Whether it is the one that most want.
    public let isMain: Bool
}
