extension Words {
    /// Presence: "here now", "was here 14:02", "not met yet".
    public func presence(_ presence: Presence, lastSeen: Time?) -> String {
        switch presence {
        case .here: self("presence_here")
        case .notMet: self("presence_not_met")
        case .wasHere: lastSeen.map { self("presence_was_here_at", moment($0)) } ?? self("presence_was_here")
        }
    }

    /// Presence of somebody.
    public func presence(of contact: Contact) -> String {
        presence(contact.presence, lastSeen: contact.lastSeen)
    }

    /// The state of one's own message.
    public func state(_ state: MessageState) -> String {
        switch state {
        case .waiting: self("state_waiting")
        case .delivered: self("state_delivered")
        case .read: self("state_read")
        }
    }

    /// Why a message to `name` waits, as one sentence.
    public func reason(_ reason: Reason, name: String) -> String {
        switch reason {
        case .appClosed: self("reason_app_closed")
        case .blocked: self("reason_blocked", name)
        case .deviceFull: self("reason_device_full", name)
        case .localNetworkForbidden: self("reason_local_network_forbidden", name)
        case .neitherReachable: self("reason_neither_reachable")
        case .noAddress: self("reason_no_address", name)
        case .noAnswer(let seen):
            seen.map { self("reason_no_answer_last", name, moment($0)) } ?? self("reason_no_answer", name)
        case .noWayIn: self("reason_no_way_in", name)
        case .notAccepted: self("reason_not_accepted", name)
        case .notOpen(let seen):
            seen.map { self("reason_not_open_last", name, moment($0)) } ?? self("reason_not_open", name)
        case .notUnderstood: self("reason_not_understood", name)
        case .offline: self("reason_offline")
        case .refused: self("reason_refused", name)
        case .starved: self("reason_starved")
        case .trying: self("reason_trying")
        case .unreachable: self("reason_unreachable", name)
        }
    }

    /// Whether this device reaches them.
    public func iReach(_ way: Way) -> String {
        switch way {
        case .no(let since): self("way_mine_no", moment(since))
        case .unknown: self("way_mine_unknown")
        case .yes(let since): self("way_mine_yes", moment(since))
        }
    }

    /// Whether they reach this device.
    public func theyReach(_ way: Way) -> String {
        switch way {
        case .no(let since): self("way_theirs_no", moment(since))
        case .unknown: self("way_theirs_unknown")
        case .yes(let since): self("way_theirs_yes", moment(since))
        }
    }
}
