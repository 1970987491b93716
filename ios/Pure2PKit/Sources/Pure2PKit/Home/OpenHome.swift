import Foundation
import Observation

/// An open database: what every screen gets. A preview hands in a messenger of its own.
@MainActor
@Observable
public final class OpenHome {
    /// Commands and questions.
    public let messenger: any MessengerProtocol
    /// Makes the holders of what screens show.
    public let screens: Screens
    /// The session bar, for whoever asks while no screen shows it.
    public let session: Session
    /// To the front and back.
    public let foreground: Foreground
    /// Which screen is shown: another home has nothing of what this one showed.
    public let go = Navigator()
    /// This device's account, once it has one.
    public private(set) var account: Account?

    @ObservationIgnored private let changed: @MainActor () -> Void

    /// `changed` hears when there is an account.
    public init(
        _ messenger: any MessengerProtocol, options: ForegroundOptions = ForegroundOptions(), account: Account? = nil,
        words: Words = .system, changed: @escaping @MainActor () -> Void = {}
    ) {
        self.messenger = messenger
        self.account = account
        self.changed = changed
        screens = Screens(messenger, words: words)
        session = screens.session()
        foreground = Foreground(messenger, options: options)
    }

    /// Makes the account. An empty name is none.
    public func createAccount(_ name: String) async throws {
        let name = name.trimmingCharacters(in: .whitespacesAndNewlines)
        account = try await messenger.createAccount(name: name.isEmpty ? nil : name)
        changed()
    }
}
