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
}

/// An old database that nobody can read any more, and a way to be rid of it.
public struct SetAsideState: Sendable, Equatable {
    public let text: String
    public let delete: String
    /// Why it could not be deleted.
    public let problem: String?
    public let askTitle: String
    public let askText: String
    public let cancel: String
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
        self.setAside = setAside.map { bytes in
            SetAsideState(
                text: words("welcome_set_aside", words.size(bytes)), delete: words("welcome_set_aside_delete"),
                problem: isStuck ? words("welcome_set_aside_stuck") : nil, askTitle: words("welcome_set_aside_ask"),
                askText: words("welcome_set_aside_text"), cancel: words("cancel"))
        }
    }
}

extension Words {
    /// "3.2 MB".
    func size(_ bytes: Int64) -> String {
        bytes.formatted(.byteCount(style: .file).locale(locale))
    }
}
