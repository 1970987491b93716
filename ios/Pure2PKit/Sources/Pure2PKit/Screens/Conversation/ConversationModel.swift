import Foundation
import Observation

/// One open chat, over the real thing. It lives as long as its screen: also while other screens lie above.
@MainActor
@Observable
public final class ConversationModel: ScreenModel {
    /// With whom.
    public var uid: Uid { conversation.uid }
    /// Whether the app is in front: what only lies behind another app is not read.
    public var isInFront = false {
        didSet { react() }
    }
    /// Whether Return sends; otherwise it begins a new line.
    public var sendsOnReturn = false

    let conversation: Conversation
    @ObservationIgnored let messenger: any MessengerProtocol
    @ObservationIgnored private let words: Words
    @ObservationIgnored private let pause: @Sendable () async -> Void
    @ObservationIgnored var watch: Watch<Shown>!
    @ObservationIgnored private var keeping: Rounds<Everything>!
    @ObservationIgnored var asking: Rounds<Everything>!
    @ObservationIgnored private let memory = LinesMemory()
    var reading = Reading()
    private var problem: ConversationProblem?
    /// The text that could not be sent: once another one stands there, the problem is no longer said.
    private var refused: String?
    private var deleting: MessageId?
    private var detailsOf: MessageId?
    var details: Details?
    var isOnScreen = false
    @ObservationIgnored var isSending = false
    /// The last thing that was asked for: waited for by ``settled()`` only.
    @ObservationIgnored var work: Task<Void, Never>?
    /// What is to be done as soon as something is shown: previews come to some states so.
    @ObservationIgnored var whenPlaced: (@MainActor (ConversationModel) -> Void)?
    @ObservationIgnored var newLineIsMeant = false
    @ObservationIgnored var endJustWent = false
    @ObservationIgnored var isPlacing = false
    @ObservationIgnored var isJumping = false
    /// What was asked for already: each page once, and what was seen.
    @ObservationIgnored var asked = Asked()

    struct Asked {
        var olderThan: MessageId?
        var newerThan: MessageId?
        var read: Read?

        struct Read: Equatable {
            var last: MessageId?
            var unread: Int32
        }
    }

    /// What is looked at again when it became otherwise.
    struct Shown: Equatable {
        var contact: Contact?
        var messages: [Message]
        var hasNewer: Bool
    }

    /// Opens the chat with `uid`. `pause`: how long what is typed may be unsaved.
    public init(
        _ screens: Screens, uid: Uid,
        pause: @escaping @Sendable () async -> Void = { try? await Task.sleep(for: .milliseconds(300)) }
    ) {
        conversation = screens.conversation(uid)
        messenger = screens.messenger
        words = screens.words
        self.pause = pause
        // Not held while it pauses: whoever leaves meanwhile keeps the draft at leaving.
        keeping = Rounds { [weak conversation, pause] _ in
            await pause()
            // A failed one is tried again with the next letter.
            try? await conversation?.saveDraft()
        }
        asking = Rounds { [weak self, messenger] _ in
            guard let id = self?.detailsOf else { return }
            let seen = await answer {
                Details(message: try await messenger.message(id: id), timeline: try await messenger.details(id: id))
            }
            self?.show(seen, of: id)
        }
        watch = Watch { [weak conversation] in
            conversation.map { Shown(contact: $0.contact, messages: $0.messages, hasNewer: $0.hasNewer) }
        } changed: { [weak self] _ in
            self?.react()
        }
    }

    /// That a view disappeared does not say that it is over: it may be covered by another one that was opened from it. So the end
    /// of this is the end of the screen. What must be done then is done by the conversation, which is held until it is.
    deinit {
        Task { @MainActor [conversation] in
            conversation.close()
            // The last letters may not have been kept yet.
            try? await conversation.saveDraft()
        }
    }

    /// What is shown and spoken now.
    public var state: ConversationState {
        let isSaid = problem != nil && (refused == nil || refused == conversation.draft)
        return ConversationState(
            Sight(
                contact: conversation.contact,
                lines: lines, hasOlder: conversation.hasOlder, hasNewer: conversation.hasNewer,
                failure: conversation.failure,
                draft: conversation.draft, sendsOnReturn: sendsOnReturn, reading: reading,
                problem: isSaid ? problem : nil,
                deleting: deleting.flatMap { id in conversation.messages.first { $0.id == id } }, details: details),
            words: words)
    }

    var lines: [LineState] {
        memory.lines(
            conversation.messages, unreadFrom: reading.unreadFrom, contact: conversation.contact, words: words)
    }

    /// Keeps what was typed, for the app may be ended without a word. One that fails is tried again with the next letter.
    public func saveDraft() async {
        try? await conversation.saveDraft()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        for _ in 0..<2 {
            await conversation.settled()
            watch.catchUp()
            await work?.value
            await asking.settled()
        }
    }

    // What the screen says.

    /// It came, also back from below another one.
    public func appeared() {
        isOnScreen = true
        react()
    }

    /// It is gone, or another one lies above.
    public func disappeared() {
        isOnScreen = false
        // The list's end went with it: nobody scrolled.
        if endJustWent { change { $0.endWasCovered() } }
        keepDraft()
    }

    /// Asks again what could not be read.
    public func retry() {
        asked = Asked()
        conversation.refresh()
    }

    // Messages.

    /// What happened to this message?
    public func showDetails(_ id: MessageId) {
        detailsOf = id
        details = nil
        asking.note(Everything())
    }

    /// That was read.
    public func hideDetails() {
        detailsOf = nil
        details = nil
    }

    /// Whether that is shown.
    public var showsDetails: Bool {
        get { details != nil }
        set { if !newValue { hideDetails() } }
    }

    /// Asks whether to delete it.
    public func askToDelete(_ id: MessageId) {
        deleting = id
    }

    /// Not to be deleted.
    public func cancelDelete() {
        deleting = nil
    }

    /// Whether that is asked.
    public var asksToDelete: Bool {
        get { deleting != nil }
        set { if !newValue { cancelDelete() } }
    }

    /// Deletes it here.
    public func delete(_ id: MessageId) {
        deleting = nil
        command { [uid] in try await $0.deleteMessage(uid: uid, id: id) }
    }

    /// Keeps what is typed in a moment.
    func keepDraftSoon() {
        keeping.note(Everything())
    }

    private func show(_ answer: Result<Details, any Error>, of id: MessageId) {
        guard id == detailsOf else { return }
        switch answer {
        case .success(let seen): details = seen
        case .failure(MessengerError.UnknownMessage): hideDetails()
        case .failure: say(.notDone)
        }
    }

    /// Says why something was not done; of a text that was not sent, as long as it stands there.
    func say(_ problem: ConversationProblem?, about text: String? = nil) {
        (self.problem, refused) = (problem, text)
    }

    func change(_ what: (inout Reading) -> Void) {
        var next = reading
        what(&next)
        // Whoever observes it need not look again for nothing.
        if next != reading { reading = next }
    }
}
