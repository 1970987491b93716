import Pure2PKit

/// Opens the chat as a screen would, and scrolls back.
@MainActor
func scroll(_ messenger: Messenger, uid: Uid, pages: Int) async throws -> [String: Int] {
    let conversation = Screens(messenger).conversation(uid)
    defer { conversation.close() }
    await conversation.settled()
    var seen = Set(conversation.messages.map(\.id))
    var held = conversation.messages.count
    for _ in 0..<pages where conversation.hasOlder {
        await conversation.loadOlder()
        seen.formUnion(conversation.messages.map(\.id))
        held = max(held, conversation.messages.count)
    }
    if let failure = conversation.failure { throw failure }
    return ["seen": seen.count, "held": held]
}
