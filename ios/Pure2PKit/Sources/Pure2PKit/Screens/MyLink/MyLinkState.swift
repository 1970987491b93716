/// What one shows or sends to somebody who shall be able to write.
public struct MyLinkState: Sendable, Equatable {
    public let title: String
    /// What would otherwise be found out by waiting in vain.
    public let notice: MyLinkNoticeState?
    /// The code and what it gives away; none before there is a link, or where it is too long for one.
    public let code: MyCodeState?
    /// What whoever has the link can do.
    public let whoever: String?
    public let sharing: SharingState?
    /// What a tap has just led to; announced when it comes.
    public let outcome: String?
    /// Tries again what could not be done.
    public let retry: String?
    public let uid: OwnUidState?
    public let addresses: OwnAddressesState?
    public let renewal: RenewalState?
    /// Asked before a new link is made.
    public let question: QuestionState?
}

/// Who does not get through, and where that can be changed.
public struct MyLinkNoticeState: Sendable, Equatable {
    public let lines: [String]
    /// Leads to who can reach this device: below what it helps against.
    public let reach: String?
    public let noCode: String?
    public let answersNobody: String?
    /// Leads to the settings.
    public let settings: String?
}

/// The code.
public struct MyCodeState: Sendable, Equatable {
    public let matrix: QrMatrix
    public let spoken: String
}

/// The link as text.
public struct SharingState: Sendable, Equatable {
    public let share: String
    public let copy: String
    /// What is copied and shared.
    public let text: String
    /// Whether it has addresses of the local network; nothing where there is none.
    public let lan: LanState?
}

/// A switch for the addresses of the local network.
public struct LanState: Sendable, Equatable {
    public let label: String
    public let note: String
    public let isOn: Bool
}

/// The UID.
public struct OwnUidState: Sendable, Equatable {
    public let title: String
    /// In groups of four: as it is compared, and copied.
    public let grouped: String
    public let spoken: String
    public let why: String
    public let copy: String
}

/// What whoever has the link gets to know of where this device is.
public struct OwnAddressesState: Sendable, Equatable {
    public let title: String
    public let rows: [LinkAddressState]
}

/// A new link.
public struct RenewalState: Sendable, Equatable {
    public let title: String
    public let why: String
    public let make: String
    /// Until it is made it is not made again.
    public let isBusy: Bool
}
