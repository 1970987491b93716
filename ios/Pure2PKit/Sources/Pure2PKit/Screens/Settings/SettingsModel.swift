import Foundation
import Observation

/// The settings, over the real thing: those that the core keeps, those of this device, and the end of everything.
@MainActor
@Observable
public final class SettingsModel: ScreenModel {
    typealias What = SettingsFinding.What

    /// What stands in the editor.
    public var typed = ""

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let authenticator: any Authenticator
    private let erasure: Erasure
    @ObservationIgnored private let version: String
    @ObservationIgnored private var underWay: Task<Void, Never>?
    private let store: SettingsStore
    private let device: ChoiceStore
    private var isLockable: Bool
    private var editing: Editing?
    private var refusal: SettingsFinding.Refusal?
    private var deleting: SettingsFinding.Deleting?
    /// What a switch was switched to and is not yet: it must not jump back and forth.
    private var wanted: [What: Bool] = [:]

    /// Over the stores of `screens`. `version`: the app's, as people see it.
    public init(
        _ screens: Screens, device: ChoiceStore, authenticator: any Authenticator, erasure: Erasure, version: String
    ) {
        words = screens.words
        store = screens.settings()
        self.device = device
        self.authenticator = authenticator
        self.erasure = erasure
        self.version = version
        isLockable = authenticator.deviceHasLock
        store.measure()
    }

    /// What is shown and spoken now.
    public var state: SettingsState {
        SettingsState(
            SettingsFinding(
                settings: store.settings, isUnread: store.failure != nil, storage: store.storage,
                device: device.choices, isLockable: isLockable, setAside: erasure.setAside(), version: version,
                editing: editing, refusal: refusal, deleting: deleting, wanted: wanted), words: words)
    }

    /// The screen is there again: from a chat that grew, or from the system's settings.
    public func appeared() {
        isLockable = authenticator.deviceHasLock
        store.measure()
    }

    /// Asks again what could not be read.
    public func retry() {
        store.measure()
    }

    // What is changed here.

    /// Which of both looks.
    public func choose(_ look: Appearance) {
        device.change { $0.appearance = look }
    }

    /// Whether the screen stays on.
    public func keepScreenOn(_ on: Bool) {
        device.change { $0.keepScreenOn = on }
    }

    /// Whether Return sends.
    public func returnSends(_ on: Bool) {
        device.change { $0.returnSends = on }
    }

    /// Whether strangers get an answer.
    public func answerNewPeople(_ on: Bool) {
        change(.answerNewPeople, .answerNewPeople(on: on), on: on)
    }

    /// Whether others see what was read.
    public func readReceipts(_ on: Bool) {
        change(.readReceipts, .readReceipts(on: on), on: on)
    }

    /// Whether the router is asked to let others in.
    public func askRouter(_ on: Bool) {
        change(.askRouter, .askRouter(on: on), on: on)
    }

    /// Asks for the device's lock first: on, it shows that they can open it; off, that it is they.
    public func appLock(_ on: Bool) {
        guard wanted[.appLock] == nil else { return }
        isLockable = authenticator.deviceHasLock
        if !isLockable { return noLock(on) }
        wanted[.appLock] = on
        underWay = Task { [weak self, authenticator, reason = words("settings_lock_ask")] in
            let answer = await authenticator.ask(reason)
            self?.answered(answer, on)
        }
    }

    private func answered(_ answer: AuthenticatorAnswer, _ on: Bool) {
        wanted[.appLock] = nil
        refusal = nil
        switch answer {
        case .yes: device.change { $0.appLock = on }
        case .no: refusal = .init(what: .appLock, why: .notUnlocked)
        // Nobody has said no: the switch is where it was, and can be tried again.
        case .interrupted: break
        case .noLock: noLock(on)
        }
    }

    /// Without a lock of the device's there is nothing to lock with; and nothing that would keep anybody from switching it off.
    private func noLock(_ on: Bool) {
        isLockable = false
        if !on { device.change { $0.appLock = false } }
    }

    // What is typed.

    /// Something is to be typed, or no longer.
    public func edit(_ editing: Editing?) {
        self.editing = editing
        refusal = nil
        switch editing {
        case .name: typed = store.settings?.name ?? ""
        case .port: typed = store.settings.map { "\($0.port)" } ?? ""
        case nil: break
        }
    }

    /// Keeps what was typed. An empty name is none; which numbers are ports the core knows, and what is none at all can't be asked.
    public func save() {
        let text = typed.trimmingCharacters(in: .whitespacesAndNewlines)
        switch editing {
        case .name: change(.name, .name(name: text.isEmpty ? nil : text))
        case .port:
            guard let port = UInt16(text) else { return refusal = .init(what: .port, why: .badPort) }
            change(.port, .port(port: port))
        case nil: break
        }
    }

    private func change(_ what: What, _ setting: Setting, on: Bool? = nil) {
        wanted[what] = on
        store.change(setting) { [weak self] answer in self?.changed(what, answer, on) }
    }

    private func changed(_ what: What, _ answer: Result<Settings, any Error>, _ on: Bool?) {
        // Of two quick taps the last one is wanted.
        if wanted[what] == on { wanted[what] = nil }
        switch answer {
        case .success:
            refusal = nil
            if (what, editing) == (.name, .name) || (what, editing) == (.port, .port) { editing = nil }
        case .failure(let error):
            refusal = .init(what: what, why: .init(error))
        }
    }

    // What is deleted.

    /// Deletes an old database that nobody can read any more.
    public func deleteSetAside() {
        refusal = nil
        underWay = Task { [weak self, delete = erasure.deleteSetAside] in
            do {
                try await delete()
            } catch {
                self?.refusal = .init(what: .setAside, why: .notDeleted)
            }
        }
    }

    /// The first step names what is lost.
    public func askToDelete() {
        deleting = .named
    }

    /// The second asks again.
    public func goOnDeleting() {
        deleting = .asked
    }

    /// Back to the first step, if nothing is being deleted yet.
    public func stopAsking() {
        if deleting == .asked { deleting = .named }
    }

    /// Away from both, if nothing is being deleted yet.
    public func stopDeleting() {
        if deleting == .named || deleting == .asked { deleting = nil }
    }

    /// Deletes everything, to its end: whoever turns away in this moment does not stop it.
    public func deleteEverything() {
        deleting = .underWay
        underWay = Task { [weak self, delete = erasure.deleteEverything] in
            do {
                try await delete()
            } catch {
                self?.deleting = .failed
            }
        }
    }

    /// Waits until everything that was announced or wished for so far is shown.
    public func settled() async {
        await underWay?.value
        await store.settled()
    }
}
