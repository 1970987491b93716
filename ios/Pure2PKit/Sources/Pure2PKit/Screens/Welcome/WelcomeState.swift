/// The bargain, told before an account is made.
public struct WelcomeState: Sendable, Equatable {
    public let title: String
    /// What one gets into.
    public let sentences: [String]
    /// Where it usually fails.
    public let mobileData: String
    public let name: String
    /// What the name is for; or why no account was made.
    public let hint: String
    public let isProblem: Bool
    public let create: String
    /// It is made once.
    public let canCreate: Bool
    public let setAside: SetAsideState?
    /// Why that could not be deleted.
    public let setAsideProblem: String?
}

/// Why no account was made.
enum WelcomeProblem {
    case badName
    case other
}

extension WelcomeState {
    /// `setAside`: bytes of an old database, if there is one.
    init(isCreating: Bool, problem: WelcomeProblem?, setAside: Int64?, isStuck: Bool, words: Words) {
        title = words("welcome_title")
        sentences = [words("welcome_no_server"), words("welcome_both_open"), words("welcome_lost_device")]
        mobileData = words("welcome_mobile_data")
        name = words("welcome_name")
        hint =
            switch problem {
            case nil: words("welcome_name_hint")
            case .badName: words("name_refused")
            case .other: words("welcome_not_stored")
            }
        isProblem = problem != nil
        create = words("welcome_create")
        canCreate = !isCreating
        self.setAside = SetAsideState(setAside, words: words)
        setAsideProblem = setAside != nil && isStuck ? words("welcome_set_aside_stuck") : nil
    }
}
