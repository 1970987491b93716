/// Whether this device can be reached: what it knows of that, and nothing that it only hopes.
public struct ReachScreenState: Sendable, Equatable {
    public let title: String
    /// What is shown may be older than what is so.
    public let stale: StaleState?
    /// One sentence: what is true.
    public let truth: String
    /// What can be done about it, a paragraph each.
    public let advice: [String]
    /// "Check now", or "Try again" if the app could not open; nothing while there is nothing to look at.
    public let check: String?
    /// Nothing is looked for at the moment.
    public let canCheck: Bool
    /// What asking for a new look has led to.
    public let checked: String?
    /// Leads to the settings, where one of them helps.
    public let settings: String?
    /// Leads to this app in the system's settings, where something there helps.
    public let systemSettings: String?
    /// Has the system ask for the local network, if it never did.
    public let ask: String?
    /// What all this was concluded from; nothing while the app is not open.
    public let facts: ReachFactsState?
    /// Who truly came in, the latest first; nothing while the app is not open.
    public let cameIn: CameIn?
    /// Who of two reaches whom; nothing while nobody is known.
    public let pairs: Pairs?

    /// Who came in.
    public struct CameIn: Sendable, Equatable {
        public let title: String
        /// A sentence for each, or that nobody did.
        public let lines: [String]
    }

    /// Everybody with a chat.
    public struct Pairs: Sendable, Equatable {
        public let title: String
        public let rows: [PairState]
    }
}

/// Who of the two reaches whom. A tap leads to the person.
public struct PairState: Sendable, Equatable, Identifiable {
    /// Who it is.
    public let id: Uid
    public let avatar: Avatar
    public let name: String
    public let presence: Presence
    /// Whether you reach them and they you, or that nobody has tried.
    public let lines: [String]
    /// All of it, as it is spoken: also what the sign of their presence says to the eye.
    public let spoken: String
    /// Where a tap leads.
    public let hint: String

    init(_ contact: Contact, words: Words) {
        id = contact.uid
        avatar = Avatar(contact.uid)
        name = contact.name
        presence = contact.presence
        lines =
            contact.iReach == .unknown && contact.theyReach == .unknown
            ? [words("reach_pair_unknown")] : [words.iReach(contact.iReach), words.theyReach(contact.theyReach)]
        spoken = sentence([name, words.presence(of: contact)] + lines)
        hint = words("reach_show_contact", contact.name)
    }
}

/// How far a new look has come.
enum Check: CaseIterable {
    case looking, looked, failed
}

extension ReachScreenState {
    init(_ finding: ReachFinding, check: Check?, isStale: Bool, words: Words) {
        title = words("reach_title")
        stale = isStale ? StaleState(text: words("reach_stale"), retry: words("reach_retry")) : nil
        truth = finding.truth(words)
        advice = finding.advice(words)
        let isOpen = finding.open != nil
        self.check = isOpen ? words("reach_check") : finding.door.isShut ? words("reach_open_now") : nil
        canCheck = check != .looking
        checked =
            switch check {
            case nil: nil
            case .looking: words("reach_check_looking")
            case .looked: words("reach_check_looked")
            case .failed: words("reach_check_failed")
            }
        settings = finding.settingsHelp ? words("reach_settings") : nil
        systemSettings = finding.systemSettingsHelp ? words("reach_system_settings") : nil
        ask = finding.localNetwork == .notAsked ? words("reach_ask") : nil
        facts = finding.open.map { ReachFactsState($0, words: words) }
        cameIn = finding.open.map { reach in
            let lines = reach.reachedBy.compactMap { who in
                finding.people.first { $0.uid == who.uid }.map { person in
                    words(who.outside ? "reach_came_outside" : "reach_came_near", person.name, words.moment(who.at))
                }
            }
            return CameIn(title: words("reach_came_in"), lines: lines.isEmpty ? [words("reach_nobody_came")] : lines)
        }
        pairs =
            finding.people.isEmpty
            ? nil
            : Pairs(title: words("reach_pairs"), rows: finding.people.map { PairState($0, words: words) })
    }
}
