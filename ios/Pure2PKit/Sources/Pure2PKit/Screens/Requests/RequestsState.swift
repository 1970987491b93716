/// Strangers who wrote first, and below them whom the person has blocked.
public struct RequestsState: Sendable, Equatable {
    public let title: String
    /// What strangers learn before they are accepted; with the requests only.
    public let before: String?
    /// What is shown may be older than what is so.
    public let stale: StaleState?
    /// What an answer has led to.
    public let outcome: RequestOutcomeState?
    /// In the core's order: who was invited comes first.
    public let requests: [RequestState]
    /// What stands in their place; nothing before it is known that there are none.
    public let empty: EmptyRequestsState?
    /// The way back to whom the person has blocked; nothing if nobody is.
    public let blocked: BlockedPeopleState?
    /// Whom a question is about, and the question.
    public let asking: AskingState?
}

extension RequestsState {
    /// What is asked about `uid`, if something is.
    public func question(_ uid: Uid) -> QuestionState? {
        asking?.uid == uid ? asking?.question : nil
    }
}

/// What an answer has led to.
public struct RequestOutcomeState: Sendable, Equatable {
    public let text: String
    /// Leads to the chat, if there is one now.
    public let openChat: String?
    /// With whom.
    public let chat: Uid?
}

/// That there are no requests, and how one would come.
public struct EmptyRequestsState: Sendable, Equatable {
    public let title: String
    public let how: String
    public let before: String
    public let myLink: String
}

/// Whom the person has blocked.
public struct BlockedPeopleState: Sendable, Equatable {
    public let title: String
    public let rows: [BlockedRowState]
}

/// One of them. A tap leads to their page, where it can be taken back.
public struct BlockedRowState: Sendable, Equatable, Identifiable {
    public let id: Uid
    public let avatar: Avatar
    public let name: String
    /// Where a tap leads.
    public let hint: String
}

/// A question about somebody.
public struct AskingState: Sendable, Equatable {
    public let uid: Uid
    public let question: QuestionState
}

extension RequestsState {
    /// What the stores say, and what the person is doing with it.
    struct Parts {
        var requests: [Request]
        var isLoaded: Bool
        var blocked: [Contact]
        var isStale: Bool
        var doing: RequestsModel.Doing
    }

    init(_ parts: Parts, words: Words) {
        let doing = parts.doing
        title = words("requests_title")
        before = parts.requests.isEmpty ? nil : words("requests_before")
        stale = parts.isStale ? StaleState(text: words("requests_stale"), retry: words("requests_retry")) : nil
        outcome = doing.outcome.map { RequestOutcomeState($0, words: words) }
        requests = parts.requests.map {
            RequestState(
                $0, isWhole: doing.whole.contains($0.uid), isBusy: doing.busy.contains($0.uid), words: words)
        }
        empty =
            parts.requests.isEmpty && parts.isLoaded
            ? EmptyRequestsState(
                title: words("requests_empty_title"), how: words("requests_empty_how"),
                before: words("requests_before"), myLink: words("requests_empty_my_link")) : nil
        blocked =
            parts.blocked.isEmpty
            ? nil
            : BlockedPeopleState(
                title: words("requests_blocked_people"),
                rows: parts.blocked.map { BlockedRowState($0, words: words) })
        // Answered elsewhere in the meantime: then there is nothing to ask any more.
        asking = parts.requests.first { $0.uid == doing.asking }.map { AskingState(blocking: $0, words: words) }
    }
}

extension BlockedRowState {
    init(_ contact: Contact, words: Words) {
        id = contact.uid
        avatar = Avatar(contact.uid)
        name = contact.name
        hint = words("requests_show_blocked", contact.name)
    }
}

extension AskingState {
    init(blocking request: Request, words: Words) {
        uid = request.uid
        question = QuestionState(
            title: words("requests_block_ask", request.called(words)), text: words("requests_block_text"),
            yes: words("requests_block"), no: words("cancel"), isDestructive: true)
    }
}

extension RequestOutcomeState {
    init(_ outcome: RequestOutcome, words: Words) {
        switch outcome {
        case .accepted(let uid, let name):
            self.init(text: words("requests_accepted", name), openChat: words("requests_open_chat"), chat: uid)
        case .blocked:
            self.init(text: words("requests_blocked"), openChat: nil, chat: nil)
        case .failed:
            self.init(text: words("requests_failed"), openChat: nil, chat: nil)
        }
    }
}
