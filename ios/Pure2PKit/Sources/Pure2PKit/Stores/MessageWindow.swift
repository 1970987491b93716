/// A part of a chat without holes, oldest first, never larger than it may be.
struct MessageWindow: Sendable, Equatable {
    /// The most that it holds.
    let size: Int
    /// How many are loaded at a time.
    let page: Int

    private(set) var messages: [Message] = []
    /// Whether there is more before the first.
    private(set) var hasOlder = false
    /// Whether there is more after the last.
    private(set) var hasNewer = false
    /// Whether somebody reads back: then what arrives does not push a full window on.
    private var readsBack = false

    init(size: Int, page: Int) {
        self.size = max(size, 1)
        self.page = min(max(page, 1), self.size)
    }

    /// What a window is asked to become.
    struct Change: Wish, Equatable {
        var toEnd = false
        var again = false
        var older = false
        var newer = false
        /// Something may have come after the last.
        var arrived = false
        /// What is true of these changed.
        var named: Set<MessageId> = []

        mutating func join(_ later: Self) {
            toEnd = toEnd || later.toEnd
            again = again || later.again
            older = older || later.older
            newer = newer || later.newer
            arrived = arrived || later.arrived
            named.formUnion(later.named)
        }
    }

    /// This window after `change`.
    func after(_ change: Change, in chat: some ChatPages) async throws -> Self {
        var window = self
        if change.toEnd {
            try await window.moveToEnd(chat)
        } else if change.again {
            try await window.lookAgain(chat)
        } else {
            try await window.look(at: change.named, chat)
        }
        if change.older { try await window.extendBack(chat) }
        if change.newer { try await window.extendForward(chat) }
        if change.arrived { try await window.take(chat) }
        return window
    }

    /// The last messages.
    private mutating func moveToEnd(_ chat: some ChatPages, count: Int? = nil) async throws {
        let count = count ?? page
        // One more than is shown tells whether there is more.
        let last = try await chat.messages(before: nil, limit: count + 1)
        messages = last.suffix(count)
        hasOlder = last.count > count
        hasNewer = false
        readsBack = false
    }

    /// The same place, as it is now.
    private mutating func lookAgain(_ chat: some ChatPages) async throws {
        guard let first = messages.first, let last = messages.last, hasNewer || readsBack else {
            return try await moveToEnd(chat, count: max(messages.count, page))
        }
        if let first = try await chat.message(first.id) {
            let rest = try await chat.messages(after: first.id, limit: size)
            messages = [first] + rest.prefix(size - 1)
            hasNewer = rest.count > size - 1
        } else if let last = try await chat.message(last.id) {
            let rest = try await chat.messages(before: last.id, limit: size)
            messages = rest.suffix(size - 1) + [last]
            hasOlder = rest.count > size - 1
        } else {
            try await moveToEnd(chat)
        }
    }

    private mutating func look(at named: Set<MessageId>, _ chat: some ChatPages) async throws {
        let places = messages.indices.filter { named.contains(messages[$0].id) }
        // One query for the window costs as much as a few for a message each.
        guard places.count <= 4 else { return try await lookAgain(chat) }
        for place in places {
            guard let message = try await chat.message(messages[place].id) else {
                return try await lookAgain(chat)
            }
            messages[place] = message
        }
    }

    private mutating func extendBack(_ chat: some ChatPages) async throws {
        guard let first = messages.first else { return try await moveToEnd(chat) }
        let older = try await chat.messages(before: first.id, limit: page + 1)
        if older.isEmpty, try await chat.message(first.id) == nil { return try await lookAgain(chat) }
        messages = older.suffix(page) + messages
        hasOlder = older.count > page
        readsBack = true
        if messages.count > size {
            messages.removeLast(messages.count - size)
            hasNewer = true
        }
    }

    private mutating func extendForward(_ chat: some ChatPages) async throws {
        guard let last = messages.last else { return try await moveToEnd(chat) }
        let newer = try await chat.messages(after: last.id, limit: page + 1)
        if newer.isEmpty, try await chat.message(last.id) == nil { return try await lookAgain(chat) }
        append(newer.prefix(page))
        hasNewer = newer.count > page
        if !hasNewer { readsBack = false }
    }

    /// What came after the end, if the end is shown.
    private mutating func take(_ chat: some ChatPages) async throws {
        if hasNewer { return }
        guard let last = messages.last else { return try await moveToEnd(chat) }
        let room = readsBack ? size - messages.count : page
        let newer = try await chat.messages(after: last.id, limit: room + 1)
        if readsBack {
            append(newer.prefix(room))
            hasNewer = newer.count > room
        } else if newer.count > room {
            try await moveToEnd(chat, count: max(messages.count, page))
        } else {
            append(newer[...])
        }
    }

    private mutating func append(_ newer: ArraySlice<Message>) {
        messages += newer
        if messages.count > size {
            messages.removeFirst(messages.count - size)
            hasOlder = true
        }
    }
}
