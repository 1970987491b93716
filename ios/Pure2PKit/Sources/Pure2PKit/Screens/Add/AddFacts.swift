/// What the screen's state is made of.
struct AddFacts {
    var text = ""
    var entry = Entry.nothing
    /// Who they are to this device; nothing before it is known.
    var standing: Standing?
    var isBusy = false
    var said: AddSaid?
    var canScan = true
    var barrier: ScanBarrierState?
}

/// What a tap has just led to.
enum AddSaid: Sendable, Equatable { case nothingToPaste, badName, notStored }

extension AddState {
    init(_ facts: AddFacts, words: Words) {
        let somebody = facts.entry.somebody
        title = words("add_title")
        how = somebody == nil ? words(facts.canScan ? "add_how" : "add_how_without_camera") : nil
        scan = facts.canScan ? words("add_scan") : nil
        barrier = facts.barrier
        pasted = facts.said == .nothingToPaste ? words("add_nothing_to_paste") : nil
        field = EntryFieldState(facts.entry, text: facts.text, words: words)
        who = somebody.map { WhoState($0, facts.standing, words: words) }
        name =
            somebody != nil && facts.standing.takesName
            ? NameFieldState(
                isRefused: facts.said == .badName, theySuggestOne: somebody?.name != nil, words: words) : nil
        whereabouts = somebody.flatMap { WhereState($0.addresses, words: words) }
        refused = facts.said == .notStored ? words("add_not_stored") : nil
        answers = somebody.map { AddAnswerState.all($0, facts.standing, words: words) } ?? []
        isBusy = facts.isBusy
    }
}

extension EntryFieldState {
    fileprivate init(_ entry: Entry, text: String, words: Words) {
        label = words("add_link_or_uid")
        let marked = entry.groupToLookAt.flatMap { Entered.groups(of: text, around: $0) }
        self.marked = marked
        judgement = words.judgement(entry, letters: marked?.wrong ?? "")
        spoken = words.judgement(entry, letters: spelled(marked?.wrong ?? ""))
        isWrong = entry.isWrong
        isShort = entry.somebody != nil
    }
}

extension WhoState {
    fileprivate init(_ somebody: Somebody, _ standing: Standing?, words: Words) {
        avatar = Avatar(somebody.uid)
        title =
            switch (standing, somebody.name) {
            case (.own, _): words("add_you")
            case (.known(let name), _), (.blocked(let name), _): name
            case (_, let name?): words("add_claim", name)
            case (_, nil): words("add_no_name")
            }
        var lines: [String] = []
        switch standing {
        case .own: lines.append(words("add_own"))
        case .known(let name): lines.append(words("add_known", name))
        case .blocked(let name): lines.append(words("add_blocked", name))
        case .asking: lines.append(words("add_asking"))
        case .new, nil: break
        }
        // Of whom one knows the claim is not shown.
        if somebody.name != nil, standing == nil || standing.takesName { lines.append(words("add_claim_why")) }
        if somebody.addresses.isEmpty, standing != .own { lines.append(words("add_no_addresses")) }
        self.lines = lines
        spoken = sentence([title] + lines)
        isComplete = standing != nil
        uid = somebody.grouped
        uidSpoken = words("add_uid_spoken", spelled(somebody.grouped))
    }
}

extension NameFieldState {
    fileprivate init(isRefused: Bool, theySuggestOne: Bool, words: Words) {
        label = words("add_name")
        self.isRefused = isRefused
        hint =
            isRefused
            ? words("name_refused") : theySuggestOne ? words("add_name_hint") : words("add_name_hint_none")
    }
}

extension WhereState {
    fileprivate init?(_ addresses: [TheirAddress], words: Words) {
        if addresses.isEmpty { return nil }
        count = words("add_addresses_many", addresses.count)
        heading = words("add_addresses")
        self.addresses = addresses.map { LinkAddressState($0.address, notes: [words.reached($0.kind)]) }
    }
}

extension AddAnswerState {
    /// By who they are to this device; nothing until that is known.
    fileprivate static func all(_ somebody: Somebody, _ standing: Standing?, words: Words) -> [AddAnswerState] {
        let chat = { AddAnswerState(id: .openChat, label: words("add_open_chat"), isMain: $0) }
        let main = { AddAnswerState(id: $0, label: words($1), isMain: true) }
        return switch standing {
        case nil: []
        case .own: [main(.myLink, "add_my_link")]
        case .blocked: [main(.unblock, "add_unblock")]
        case .known where somebody.addresses.isEmpty: [chat(true)]
        // Where somebody is now, they say in a new link: that is what one asks for when nobody finds them.
        case .known: [main(.add, "add_take_addresses"), chat(false)]
        case .asking: [main(.add, "add_accept")]
        case .new: [main(.add, "add_add")]
        }
    }
}

extension Optional<Standing> {
    /// Whether they can be given a name right now.
    fileprivate var takesName: Bool { self == .new || self == .asking }
}
