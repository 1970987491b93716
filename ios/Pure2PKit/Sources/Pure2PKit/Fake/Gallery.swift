#if DEBUG
    /// Every state of every screen, by name: for previews, for photographs, and for tests that look at all of them.
    @MainActor
    public enum Gallery {
        /// A screen and the names of its states.
        public struct Screen {
            /// As in "chats".
            public let name: String
            /// As in "empty".
            public let states: [String]
            /// The model in one of these states.
            let model: @MainActor (String, Words) -> any ScreenModel

            init(_ name: String, _ states: [String], _ model: @escaping @MainActor (String, Words) -> any ScreenModel) {
                self.name = name
                self.states = states
                self.model = model
            }
        }

        /// All of them.
        public static let screens: [Screen] = [
            Screen("add", AddSamples.names) { AddSamples.model($0, words: $1) },
            Screen("chats", ChatsSamples.names) { ChatsSamples.model($0, words: $1) },
            Screen("contact", ContactSamples.names) { ContactSamples.model($0, words: $1) },
            Screen("conversation", ConversationSamples.names) { ConversationSamples.model($0, words: $1) },
            Screen("frame", FrameSamples.names) { FrameSamples.model($0, words: $1) },
            Screen("licences", PagesSamples.licencesNames) { PagesSamples.licences($0, words: $1) },
            Screen("limits", ["full"]) { PagesSamples.limits($1) },
            Screen("log", PagesSamples.logNames) { PagesSamples.log($0, words: $1) },
            Screen("my-link", MyLinkSamples.names) { MyLinkSamples.model($0, words: $1) },
            Screen("reach", ReachSamples.names) { ReachSamples.model($0, words: $1) },
            Screen("requests", RequestsSamples.names) { RequestsSamples.model($0, words: $1) },
            Screen("scan", ScanSamples.names) { ScanSamples.model($0, words: $1) },
            Screen("settings", SettingsSamples.names) { SettingsSamples.model($0, words: $1) },
            Screen("version", ["full"]) { PagesSamples.version($1) },
            Screen("welcome", WelcomeSamples.names) { WelcomeSamples.model($0, words: $1) },
        ]

        /// "chats/empty" and all others.
        public static var names: [String] {
            screens.flatMap { screen in screen.states.map { "\(screen.name)/\($0)" } }
        }
    }
#endif
