/// A page that is only read: it is always the same.
@MainActor
public final class PageModel<State: Sendable & Equatable>: ScreenModel {
    /// What is shown and spoken.
    public let state: State

    /// With these words.
    public init(_ state: State) {
        self.state = state
    }

    /// There is nothing to wait for.
    public func settled() async {}
}
