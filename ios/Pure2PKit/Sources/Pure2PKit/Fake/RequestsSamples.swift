#if DEBUG
    /// Every state of the requests, by name: what previews show, and what tests look at.
    @MainActor
    public enum RequestsSamples {
        private static func request(_ number: Int, _ name: String?, invited: Bool = false, _ texts: String...)
            -> Request
        {
            Request(
                uid: Samples.uid(number), suggestedName: name, invited: invited, texts: texts, cameAt: Samples.then)
        }

        private static let hanna = request(
            11, "Hanna", invited: true, "Hi, we met at the station.", "Is this your new phone?")
        private static let nameless = request(12, nil, "Hello")
        private static let silent = request(13, "A person with a name that is much too long for one line")
        private static let manyWords = Request(
            uid: Samples.uid(14), suggestedName: "Ivo", invited: false,
            texts: (1...7).map { "Message number \($0)" }, cameAt: Samples.then)
        private static let longWords = request(
            15, "Jana", Array(repeating: "So much to say.", count: 40).joined(separator: " "))
        private static let people = [
            Samples.contact(2, "Carol", blocked: true),
            Samples.contact(7, "A person with a name that is much too long for one line", blocked: true),
        ]
        private static let full = Says().with(\.requests, [hanna, nameless, silent, manyWords, longWords])

        private static func only(_ requests: Request...) -> Says {
            full.with(\.requests, requests)
        }

        /// What the messenger says in each.
        static let says: [String: Says] = [
            "full": full,
            "one": only(hanna),
            "nameless": only(nameless),
            "silent": only(silent),
            "many-words": only(manyWords),
            "long-words": only(longWords),
            "all-words": only(manyWords),
            "empty": only(),
            "unread": only().with(\.failure, .Busy),
            "busy": only(hanna),
            "asking": only(hanna),
            "asking-nameless": only(nameless),
            "accepted": only(),
            "blocked": only(),
            "people-blocked": only(hanna).with(\.contacts, people),
            "only-blocked": only().with(\.contacts, people),
            "failed": only(hanna),
        ]

        /// The names of all states.
        public static let names = says.keys.sorted()

        /// The screen in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> RequestsModel {
            let model = RequestsModel(Screens(PreviewMessenger(says[name] ?? full), words: words))
            switch name {
            case "all-words": model.doing.whole = [manyWords.uid]
            case "busy": model.doing.busy = [hanna.uid]
            case "asking": model.doing.asking = hanna.uid
            case "asking-nameless": model.doing.asking = nameless.uid
            case "accepted": model.doing.outcome = .accepted(hanna.uid, name: "Hanna")
            case "blocked": model.doing.outcome = .blocked
            case "failed": model.doing.outcome = .failed
            default: break
            }
            return model
        }
    }
#endif
