/// What a person can change, and what there is to know.
public struct SettingsState: Sendable, Equatable {
    public let title: String
    /// They could not be read.
    public let unread: StaleState?
    /// Until it is read, nothing is shown that may not be so.
    public let people: PeopleSettings?
    public let network: NetworkSettings?
    /// What this device has is known at once.
    public let device: DeviceSettings
    public let storage: StorageSettings
    public let about: AboutSettings
    /// Where a name or a port is typed, if one is.
    public let editor: EditorState?
    /// How everything is deleted, if somebody is about to.
    public let deletion: DeletionState?
    /// In place of everything else, once it is being deleted: what the other screens show is going, or gone.
    public let erasing: ErasingState?
}

/// A row that leads somewhere: what is so, and what it is for.
public struct GoState: Sendable, Equatable {
    public let title: String
    public let below: [String]

    init(_ title: String, _ below: String...) {
        self.title = title
        self.below = below
    }
}

/// A row that is on or off.
public struct SwitchState: Sendable, Equatable {
    public let title: String
    /// What it does, or why it can't be changed.
    public let why: String
    public let isOn: Bool
    public var canChange = true
    /// Why it is as it was.
    public var refusal: String?
}

/// You and others.
public struct PeopleSettings: Sendable, Equatable {
    public let title: String
    public let name: GoState
    public let answer: SwitchState
    public let receipts: SwitchState
}

/// Being reached.
public struct NetworkSettings: Sendable, Equatable {
    public let title: String
    public let router: SwitchState
    public let port: GoState
}

/// On this device.
public struct DeviceSettings: Sendable, Equatable {
    public let title: String
    public let look: String
    /// All looks in the order in which they are offered.
    public let looks: [Look]
    public let chosen: Appearance
    public let language: GoState
    public let screenOn: SwitchState
    public let returnSends: SwitchState
    public let lock: SwitchState

    /// One of the looks.
    public struct Look: Sendable, Equatable, Identifiable {
        /// Which one.
        public let id: Appearance
        public let title: String
    }
}

/// What the history takes, and how to be rid of it.
public struct StorageSettings: Sendable, Equatable {
    public let title: String
    public let stored: GoState?
    public let setAside: SetAsideState?
    /// Why the old database is still there.
    public let refusal: String?
    public let delete: String
}

/// About the app.
public struct AboutSettings: Sendable, Equatable {
    public let title: String
    public let limits: GoState
    public let licences: GoState
    public let version: GoState
    public let log: GoState
}

/// Where a name or a port is typed. It stays open until the core has taken what was typed, or says why not.
public struct EditorState: Sendable, Equatable, Identifiable {
    /// Which of both.
    public let id: Editing
    public let title: String
    public let notes: [String]
    public let refusal: String?
    public let save: String
    public let cancel: String
}

/// What can be typed.
public enum Editing: Sendable, Equatable {
    case name, port
}

/// The first step names what is lost; the second asks again.
public struct DeletionState: Sendable, Equatable, Identifiable {
    public let title: String
    public let what: String
    public let lost: [String]
    public let theirs: String
    public let goOn: String
    public let cancel: String
    /// The second step.
    public let last: QuestionState
    /// It is asked.
    public let isLast: Bool

    /// There is one such question: what it says changes on the way.
    public var id: String { title }
}

/// How far deleting has come. When it is done there is no such screen any more.
public struct ErasingState: Sendable, Equatable {
    /// Not everything is deleted.
    public let title: String?
    public let text: String
    /// Does it again, if it failed.
    public let retry: String?
}
