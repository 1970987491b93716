#if DEBUG
    /// The pages behind the settings, in each of their states.
    @MainActor
    public enum PagesSamples {
        /// What stands on *Licences*, in short.
        nonisolated static let licences = Licences(
            """
            * OpenSSL 3.6.3: Apache-2.0
            * SQLite 3.54.1: public domain
            * tokio 1.54.1: MIT
            = Apache-2.0
            Apache License Version 2.0, January 2004

            TERMS AND CONDITIONS FOR USE, REPRODUCTION, AND DISTRIBUTION
            = tokio 1.54.1, tokio-util 0.7.20
            MIT License

            Permission is hereby granted, free of charge, to any person
            """)

        private static let lines = [
            "1773496920.101 WARN pure2p_core::node::writer: a transaction did not reach the disk",
            "1773496921.530 WARN pure2p_core::net::listener: the system took a listening socket away",
            "1773496921.531 WARN pure2p_core::node::lifecycle: listening anew",
        ]

        /// The names of all states of *Licences*.
        public static let licencesNames = ["full", "unread"]
        /// The names of all states of *Log*.
        public static let logNames = ["full", "empty", "unread"]

        /// *Limits*.
        public static func limits(_ words: Words = Samples.english) -> PageModel<LimitsState> {
            PageModel(LimitsState(words))
        }

        /// *Version*.
        public static func version(_ words: Words = Samples.english) -> PageModel<VersionState> {
            PageModel(VersionState(app: "0.1.0", system: "iOS", release: "17.5", words: words))
        }

        /// *Licences* in the state with this name.
        public static func licences(_ name: String, words: Words = Samples.english) -> LicencesModel {
            LicencesModel(words: words) {
                if name == "unread" { throw CancellationError() }
                return licences
            }
        }

        /// *Log* in the state with this name.
        public static func log(_ name: String, words: Words = Samples.english) -> LogModel {
            let model = LogModel(words: words, read: { name == "empty" ? [] : lines }, forget: {})
            if name != "unread" { model.appeared() }
            return model
        }
    }
#endif
