/// "Open and reachable · 4 of 12 here · delivering 7 of 40". A tap leads to how this device is reached.
public struct SessionBarState: Sendable, Equatable {
    public let text: String
    /// Where a tap leads.
    public let hint: String
    /// How much of what waited is delivered, from 0 to 1, while it is being delivered.
    public let progress: Double?

    init(_ bar: SessionBar, words: Words) {
        let opened =
            switch bar.opened {
            case .opening: words("session_opening")
            case .open: words(bar.outside.key)
            case .failed: words("session_failed")
            case .closed: words("session_closed")
            }
        var parts = [opened]
        if bar.contacts > 0 { parts.append(words("session_here", bar.here, bar.contacts)) }
        let isDelivering = bar.opened == .open && bar.here > 0 && bar.done < bar.total
        if isDelivering {
            parts.append(words("session_delivering", bar.done, bar.total))
        } else if bar.total > bar.done {
            parts.append(words("session_waiting", bar.total - bar.done))
        }
        text = parts.joined(separator: " · ")
        hint = words("session_reach")
        progress = isDelivering ? Double(bar.done) / Double(bar.total) : nil
    }
}

/// What the session bar is made of.
struct SessionBar: Equatable {
    var opened: Opened
    var here: Int
    var contacts: Int
    var done: Int
    var total: Int
    var outside: Outside

    /// Whether this app is open to others.
    enum Opened: CaseIterable { case opening, open, failed, closed }

    /// Who can come in, once it is open.
    enum Outside: CaseIterable {
        case unknown, confirmed, notConfirmed, nearOnly, offline

        fileprivate var key: String {
            switch self {
            case .unknown: "session_open"
            case .confirmed: "session_open_confirmed"
            case .notConfirmed: "session_open_not_confirmed"
            case .nearOnly: "session_open_near_only"
            case .offline: "session_offline"
            }
        }
    }
}

extension SessionBar {
    /// As the core and the foreground say.
    @MainActor
    init(_ session: Session, _ foreground: Foreground.State, _ reach: Reach?) {
        opened =
            switch foreground {
            case .listening: .open
            case .failed: .failed
            case .entering: .opening
            case .background, .leaving: .closed
            }
        (here, contacts, done, total) = (session.here, session.contacts, session.done, session.total)
        outside = Outside(reach)
    }
}

extension SessionBar.Outside {
    init(_ reach: Reach?) {
        self =
            switch reach?.state {
            case nil, .closed, .looking: .unknown
            case .confirmed: .confirmed
            case .ipv6Only, .localNetworkForbidden, .opened: .notConfirmed
            // Where nobody but this device's own programs can, there is no network to speak of.
            case .lanOnly: reach?.isHereOnly == true ? .unknown : .nearOnly
            case .noRouterProtocol, .routerRefused, .secondRouter: .nearOnly
            case .offline: .offline
            }
    }
}

extension Reach {
    /// Whether only programs of this very device can come in.
    var isHereOnly: Bool {
        !listening.isEmpty && listening.allSatisfy { (try? addressKind(address: $0)) == .loopback }
    }
}
