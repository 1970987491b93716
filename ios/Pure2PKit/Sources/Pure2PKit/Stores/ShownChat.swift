/// Tells the messenger which chat is on the screen, one word after another; the last one holds.
@MainActor
final class ShownChat {
    private let rounds: Rounds<Word>
    private weak var shown: Conversation?

    private struct Word: Wish {
        var uid: Uid?

        mutating func join(_ later: Self) {
            self = later
        }
    }

    init(_ messenger: any MessengerProtocol) {
        // Whoever is not known or not there any more is not shown either.
        rounds = Rounds { word in try? await messenger.showChat(uid: word.uid) }
    }

    func show(_ conversation: Conversation) {
        shown = conversation
        rounds.note(Word(uid: conversation.uid))
    }

    /// The messenger forgets it in the background.
    func showAgain(_ conversation: Conversation) {
        if shown === conversation { show(conversation) }
    }

    /// Not if another conversation was opened meanwhile.
    func hide(_ conversation: Conversation) {
        guard shown === conversation else { return }
        shown = nil
        rounds.note(Word(uid: nil))
    }
}
