/// What a person can do so that a message need not wait longer.
public enum Remedy: Sendable, CaseIterable {
    /// Give out one's own link.
    case myLink
    /// See who can come in, and what helps.
    case reach
    /// The system's settings of this app.
    case settings
    /// Let them write again.
    case unblock

    /// Nothing where only time or the other person helps.
    init?(_ reason: Reason) {
        switch reason {
        case .noAddress: self = .myLink
        case .neitherReachable, .noAnswer, .noWayIn, .unreachable: self = .reach
        case .localNetworkForbidden: self = .settings
        case .blocked: self = .unblock
        case .appClosed, .deviceFull, .notAccepted, .notOpen, .notUnderstood, .offline, .refused, .starved, .trying:
            return nil
        }
    }
}

/// What helps, as it is offered.
public struct RemedyState: Sendable, Equatable {
    public let kind: Remedy
    public let text: String

    init?(_ reason: Reason?, words: Words) {
        guard let kind = reason.flatMap(Remedy.init) else { return nil }
        self.kind = kind
        text =
            switch kind {
            case .myLink: words("conversation_remedy_my_link")
            case .reach: words("conversation_remedy_reach")
            case .settings: words("conversation_remedy_settings")
            case .unblock: words("conversation_unblock")
            }
    }
}

extension Message {
    /// Why one's own message waits; nothing of any other.
    var waitsFor: Reason? {
        direction == .out && state == .waiting ? reason : nil
    }
}
