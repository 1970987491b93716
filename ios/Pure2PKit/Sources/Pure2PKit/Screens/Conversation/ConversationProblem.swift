/// Why something was not done, as far as a person can do something about it.
enum ConversationProblem: Equatable {
    /// Too many bytes, by so many.
    case tooLong(by: Int)
    /// No room.
    case deviceFull
    /// The message was not stored.
    case notStored
    /// Something else was not done.
    case notDone

    /// Why a message could not be sent. That somebody is blocked or gone, the screen says anyway.
    init(ofSending error: any Error) {
        switch error {
        case MessengerError.TextTooLong(let length, let limit): self = .tooLong(by: Int(length - limit))
        case MessengerError.DeviceFull: self = .deviceFull
        default: self = .notStored
        }
    }

    func text(_ words: Words) -> String {
        switch self {
        case .tooLong(let by): words("conversation_too_long", by)
        case .deviceFull: words("conversation_device_full")
        case .notStored: words("conversation_not_stored")
        case .notDone: words("conversation_not_done")
        }
    }
}
