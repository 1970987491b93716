#if DEBUG
    /// A camera that says what it was made with.
    @MainActor
    public final class PreviewCamera: CameraAccess {
        public var status: CameraStatus
        /// How often the person was asked.
        public private(set) var asked = 0
        private let answer: CameraStatus

        /// What the person says when asked.
        public init(_ status: CameraStatus = .allowed, answer: CameraStatus = .allowed) {
            self.status = status
            self.answer = answer
        }

        public func request() async -> CameraStatus {
            asked += 1
            status = answer
            return answer
        }
    }

    /// Every state of the scanner, by name.
    @MainActor
    public enum ScanSamples {
        private static let problems: [String: CameraProblem] = [
            "forbidden": .forbidden, "in-use": .inUse, "broken": .broken,
        ]

        /// The names of all states.
        public static let names = (Array(problems.keys) + ["full", "wrong-code"]).sorted()

        /// The scanner in the state with this name.
        public static func model(_ name: String, words: Words = Samples.english) -> Scanning {
            let wanted = ScanWanted(title: words("add_scan_title"), hint: words("add_scan_hint"))
            let scanning = Scanning(words, PreviewCamera(), for: wanted) { _ in .wrong(words("add_scan_no_link")) }
            scanning.start()
            if name == "wrong-code" { scanning.found("https://example.org") }
            if let problem = problems[name] { scanning.failed(problem) }
            return scanning
        }
    }
#endif
