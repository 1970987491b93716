/// Whether this app is open to others, and if not, why.
enum Door: Equatable, CaseIterable {
    case opening, open, closed, stillOpen, portTaken, failed

    /// It could not be opened: that can be tried again.
    var isShut: Bool {
        switch self {
        case .stillOpen, .portTaken, .failed: true
        case .opening, .open, .closed: false
        }
    }
}

extension Door {
    /// As the foreground and the core say.
    init(_ foreground: Foreground.State, _ reach: Reach?) {
        self =
            switch foreground {
            case .entering: .opening
            case .background, .leaving: .closed
            // Open for a moment in which the core has not said yet how.
            case .listening: reach == nil || reach?.state == .closed ? .opening : .open
            case .failed(let error):
                switch error as? MessengerError {
                case .AlreadyOpen: .stillOpen
                case .AddressInUse, .AddressNotPermitted: .portTaken
                default: .failed
                }
            }
    }
}
