/// What the screen's state is made of.
struct MyLinkFacts {
    /// The link; none until it was made.
    var link: MadeLink?
    var openness = Openness.open
    /// Whether a shared text has addresses of the local network, too.
    var withLan = false
    var answersNobody = false
    var isAsking = false
    var isRenewing = false
    var said: MyLinkSaid?
}

/// Whether somebody who has the link now gets through.
enum Openness: Sendable, CaseIterable { case opening, open, offline, failed, closed }

/// What a tap has led to.
enum MyLinkSaid: Sendable, CaseIterable { case linkCopied, uidCopied, renewed, notRenewed, notMade }

extension Openness {
    /// As the core and the foreground say.
    init(_ foreground: Foreground.State, _ reach: Reach?) {
        self =
            switch foreground {
            case .entering: .opening
            case .background, .leaving: .closed
            case .failed: .failed
            case .listening: reach?.state == .offline ? .offline : .open
            }
    }

    fileprivate func text(_ words: Words) -> String? {
        switch self {
        case .open: nil
        case .opening: words("my_link_opening")
        case .offline: words("my_link_offline")
        case .failed: words("my_link_failed")
        case .closed: words("my_link_closed")
        }
    }
}

extension MyLinkState {
    init(_ facts: MyLinkFacts, words: Words) {
        let link = facts.link
        title = words("my_link_title")
        notice = MyLinkNoticeState(facts, words: words)
        code = link?.qr.map { MyCodeState(matrix: $0, spoken: words("my_link_code")) }
        whoever = link.map { _ in words("my_link_whoever") }
        sharing = link.map { SharingState($0, withLan: facts.withLan, words: words) }
        outcome = facts.said.map { words($0.key) }
        retry = facts.said == .notMade ? words("my_link_retry") : nil
        uid = link.map { link in
            OwnUidState(
                title: words("my_link_uid"), grouped: link.grouped,
                spoken: words("my_link_uid_spoken", spelled(link.grouped)), why: words("my_link_uid_why"),
                copy: words("my_link_copy_uid"))
        }
        addresses = link.flatMap { OwnAddressesState($0.addresses, words: words) }
        renewal = link.map { _ in
            RenewalState(
                title: words("my_link_new"), why: words("my_link_new_why"), make: words("my_link_new_make"),
                isBusy: facts.isRenewing)
        }
        question =
            facts.isAsking
            ? QuestionState(
                title: words("my_link_new_ask"), text: words("my_link_new_ask_text"),
                yes: words("my_link_new_confirm"), no: words("cancel"), isDestructive: false) : nil
    }
}

extension MyLinkSaid {
    fileprivate var key: String {
        switch self {
        case .linkCopied: "my_link_copied"
        case .uidCopied: "my_link_uid_copied"
        case .renewed: "my_link_renewed"
        case .notRenewed: "my_link_not_renewed"
        case .notMade: "my_link_not_made"
        }
    }
}

extension MyLinkNoticeState {
    fileprivate init?(_ facts: MyLinkFacts, words: Words) {
        var lines = [facts.openness.text(words)].compactMap { $0 }
        if let addresses = facts.link?.addresses {
            if addresses.isEmpty {
                lines.append(words("my_link_no_address"))
            } else if addresses.allSatisfy(\.isLan) {
                lines.append(words("my_link_only_near"))
            }
        }
        let hasNoCode = facts.link.map { $0.qr == nil } ?? false
        if lines.isEmpty, !hasNoCode, !facts.answersNobody { return nil }
        self.lines = lines
        reach = lines.isEmpty ? nil : words("my_link_reach")
        noCode = hasNoCode ? words("my_link_no_code") : nil
        answersNobody = facts.answersNobody ? words("my_link_answers_nobody") : nil
        settings = facts.answersNobody ? words("my_link_settings") : nil
    }
}

extension SharingState {
    fileprivate init(_ link: MadeLink, withLan: Bool, words: Words) {
        share = words("my_link_share")
        copy = words("my_link_copy")
        text = withLan ? link.complete : link.outside
        let hasNone = !withLan && link.addresses.allSatisfy(\.isLan)
        lan =
            link.addresses.contains(where: \.isLan)
            ? LanState(
                label: words("my_link_lan"), note: words(hasNone ? "my_link_lan_none" : "my_link_lan_why"),
                isOn: withLan) : nil
    }
}

extension OwnAddressesState {
    fileprivate init?(_ addresses: [MadeLink.LinkAddress], words: Words) {
        if addresses.isEmpty { return nil }
        title = words("my_link_addresses")
        rows = addresses.map { address in
            LinkAddressState(
                address.address,
                notes: [
                    words(address.known?.kind.key ?? "my_link_kind_before"),
                    address.known?.source.key.map { words($0) },
                    address.isLan ? words("my_link_address_lan") : nil,
                ])
        }
    }
}

extension AddressKind {
    fileprivate var key: String {
        switch self {
        case .carrier: "my_link_kind_carrier"
        case .ipv4: "my_link_kind_ipv4"
        case .ipv6: "my_link_kind_ipv6"
        case .loopback: "my_link_kind_loopback"
        case .private, .uniqueLocal: "my_link_kind_private"
        }
    }
}

extension OwnSource {
    /// That it is an interface's own goes without saying.
    fileprivate var key: String? {
        switch self {
        case .interface: nil
        case .observed: "my_link_source_observed"
        case .router: "my_link_source_router"
        }
    }
}
