import Observation

/// What one gives to somebody who shall be able to write, over the real thing.
@MainActor
@Observable
public final class MyLinkModel: ScreenModel {
    /// Whether a shared text has addresses of the local network, too.
    public var withLan = false

    var said: MyLinkSaid?
    var isAsking = false
    var isRenewing = false

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let messenger: any MessengerProtocol
    @ObservationIgnored private let commands = Commands()
    private let own: OwnLink
    private let foreground: Foreground

    /// Over `screens`.
    public init(_ screens: Screens, foreground: Foreground) {
        words = screens.words
        messenger = screens.messenger
        own = screens.ownLink()
        self.foreground = foreground
    }

    /// What is shown and spoken now.
    public var state: MyLinkState {
        MyLinkState(
            MyLinkFacts(
                link: own.link, openness: Openness(foreground.state, own.reach), withLan: withLan,
                answersNobody: own.answersNobody, isAsking: isAsking, isRenewing: isRenewing,
                said: own.failure == nil ? said : .notMade), words: words)
    }

    /// The link lies on the pasteboard.
    public func linkCopied() {
        said = .linkCopied
    }

    /// The UID lies on the pasteboard.
    public func uidCopied() {
        said = .uidCopied
    }

    /// Asks whether a new link is to be made.
    public func askToRenew() {
        isAsking = true
    }

    /// Leaves the link as it is.
    public func cancel() {
        isAsking = false
    }

    /// Makes a new link; who comes with an older one is marked from now on.
    public func renew() {
        isAsking = false
        if isRenewing { return }
        isRenewing = true
        said = nil
        commands.run(over: messenger) {
            try await $0.renewInvite()
        } done: { [weak self] result in
            guard let self else { return }
            isRenewing = false
            switch result {
            case .success:
                said = .renewed
                own.remake()
            case .failure:
                said = .notRenewed
            }
        }
    }

    /// The screen is seen again, or what could not be made is to be tried once more.
    public func look() {
        own.refresh()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await commands.settled()
        await own.settled()
        await foreground.drained()
    }
}
