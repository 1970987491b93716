/// What Pure2P can't do, in an iPhone's terms; as README.md and docs/REACHABILITY.md have it: whoever changes one changes both.
public struct LimitsState: Sendable, Equatable {
    public let title: String
    public let limits: [Limit]

    /// One of them.
    public struct Limit: Sendable, Equatable {
        public let title: String
        public let paragraphs: [Paragraph]
    }

    /// Something said, and the points under it, if there are.
    public struct Paragraph: Sendable, Equatable {
        public let text: String
        public let points: [String]
    }

    /// In these words.
    public init(_ words: Words) {
        func said(_ key: String, _ points: String...) -> Paragraph {
            Paragraph(text: words(key), points: points.map { words($0) })
        }
        title = words("settings_limits")
        limits = [
            Limit(
                title: words("limits_both"),
                paragraphs: [said("limits_both_text"), said("limits_suspended"), said("limits_ended")]),
            Limit(title: words("limits_lost"), paragraphs: [said("limits_lost_text"), said("limits_backup")]),
            Limit(
                title: words("limits_networks"),
                paragraphs: [
                    said("limits_networks_text"),
                    said(
                        "limits_networks_list", "limits_plain", "limits_firewalls", "limits_ipv6", "limits_guest",
                        "limits_local"),
                    said(
                        "limits_help", "limits_help_router", "limits_help_wifi", "limits_help_ipv6",
                        "limits_help_provider"),
                    said("limits_odds", "limits_odds_wifi", "limits_odds_mixed", "limits_odds_mobile"),
                    said("limits_mobile_off"),
                ]),
            Limit(title: words("limits_seen"), paragraphs: [said("limits_seen_text")]),
            Limit(title: words("limits_young"), paragraphs: [said("limits_young_text")]),
            Limit(title: words("limits_small"), paragraphs: [said("limits_small_text")]),
        ]
    }
}
