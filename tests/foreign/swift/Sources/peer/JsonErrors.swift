import Foundation
import Pure2PKit

/// What went wrong: the variant's name as in Rust, then its fields.
func json(error: any Error) -> Any {
    switch error {
    case let error as MessengerError: name(of: error).map { ["kind": $0] } ?? json(case: error)
    case let error as Arguments.Bad: ["kind": "BadCall", "reason": error.localizedDescription]
    // Nothing else of the border is an error of its own: somebody panicked on this thread.
    default: ["kind": "Panic", "reason": error.localizedDescription]
    }
}

/// The name of an error without fields: it describes itself by a sentence. Those with fields name themselves.
private func name(of error: MessengerError) -> String? {
    switch error {
    case .AccountExists: "AccountExists"
    case .AlreadyOpen: "AlreadyOpen"
    case .BadMessageId: "BadMessageId"
    case .BadName: "BadName"
    case .BadPort: "BadPort"
    case .Blocked: "Blocked"
    case .Busy: "Busy"
    case .DamagedDatabase: "DamagedDatabase"
    case .DeviceFull: "DeviceFull"
    case .EmptyText: "EmptyText"
    case .NoAccount: "NoAccount"
    case .NotAccepted: "NotAccepted"
    case .OwnUid: "OwnUid"
    case .ShutDown: "ShutDown"
    case .TooLongForQr: "TooLongForQr"
    case .UnknownContact: "UnknownContact"
    case .UnknownMessage: "UnknownMessage"
    case .WrongKey: "WrongKey"
    case .AddressInUse, .AddressNotAvailable, .AddressNotPermitted, .BadAddress, .BadKey, .BadLink, .BadUid,
        .CannotListen, .Defect, .NewerDatabase, .TextTooLong, .UnreadableDatabase:
        nil
    }
}
