/// One chat's messages, by pages.
protocol ChatPages: Sendable {
    func messages(before: MessageId?, limit: Int) async throws -> [Message]
    func messages(after: MessageId, limit: Int) async throws -> [Message]
    /// Nothing if it is gone.
    func message(_ id: MessageId) async throws -> Message?
}

/// Those of a messenger.
struct MessengerPages: ChatPages {
    let messenger: any MessengerProtocol
    let uid: Uid

    func messages(before: MessageId?, limit: Int) async throws -> [Message] {
        try await messenger.messages(uid: uid, before: before, limit: UInt32(limit))
    }

    func messages(after: MessageId, limit: Int) async throws -> [Message] {
        try await messenger.messagesAfter(uid: uid, after: after, limit: UInt32(limit))
    }

    func message(_ id: MessageId) async throws -> Message? {
        do {
            return try await messenger.message(id: id)
        } catch MessengerError.UnknownMessage {
            return nil
        }
    }
}
