/// One stranger: what is sure of them (the UID), what they claim, what they wrote, and the two answers.
public struct RequestState: Sendable, Equatable, Identifiable {
    public let id: Uid
    public let avatar: Avatar
    /// The name that they claim, as something that is only said, or that there is none.
    public let name: String
    /// What that name is worth; nothing if there is none.
    public let claim: String?
    /// Whether they came with this device's current link.
    public let invited: String
    public let came: String
    /// Who it is, as it is spoken.
    public let spoken: String
    public let uid: String
    public let uidSpoken: String
    /// What they wrote first, as much of it as is shown.
    public let texts: [String]
    /// How many lines of each are shown; nothing if all are.
    public let lines: Int?
    /// That they wrote nothing.
    public let silence: String?
    /// Shows all of it; nothing if it is shown.
    public let showAll: SpokenButtonState?
    public let accept: SpokenButtonState
    public let block: SpokenButtonState
    /// Whether an answer is on its way.
    public let isBusy: Bool
}

/// A button that there are several of: whoever only hears it must hear whose it is.
public struct SpokenButtonState: Sendable, Equatable {
    public let title: String
    public let spoken: String
}

extension RequestState {
    /// `isWhole`: whether all of what they wrote is shown.
    init(_ request: Request, isWhole: Bool, isBusy: Bool, words: Words) {
        id = request.uid
        avatar = Avatar(request.uid)
        name = request.suggestedName.map { words("requests_claim", $0) } ?? words("requests_no_name")
        claim = request.suggestedName.map { _ in words("requests_claim_why") }
        invited = words(request.invited ? "requests_invited" : "requests_not_invited")
        came = words("requests_came", words.moment(request.cameAt))
        spoken = sentence([name, claim, invited, came])
        uid = groups(of: request.uid)
        uidSpoken = words("requests_uid_spoken", spelled(uid))
        // A stranger's many words push nobody else off the screen.
        let isMuch = request.texts.count > few || request.texts.contains(where: \.isLong)
        texts = isWhole ? request.texts : Array(request.texts.prefix(few))
        lines = isWhole ? nil : lineLimit
        silence = request.texts.isEmpty ? words("requests_no_words") : nil
        let called = request.called(words)
        showAll =
            isMuch && !isWhole
            ? SpokenButtonState(title: words("requests_show_all"), spoken: words("requests_show_all_spoken", called))
            : nil
        accept = SpokenButtonState(title: words("requests_accept"), spoken: words("requests_accept_spoken", called))
        block = SpokenButtonState(title: words("requests_block"), spoken: words("requests_block_spoken", called))
        self.isBusy = isBusy
    }
}

extension Request {
    /// How a question calls them: by the name that they claim, or by the beginning of the UID.
    func called(_ words: Words) -> String {
        if let suggestedName { return words("requests_quoted", suggestedName) }
        let start = groups(of: uid).split(separator: " ").dropFirst().prefix(2).joined(separator: " ")
        return words("requests_nameless", start)
    }
}

private let few = 3
private let lineLimit = 6
/// Characters that fit into a line also on a narrow screen with large letters.
private let shortLine = 12

extension String {
    /// Whether it may need more lines than are shown at first.
    fileprivate var isLong: Bool {
        count > lineLimit * shortLine || count(where: \.isNewline) >= lineLimit
    }
}
