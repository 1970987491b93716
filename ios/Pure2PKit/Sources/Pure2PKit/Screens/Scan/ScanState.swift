/// What the scanner shows, beside what the camera sees.
public struct ScanState: Sendable, Equatable {
    public let title: String
    public let cancel: String
    /// What the camera's picture is, spoken.
    public let picture: String
    /// At what to point.
    public let hint: String
    /// What a code that is not the right one is; announced when it comes.
    public let said: String?
    /// Nothing is seen, and why; in place of the picture and the hint.
    public let problem: ScanProblemState?
}

/// Why nothing is seen, and what can be done.
public struct ScanProblemState: Sendable, Equatable {
    /// Announced when it comes.
    public let text: String
    public let retry: String
    public let without: String
}

/// Why no scanner opens, for the screen that would have opened it.
public struct ScanBarrierState: Sendable, Equatable {
    /// Announced when it comes.
    public let text: String
    /// Leads to the system's settings, where those help.
    public let settings: String?
}

extension ScanState {
    init(_ wanted: ScanWanted, said: String?, problem: CameraProblem?, words: Words) {
        title = wanted.title
        cancel = words("cancel")
        picture = words("scan_picture")
        hint = wanted.hint
        self.said = said
        self.problem = problem.map {
            ScanProblemState(text: $0.text(words), retry: words("scan_retry"), without: words("scan_without"))
        }
    }
}

extension ScanBarrierState {
    /// Nothing where the camera can be used, or the person can be asked.
    init?(_ status: CameraStatus, words: Words) {
        switch status {
        case .notAsked, .allowed: return nil
        case .refused: self.init(text: words("scan_refused_for_good"), settings: words("scan_settings"))
        case .restricted: self.init(text: words("scan_restricted"), settings: nil)
        case .unsupported: self.init(text: words("scan_unsupported"), settings: nil)
        }
    }
}

extension CameraProblem {
    fileprivate func text(_ words: Words) -> String {
        switch self {
        case .forbidden: words("scan_forbidden")
        case .inUse: words("scan_in_use")
        case .broken: words("scan_broken")
        }
    }
}
