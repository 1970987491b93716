/// What is asked before something is done: what it does, and the two answers.
public struct QuestionState: Sendable, Equatable {
    public let title: String
    public let text: String
    /// Does it; nothing if something is only told.
    public let yes: String?
    /// Leaves everything as it is.
    public let no: String
    /// Nothing brings back what is lost.
    public let isDestructive: Bool
}
