import Observation

/// A place in the app, other than the chats, which are always there.
public enum Place: Hashable, Sendable, Codable {
    /// The chat with somebody.
    case conversation(Uid)
    /// To add a contact: with a link or a UID, or to be given one.
    case add(String?)
    /// What others need to add this device.
    case myLink
    /// Strangers who wrote first.
    case requests
    /// All about somebody.
    case contact(Uid)
    /// Who can reach this device.
    case reach
    /// The settings, and the pages behind them.
    case settings, limits, licences, version, log
}

/// Which place is shown, and what lies behind it.
///
/// In a narrow window the way leads from the chats; in a wide one they stand beside it. The way is the same one, so that a window
/// that gets narrow shows what was beside the chats, and back leads to the chats from there.
@MainActor
@Observable
public final class Navigator {
    /// From the chats to what is shown; empty at the chats.
    public var way: [Place] = []

    /// At the chats.
    public init() {}

    /// Whose chat is open, if one is: marked among the chats beside it.
    public var openChat: Uid? {
        guard case .conversation(let uid) = way.first else { return nil }
        return uid
    }

    /// In a wide window the first place stands beside the chats; this is what was opened from there.
    public var behindFirst: [Place] {
        get { Array(way.dropFirst()) }
        set { way = way.prefix(1) + newValue }
    }

    /// Goes on to `place`. Two quick taps go once; a later link takes the place of an earlier one.
    public func go(to place: Place) {
        if way.last == place { return }
        if case .add = place, let earlier = way.firstIndex(where: \.isAdd) { way.removeSubrange(earlier...) }
        way.append(place)
    }

    /// Goes from the chats to `place`: whatever was open beside them gives way.
    public func goFromChats(to place: Place) {
        if way != [place] { way = [place] }
    }

    /// From adding to the chat with whom was added: back from there leads to the chats.
    public func added(_ uid: Uid) {
        way = [.conversation(uid)]
    }

    /// One back; at the chats nothing.
    public func back() {
        _ = way.popLast()
    }

    /// What was shown at `place` is gone, and so is what was opened from there.
    public func leave(_ place: Place) {
        if let gone = way.firstIndex(of: place) { way.removeSubrange(gone...) }
    }

    /// To the chats, whatever lies in between: what was shown there is gone.
    public func toChats() {
        way = []
    }
}

extension Place {
    fileprivate var isAdd: Bool {
        if case .add = self { true } else { false }
    }
}
