import Foundation
import Observation

/// A link that was tapped in another app, until a screen can show what is in it.
///
/// Nothing is added by it: it is what somebody may type as well. The latest one counts.
@MainActor
@Observable
public final class Links {
    /// What was tapped, if it was not shown yet.
    public private(set) var waiting: String?

    /// Longer than any link. Of a book that much is kept, so that it can be said that it is none.
    private static let most = 4_096

    /// None.
    public init() {}

    /// Somebody tapped it.
    public func open(_ url: URL) {
        if url.scheme?.lowercased() == "pure2p" { waiting = String(url.absoluteString.prefix(Self.most)) }
    }

    /// The next one to be shown. It is shown once.
    public func take() -> String? {
        defer { waiting = nil }
        return waiting
    }
}
