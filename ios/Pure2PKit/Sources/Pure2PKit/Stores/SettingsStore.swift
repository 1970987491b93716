import Observation

/// The settings that the messenger keeps, and what its database takes on this device.
@MainActor
@Observable
public final class SettingsStore {
    /// As they are; nothing before the first look.
    public private(set) var settings: Settings?
    /// What the history takes, as it was at the last ``measure()``.
    public private(set) var storage: Storage?
    /// Why the last look failed, if it did; the rest is what it was before, then.
    public private(set) var failure: (any Error)?

    @ObservationIgnored private let messenger: any MessengerProtocol
    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Wanted>!
    @ObservationIgnored private var changing: Task<Void, Never>?
    /// How often they were changed here: an answer to an earlier question must not undo what is shown.
    @ObservationIgnored private var changes = 0

    /// Shows what `messenger` knows, and goes on doing so until nobody has this any more.
    public init(_ messenger: any MessengerProtocol, events: EventSource) {
        self.messenger = messenger
        self.events = events
        rounds = Rounds { [weak self] wanted in
            let changes = self?.changes
            let seen = await answer {
                Seen(
                    settings: try await messenger.settings(),
                    storage: wanted.storage ? try await messenger.storage() : nil)
            }
            self?.show(seen, after: changes)
        }
        events.attach(self)
        rounds.note(Wanted())
    }

    /// Looks again, for whoever does not trust what is shown.
    public func refresh() {
        rounds.note(Wanted())
    }

    /// Looks again, also at what is stored: that grows with every message, and only who looks at it wants to know.
    public func measure() {
        rounds.note(Wanted(storage: true))
    }

    /// Changes one of them, after what was changed before, and to its end: whoever is gone by then has changed it all the same.
    /// `done` hears what came of it.
    public func change(_ setting: Setting, done: @escaping @MainActor (Result<Settings, any Error>) -> Void) {
        let before = changing
        changing = Task { [weak self, messenger] in
            await before?.value
            let settings = await answer { try await messenger.changeSetting(setting: setting) }
            if case .success(let settings) = settings { self?.changed(to: settings) }
            done(settings)
        }
    }

    /// Waits until everything that was announced or changed so far is shown.
    public func settled() async {
        await changing?.value
        await rounds.settled()
    }

    private func changed(to settings: Settings) {
        changes += 1
        self.settings = settings
        failure = nil
    }

    private func show(_ answer: Result<Seen, any Error>, after changes: Int?) {
        switch answer {
        case .success(let seen):
            if changes == self.changes { settings = seen.settings }
            storage = seen.storage ?? storage
            failure = nil
        case .failure(let error):
            failure = error
        }
    }

    private struct Seen: Sendable {
        var settings: Settings
        var storage: Storage?
    }

    private struct Wanted: Wish {
        var storage = false

        mutating func join(_ later: Self) {
            storage = storage || later.storage
        }
    }
}

extension SettingsStore: EventSink {
    func changed(by events: [Event]) {
        let mine = events.contains { event in
            switch event {
            // Settings have no event of their own: whether the router is asked shows in what comes of it.
            case .closed, .listening, .overflowed, .reachChanged: true
            default: false
            }
        }
        if mine { rounds.note(Wanted()) }
    }
}
