import Observation

/// Whether the app is open, as the system says, and what the messenger has made of it.
///
/// Forward everything the system tells (SwiftUI: `onChange(of: scenePhase)`); nothing of it can be too much. Calls are made one
/// after another, and of wishes that wait the last one is carried out.
@MainActor
@Observable
public final class Foreground {
    /// What SwiftUI calls `ScenePhase`.
    public enum Phase: Sendable, CaseIterable {
        /// The app is in front.
        case active
        /// The app is seen, but something is in front of it; or it is on its way. Changes nothing.
        case inactive
        /// The app is not seen.
        case background
    }

    /// What the messenger has made of the last wish.
    public enum State: Sendable {
        /// Nothing is received.
        case background
        /// Sockets are being opened.
        case entering
        /// Open. The addresses are those of entering; ``Session/listening`` follows changes.
        case listening([SocketAddr])
        /// Goodbyes are being said, answers are let out.
        case leaving
        /// The last call was refused. The next phase tries again.
        case failed(any Error)
    }

    /// What is true now.
    public private(set) var state = State.background
    /// The networks that were told of last have one in which the app may not talk to its neighbours.
    public private(set) var isLocalNetworkForbidden = false

    @ObservationIgnored private var rounds: Rounds<Told>!

    /// Nothing is done before the first phase. `options`: where to listen.
    public init(_ messenger: any MessengerProtocol, options: ForegroundOptions = ForegroundOptions()) {
        rounds = Rounds { [weak self] told in
            do {
                if let networks = told.networks { try await messenger.networkChanged(snapshot: networks) }
                switch told.isOpen {
                case true?:
                    self?.begin(.entering)
                    let addresses = try await messenger.enterForeground(options: options)
                    self?.state = .listening(addresses)
                case false?:
                    self?.begin(.leaving)
                    try await messenger.enterBackground()
                    self?.state = .background
                case nil:
                    break
                }
            } catch {
                self?.state = .failed(error)
            }
        }
    }

    /// The system says so. Also when it says the same again: then sockets that it took away are built anew.
    public func phase(_ phase: Phase) {
        switch phase {
        case .active: rounds.note(Told(isOpen: true))
        case .inactive: break
        case .background: rounds.note(Told(isOpen: false))
        }
    }

    /// The networks changed, or may have.
    public func networkChanged(_ snapshot: NetworkSnapshot) {
        let isForbidden = snapshot.networks.contains { $0.localNetworkAllowed == false }
        if isForbidden != isLocalNetworkForbidden { isLocalNetworkForbidden = isForbidden }
        rounds.note(Told(networks: snapshot))
    }

    /// Waits until every wish is carried out: when the last was `background`, the system may suspend the app then.
    public func drained() async {
        await rounds.settled()
    }

    /// Says what is being done, unless it is so already.
    private func begin(_ next: State) {
        switch (state, next) {
        case (.listening, .entering), (.background, .leaving): break
        default: state = next
        }
    }

    private struct Told: Wish {
        var isOpen: Bool?
        var networks: NetworkSnapshot?

        mutating func join(_ later: Self) {
            isOpen = later.isOpen ?? isOpen
            networks = later.networks ?? networks
        }
    }
}
