/// Where somebody reads, as the list says, and what follows from it.
extension ConversationModel {
    /// How many lines before the end of what is held more is asked for.
    private static let ahead = 12

    /// A line came onto the screen.
    public func came(_ line: String) {
        let lines = lines
        guard let place = lines.firstIndex(where: { $0.id == line }) else { return }
        let (first, last) = (conversation.messages.first?.id, conversation.messages.last?.id)
        // Once for each window: the next page has another first message.
        if place < ConversationModel.ahead, conversation.hasOlder, asked.olderThan != first {
            asked.olderThan = first
            work = Task { [conversation] in await conversation.loadOlder() }
        }
        if place >= lines.count - ConversationModel.ahead { loadNewer(than: last) }
    }

    /// The end of what is held came onto the screen, below this message.
    public func endCame(below message: MessageId?) {
        watch.catchUp()
        change { $0.endCame(below: message, hasNewer: conversation.hasNewer) }
        loadNewer(than: conversation.messages.last?.id)
        react()
    }

    /// The end went from the screen.
    public func endWent(below message: MessageId?) {
        watch.catchUp()
        let wasAtEnd = reading.isAtEnd
        guard isOnScreen else { return }
        change { $0.endWent(below: message) }
        if wasAtEnd == reading.isAtEnd { return }
        // When all of the screen goes, that is said in the same breath.
        endJustWent = true
        Task { [weak self] in self?.endJustWent = false }
    }

    /// The list went where it was to go.
    public func jumped() {
        change { $0.jumped(hasNewer: conversation.hasNewer) }
        react()
    }

    /// To the newest message.
    public func toEnd() {
        change { $0.toEnd() }
        react()
    }

    private func loadNewer(than last: MessageId?) {
        // Whoever is at the end goes to the new end at once.
        guard conversation.hasNewer, !reading.isAtEnd, asked.newerThan != last else { return }
        asked.newerThan = last
        work = Task { [conversation] in await conversation.loadNewer() }
    }

    /// Something became otherwise: here or in the chat.
    func react() {
        guard let contact = conversation.contact else { return }
        guard reading.isPlaced else { return place(unread: contact.unread) }
        let last = conversation.messages.last?.id
        change { $0.holds(last: last, hasNewer: conversation.hasNewer) }
        if reading.isAtEnd, conversation.hasNewer { moveToEnd() }
        markRead(contact, last)
        if let details, let now = conversation.messages.first(where: { $0.id == details.message.id }),
            now != details.message
        {
            asking.note(Everything())
        }
    }

    /// Whoever is at the end goes on with it, also when the window is full of what went before.
    private func moveToEnd() {
        if isJumping { return }
        isJumping = true
        work = Task { [conversation, weak self] in
            await conversation.jumpToEnd()
            self?.isJumping = false
        }
    }

    private func markRead(_ contact: Contact, _ last: MessageId?) {
        guard reading.isAtEnd, isInFront, isOnScreen, !conversation.hasNewer, contact.unread > 0 else { return }
        let read = Asked.Read(last: last, unread: contact.unread)
        if asked.read == read { return }
        asked.read = read
        work = Task { [conversation] in try? await conversation.markRead() }
    }

    /// Looks for where reading goes on. As much as the window holds: who has more to read begins there.
    private func place(unread: Int32) {
        if isPlacing { return }
        guard conversation.needsMore(for: unread) else { return placed(isUnread: unread > 0) }
        isPlacing = true
        work = Task { [conversation, weak self] in
            while conversation.needsMore(for: unread) {
                let first = conversation.messages.first?.id
                await conversation.loadOlder()
                if conversation.messages.first?.id == first { break }
            }
            self?.placed(isUnread: unread > 0)
        }
    }

    private func placed(isUnread: Bool) {
        let unread = isUnread ? conversation.messages.first(where: \.isNew)?.id : nil
        change { $0.place(at: unread, last: conversation.messages.last?.id) }
        react()
        whenPlaced?(self)
    }
}

extension Conversation {
    fileprivate func needsMore(for unread: Int32) -> Bool {
        hasOlder && messages.count < Self.most && messages.count(where: \.isNew) < unread
    }
}

extension Message {
    fileprivate var isNew: Bool {
        direction == .in && state != .read
    }
}
