import Observation

/// Who can reach this device, over the real thing.
@MainActor
@Observable
public final class ReachModel: ScreenModel {
    @ObservationIgnored private let words: Words
    @ObservationIgnored private let messenger: any MessengerProtocol
    @ObservationIgnored private let askLocalNetwork: @MainActor () -> Void
    @ObservationIgnored private var looking: Task<Void, Never>?
    private let reachability: Reachability
    private let list: ChatList
    private let settings: SettingsStore
    private let foreground: Foreground
    private let device: ChoiceStore
    private var check: Check?

    /// Over the stores of `screens`. `askLocalNetwork`: our reason for the local network was read, the system may ask for it.
    public init(
        _ screens: Screens, foreground: Foreground, device: ChoiceStore,
        askLocalNetwork: @escaping @MainActor () -> Void = {}
    ) {
        words = screens.words
        messenger = screens.messenger
        reachability = screens.reachability()
        list = screens.chatList()
        settings = screens.settings()
        self.foreground = foreground
        self.device = device
        self.askLocalNetwork = askLocalNetwork
    }

    /// What is shown and spoken now.
    public var state: ReachScreenState {
        ReachScreenState(
            ReachFinding(
                door: Door(foreground.state, reachability.reach), reach: reachability.reach,
                people: list.chats.map(\.contact), asksRouter: settings.settings?.askRouter ?? true,
                localNetwork: localNetwork),
            check: check, isStale: reachability.failure != nil || list.failure != nil, words: words)
    }

    /// Asks anew how things stand; or, if the app could not open, opens it.
    public func checkNow() {
        if case .failed = foreground.state { return foreground.phase(.active) }
        check = .looking
        looking = Task { [weak self, messenger] in
            let answer = await answer { try await messenger.wokeUp() }
            self?.looked(answer)
        }
    }

    /// Asks again what could not be read.
    public func retry() {
        reachability.refresh()
        list.refresh()
        settings.refresh()
    }

    /// The screen is there again, perhaps from the settings.
    public func appeared() {
        settings.refresh()
    }

    /// Our reason stands on this screen: the system may ask for the local network.
    public func letSystemAsk() {
        askLocalNetwork()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await foreground.drained()
        await looking?.value
        await reachability.settled()
        await list.settled()
        await settings.settled()
    }

    private var localNetwork: ReachFinding.LocalNetwork {
        if !foreground.isLocalNetworkForbidden { return .allowed }
        return device.choices.localNetworkAsked ? .forbidden : .notAsked
    }

    /// A new look was asked for, and this came of it.
    func looked(_ answer: Result<Void, any Error>) {
        switch answer {
        case .success:
            check = .looked
            reachability.refresh()
        case .failure:
            check = .failed
        }
    }
}
