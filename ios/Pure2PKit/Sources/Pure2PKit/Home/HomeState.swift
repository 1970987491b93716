/// What is known of the database.
public enum HomeState: Equatable {
    /// It is being opened, or will be as soon as the device gives it out.
    case opening
    /// Open.
    case open(OpenHome)
    /// Its key is provably gone. Nothing was touched: a person decides.
    case keyLost
    /// It can't be opened right now. It is tried again, and nothing was touched.
    case unavailable(HomeProblem)

    public static func == (one: Self, other: Self) -> Bool {
        switch (one, other) {
        case (.opening, .opening), (.keyLost, .keyLost): true
        case (.open(let one), .open(let other)): one === other
        case (.unavailable(let one), .unavailable(let other)): one == other
        default: false
        }
    }
}

/// Why a database can't be opened right now, as far as a person can do something about it.
public enum HomeProblem: Sendable, CaseIterable {
    /// Another process has it.
    case busy
    /// The database is damaged.
    case damaged
    /// The device has no room left.
    case deviceFull
    /// The device does not give the key out.
    case keyStore
    /// A newer app wrote it.
    case newer
    /// Something else.
    case other

    init(_ error: any Error) {
        switch error {
        case MessengerError.Busy: self = .busy
        case MessengerError.DamagedDatabase: self = .damaged
        case MessengerError.DeviceFull: self = .deviceFull
        case MessengerError.NewerDatabase: self = .newer
        case is KeyTrouble: self = .keyStore
        default: self = .other
        }
    }
}
