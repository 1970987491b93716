import Observation

/// A chat on the screen: its contact, a bounded window of its messages, and what the composer holds.
@MainActor
@Observable
public final class Conversation {
    /// With whom.
    public let uid: Uid
    /// The same, with name, presence and counts; nothing before it is known.
    public private(set) var contact: Contact?
    /// What the composer holds. ``saveDraft()`` keeps it, ``send()`` sends it.
    public var draft = "" {
        didSet { draftIsOurs = true }
    }
    /// Whether everything here is known already.
    public private(set) var isLoaded = false
    /// Why the last look failed, if it did; the rest is what it was before, then.
    public private(set) var failure: (any Error)?
    private var window: MessageWindow

    @ObservationIgnored private let messenger: any MessengerProtocol
    @ObservationIgnored private let events: EventSource
    @ObservationIgnored private var rounds: Rounds<Look>!
    @ObservationIgnored private var draftIsOurs = false
    /// What the disk has of the draft, or will have; nothing if that is not known.
    @ObservationIgnored private var kept: String?
    @ObservationIgnored private var saving: Task<Void, any Error>?
    @ObservationIgnored private var sending = 0
    @ObservationIgnored private var isClosed = false

    /// The most messages that are held.
    public static let most = 200

    /// Opens the chat with `uid` at its end. `window` is the most that it holds, `page` what it loads at a time.
    public init(
        _ messenger: any MessengerProtocol, uid: Uid, events: EventSource, window: Int = Conversation.most,
        page: Int = 50
    ) {
        self.messenger = messenger
        self.uid = uid
        self.events = events
        self.window = MessageWindow(size: window, page: page)
        rounds = Rounds { [weak self] wish in
            guard let shown = self?.window, let isLoaded = self?.isLoaded else { return }
            // Whatever was wished for: the first look that succeeds sees all, or a draft that could not be read at first would
            // be taken for none.
            let look = isLoaded ? wish : wish.joined(with: .first)
            let seen = await answer { try await look.see(messenger, uid: uid, window: shown) }
            self?.show(seen)
        }
        events.attach(self)
        events.shown.show(self)
        rounds.note(.first)
    }

    /// Part of the chat without holes, oldest first.
    public var messages: [Message] { window.messages }
    /// Whether there are messages before the first of ``messages``.
    public var hasOlder: Bool { window.hasOlder }
    /// Whether there are messages after the last of ``messages``.
    public var hasNewer: Bool { window.hasNewer }

    /// Loads a page before the first message. What then is too much goes at the end.
    public func loadOlder() async {
        await make(.init(older: true))
    }

    /// Loads a page after the last message. What then is too much goes at the start.
    public func loadNewer() async {
        await make(.init(newer: true))
    }

    /// Shows the last messages, and from now on what arrives.
    public func jumpToEnd() async {
        await make(.init(toEnd: true))
    }

    /// Looks again, for whoever does not trust what is shown.
    public func refresh() {
        if !isClosed { rounds.note(Look(contact: true, change: .init(again: true, arrived: true))) }
    }

    /// Sends what the composer holds, and shows it at the end. If it is refused it is in the composer again.
    public func send() async throws {
        let text = draft
        draft = ""
        sending += 1
        do {
            _ = try await messenger.send(uid: uid, text: text)
            sending -= 1
        } catch {
            sending -= 1
            draft = draft.isEmpty ? text : text + "\n" + draft
            // Whoever wrote it may be gone from here.
            try? await saveDraft()
            throw error
        }
        await make(hasNewer ? .init(toEnd: true) : .init(arrived: true))
        // Sent is sent: that an old draft could not be taken away is no reason to say otherwise.
        try? await saveDraft()
    }

    /// Keeps what the composer holds. Before that is known there is nothing to keep, and while something is being sent it is known
    /// only afterwards what is left.
    public func saveDraft() async throws {
        guard draftIsOurs, sending == 0, draft != kept else { return }
        let (text, before) = (draft, saving)
        kept = text
        // One after another: the last one holds.
        let task = Task { [messenger, uid] in
            _ = await before?.result
            try await messenger.saveDraft(uid: uid, text: text)
        }
        saving = task
        do {
            try await task.value
        } catch {
            kept = nil
            throw error
        }
    }

    /// Everything received here was seen.
    public func markRead() async throws {
        try await messenger.markRead(uid: uid)
    }

    /// Ends it: what is shown stays as it is. Doing so again does nothing.
    public func close() {
        if isClosed { return }
        isClosed = true
        events.detach(self)
        events.shown.hide(self)
        rounds.clear()
    }

    /// Waits until everything that was announced so far is shown.
    public func settled() async {
        await rounds.settled()
    }

    private func make(_ change: MessageWindow.Change) async {
        if !isClosed { await rounds.make(Look(change: change)) }
    }

    private func show(_ answer: Result<Seen, any Error>) {
        if isClosed { return }
        switch answer {
        case .success(let seen):
            if let contact = seen.contact, contact != self.contact { self.contact = contact }
            if let window = seen.window, window != self.window { self.window = window }
            // Whoever has begun to type knows better than the disk.
            if let draft = seen.draft, !draftIsOurs {
                kept = draft
                self.draft = draft
            }
            isLoaded = true
            failure = nil
        case .failure(let error):
            failure = error
        }
    }
}

extension Conversation: EventSink {
    func changed(by events: [Event]) {
        var look = Look()
        for event in events { look.join(Look(after: event, in: uid)) }
        if look.isNeeded { rounds.note(look) }
        let listens = events.contains { if case .listening = $0 { true } else { false } }
        if listens { self.events.shown.showAgain(self) }
    }
}
