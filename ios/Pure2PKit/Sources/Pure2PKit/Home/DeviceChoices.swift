import Foundation
import Observation

/// Which of its two looks the app has.
public enum Appearance: String, Sendable, CaseIterable {
    case system, light, dark
}

/// What is chosen for this device: nothing that the core knows, and nothing about anybody.
public struct DeviceChoices: Equatable, Sendable {
    /// Which look.
    public var appearance = Appearance.system
    /// The device's own lock is asked for, and the app is not seen in the app switcher.
    public var appLock = false
    /// The screen stays on while something waits or somebody is here.
    public var keepScreenOn = true
    /// Return sends, as on a keyboard with a cable.
    public var returnSends = false
    /// Our reason for the local network was read once. The system's answer is asked of the system.
    public var localNetworkAsked = false
    /// It was said once that leaving ends being here.
    public var leavingExplained = false

    /// What nobody has chosen yet.
    public init() {}
}

/// Keeps ``DeviceChoices``. They are no secret: the app's look must not wait for a key.
@MainActor
@Observable
public final class ChoiceStore {
    /// What is chosen.
    public private(set) var choices = DeviceChoices()

    @ObservationIgnored private let defaults: UserDefaults

    /// Reads what was kept there.
    public init(_ defaults: UserDefaults = .standard) {
        self.defaults = defaults
        reload()
    }

    /// Reads again. Before a restarted device was unlocked once, a system says that nothing was ever chosen.
    public func reload() {
        var read = DeviceChoices()
        read.appearance = defaults.string(forKey: Self.appearance).flatMap(Appearance.init) ?? read.appearance
        for (key, path) in Self.switches {
            if let kept = defaults.object(forKey: key) as? Bool { read[keyPath: path] = kept }
        }
        if read != choices { choices = read }
    }

    /// Changes it, and keeps the change: only that, for the rest may have been read too early.
    public func change(_ change: (inout DeviceChoices) -> Void) {
        var next = choices
        change(&next)
        if next.appearance != choices.appearance { defaults.set(next.appearance.rawValue, forKey: Self.appearance) }
        for (key, path) in Self.switches where next[keyPath: path] != choices[keyPath: path] {
            defaults.set(next[keyPath: path], forKey: key)
        }
        if next != choices { choices = next }
    }

    /// Forgets all of it.
    public func forget() {
        for key in [Self.appearance] + Self.switches.map(\.0) { defaults.removeObject(forKey: key) }
        choices = DeviceChoices()
    }

    private static let appearance = "appearance"
    private static var switches: [(String, WritableKeyPath<DeviceChoices, Bool>)] {
        [
            ("app-lock", \.appLock), ("keep-screen-on", \.keepScreenOn), ("return-sends", \.returnSends),
            ("local-network-asked", \.localNetworkAsked), ("leaving-explained", \.leavingExplained),
        ]
    }
}
