import Foundation
import Observation

/// One contact, over the real thing: what the store says, and what taps do.
@MainActor
@Observable
public final class ContactModel: ScreenModel {
    /// What the person is doing here.
    struct Doing {
        /// How many commands are on their way.
        var running = 0
        var isBusy: Bool { running > 0 }
        /// Whether something was done here.
        var hasActed = false
        var naming: Naming?
        var said: Said?
        var asking: ContactQuestion?
        var showsAllAddresses = false
        /// Whether they were deleted here.
        var isDeleted = false
    }

    var doing = Doing()
    /// The name in its field.
    public var typedName = ""
    /// Compares by scanning.
    public let scanning: Scanning

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let messenger: any MessengerProtocol
    private let page: ContactPage
    @ObservationIgnored private let commands = Commands()
    @ObservationIgnored private let read: Read

    /// What the scanner has read, until it is off the screen.
    @MainActor
    private final class Read {
        var comparison: Comparison?
    }

    /// Who.
    public var uid: Uid { page.uid }

    /// Over the stores of `screens`; `camera` is what reads codes.
    public init(_ screens: Screens, uid: Uid, camera: any CameraAccess) {
        let (words, page, read) = (screens.words, screens.contactPage(uid), Read())
        self.words = words
        self.page = page
        self.read = read
        messenger = screens.messenger
        scanning = Scanning(words, camera, wanted: { ScanWanted(page.contact, words) }) { code in
            guard let name = page.contact?.name, let comparison = page.safety?.compared(with: code) else {
                return .taken
            }
            if comparison == .noCode {
                return .wrong(sentence([words("contact_no_code"), words("contact_no_code_text", name)]))
            }
            read.comparison = comparison
            return .taken
        }
    }

    /// What is shown and spoken now.
    public var state: ContactScreenState {
        ContactScreenState(
            .init(
                contact: page.contact, safety: page.safety, isStale: page.failure != nil,
                canScan: scanning.isOffered, barrier: scanning.barrier, doing: doing), words: words)
    }

    /// Whether this contact was deleted, here or elsewhere: then nothing is left to show.
    public var isGone: Bool {
        doing.isDeleted || page.failure as? MessengerError == .UnknownContact
    }

    /// Asks for a name of one's own.
    public func startNaming() {
        guard let contact = page.contact else { return }
        typedName = contact.name
        doing.said = nil
        doing.naming = .asked
    }

    /// Leaves the name as it is.
    public func stopNaming() {
        doing.naming = nil
        doing.said = nil
    }

    /// Takes the typed name; with an empty one the one they suggest is shown again.
    public func rename() {
        let (uid, name) = (uid, typedName.trimmingCharacters(in: .whitespacesAndNewlines))
        doing.naming = .asked
        command {
            _ = try await $0.rename(uid: uid, name: name.isEmpty ? nil : name)
        } done: {
            $0.naming = nil
        }
    }

    /// The UID lies on the pasteboard.
    public func copied() {
        doing.said = .uidCopied
    }

    /// The safety numbers were compared, or were not.
    public func setVerified(_ verified: Bool) {
        let uid = uid
        command { _ = try await $0.setVerified(uid: uid, verified: verified) }
    }

    /// From now on they are a contact.
    public func accept() {
        let uid = uid
        command { _ = try await $0.accept(uid: uid) }
    }

    /// Shows all addresses.
    public func showAllAddresses() {
        doing.showsAllAddresses = true
    }

    /// Asks before something is done.
    public func ask(_ about: ContactQuestion) {
        doing.asking = about
    }

    /// Leaves everything as it is. (A question goes by itself when it is answered: another one may be asked by then.)
    public func cancel(_ about: ContactQuestion) {
        if doing.asking == about { doing.asking = nil }
    }

    /// Does what was asked about.
    public func confirm(_ about: ContactQuestion) {
        let uid = uid
        cancel(about)
        switch about {
        case .block: command { _ = try await $0.block(uid: uid) }
        case .unblock: command { _ = try await $0.unblock(uid: uid) }
        case .delete: ask(.deleteForGood)
        case .deleteForGood:
            command {
                _ = try await $0.remove(uid: uid)
            } done: {
                $0.isDeleted = true
            }
        case .same: setVerified(true)
        case .other: setVerified(false)
        }
    }

    /// The scanner is off the screen: what it has read, if it has, can be said now.
    public func scannerClosed() {
        guard let comparison = read.comparison else { return }
        read.comparison = nil
        ask(comparison == .same ? .same : .other)
    }

    /// Asks again what could not be read.
    public func retry() {
        page.refresh()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await scanning.settled()
        await commands.settled()
        await page.settled()
    }

    private func command(
        _ command: @escaping @Sendable (any MessengerProtocol) async throws -> Void,
        done: @escaping @MainActor (inout Doing) -> Void = { _ in }
    ) {
        // An answer to a question is never dropped, only done after what was asked for before.
        doing.running += 1
        doing.said = nil
        commands.run(over: messenger, command) { [weak self] result in
            guard let self else { return }
            doing.running -= 1
            switch result {
            case .success:
                doing.hasActed = true
                done(&doing)
            case .failure(MessengerError.BadName): doing.naming = doing.naming.map { _ in .refused }
            case .failure(MessengerError.DeviceFull): doing.said = .deviceFull
            case .failure: doing.said = .notDone
            }
            page.refresh()
        }
    }
}

extension ScanWanted {
    fileprivate init(_ contact: Contact?, _ words: Words) {
        self.init(title: words("contact_scan"), hint: words("contact_scan_hint", contact?.name ?? ""))
    }
}
