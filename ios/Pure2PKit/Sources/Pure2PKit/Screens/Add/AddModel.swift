import Foundation
import Observation

/// Adding somebody, over the real thing: by scanning, pasting or typing, and never without showing who it would be.
@MainActor
@Observable
public final class AddModel: ScreenModel {
    /// A link or a UID, as it is typed.
    public var text: String {
        didSet { typed(after: oldValue) }
    }
    /// What they shall be called here.
    public var name = "" {
        didSet { if name.count > Self.mostOfName { name = String(name.prefix(Self.mostOfName)) } }
    }
    /// How often typing came to its end: then the keyboard is in the way.
    public private(set) var finished = 0
    /// Who was just added: their chat comes next.
    public private(set) var added: Uid?
    /// Looks for a link in a code.
    @ObservationIgnored public private(set) var scanning: Scanning!

    /// The core says what is too long for a name; this only keeps what was pasted by mistake from filling memory.
    private static let mostOfName = 256

    @ObservationIgnored private let words: Words
    @ObservationIgnored private let messenger: any MessengerProtocol
    @ObservationIgnored private let commands = Commands()
    private let standing: StandingStore
    private var entry: Entry
    var isBusy = false
    var said: AddSaid?

    /// Over `screens`. `brought` is a link that was tapped elsewhere; it adds nobody without a yes.
    public init(_ screens: Screens, camera: any CameraAccess, brought: String? = nil) {
        words = screens.words
        messenger = screens.messenger
        standing = screens.standing()
        let text = Entered.whole(brought ?? "")
        self.text = text
        entry = Entry(text)
        standing.uid = entry.somebody?.uid
        let wanted = ScanWanted(title: words("add_scan_title"), hint: words("add_scan_hint"))
        scanning = Scanning(words, camera, for: wanted) { [weak self] code in self?.scanned(code) ?? .taken }
    }

    /// What is shown and spoken now.
    public var state: AddState {
        AddState(
            AddFacts(
                text: text, entry: entry, standing: standing.standing, isBusy: isBusy, said: said,
                canScan: scanning.isOffered, barrier: scanning.barrier), words: words)
    }

    /// Whose chat is opened by ``AddAnswer/openChat``.
    public var uid: Uid? { entry.somebody?.uid }

    /// The person pastes what was copied.
    public func paste(_ pieces: [String]) {
        let text = pieces.first ?? ""
        if text.allSatisfy(\.isWhitespace) { said = .nothingToPaste } else { enter(text) }
    }

    /// Adds them, with a name of one's own if there is one.
    public func add() {
        guard let uid else { return }
        let (link, name) = (Entered.link(in: text), state.name == nil ? "" : name.trimmed)
        command({ _ = try await $0.add(uidOrLink: link, name: name.isEmpty ? nil : name) }) { $0.added = uid }
    }

    /// What they send is answered again. It adds nobody.
    public func unblock() {
        guard let uid else { return }
        command({ _ = try await $0.unblock(uid: uid) }) { $0.standing.refresh() }
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await scanning.settled()
        await commands.settled()
        await standing.settled()
    }

    private func enter(_ text: String) {
        self.text = ""
        self.text = Entered.whole(text)
    }

    private func typed(after old: String) {
        if text == old { return }
        // There is only one line of it: whoever ends one is done.
        if text == old + "\n" {
            text = old
            finished += 1
            return
        }
        let kept = Entered.typed(text, after: old)
        if kept != text { text = kept }
        let judged = Entry(text)
        if judged == entry { return }
        entry = judged
        // Of that text only: with another one it is no longer true.
        said = nil
        standing.uid = judged.somebody?.uid
    }

    private func scanned(_ code: String) -> ScanVerdict {
        if isSafetyCode(code) { return .wrong(words("add_scan_safety")) }
        switch Entry(code) {
        case .nothing, .typing, .wrongUid: return .wrong(words("add_scan_no_link"))
        case .somebody, .wrongLink, .wrongUidInLink:
            enter(code)
            return .taken
        }
    }

    /// Whether it is a code for comparing safety numbers, anybody's.
    private func isSafetyCode(_ code: String) -> Bool {
        guard let mine = standing.mine else { return false }
        return (try? safetyQrMatches(scanned: code, mine: mine, theirs: mine)) != nil
    }

    private func command(
        _ what: @escaping @Sendable (any MessengerProtocol) async throws -> Void,
        done: @escaping @MainActor (AddModel) -> Void
    ) {
        if isBusy { return }
        isBusy = true
        said = nil
        commands.run(over: messenger, what) { [weak self] result in
            guard let self else { return }
            isBusy = false
            switch result {
            case .success: done(self)
            case .failure(MessengerError.BadName): said = .badName
            case .failure:
                said = .notStored
                // It may be that they were blocked in the meantime: then the screen shall say so.
                standing.refresh()
            }
        }
    }
}

extension String {
    fileprivate var trimmed: String { trimmingCharacters(in: .whitespacesAndNewlines) }
}
