import Foundation
import Pure2PKit

/// A value of the border that a line of JSON can say.
protocol Said {
    var json: Any { get }
}

/// Nothing is `null`.
func json(_ value: (some Said)?) -> Any {
    value?.json ?? NSNull()
}

func json(_ value: String?) -> Any {
    value ?? NSNull()
}

func json(_ values: [some Said]) -> Any {
    values.map(\.json)
}

/// Fields that say when.
private let times = ["lastSeen", "since"]

/// An enum's case as its name in Rust, if it has no fields; otherwise an object with the fields besides, times left out.
func json(case value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    guard let fields = mirror.children.first, let name = fields.label else { return capital("\(value)") }
    var object: [String: Any] = ["kind": capital(name)]
    for field in Mirror(reflecting: fields.value).children {
        guard let label = field.label, !times.contains(label) else { continue }
        object[label] = json(field: field.value)
    }
    return object
}

private func json(field value: Any) -> Any {
    let mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional {
        return mirror.children.first.map { json(field: $0.value) } ?? NSNull()
    }
    return switch value {
    case let text as String: text
    case let texts as [String]: texts
    case let number as any BinaryInteger: Int(number)
    case let flag as Bool: flag
    default: json(case: value)
    }
}

private func capital(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
}

extension Account: Said {
    var json: Any { ["uid": uid, "name": peer.json(name)] }
}

extension Contact: Said {
    var json: Any {
        [
            "uid": uid, "name": name, "state": peer.json(case: state), "blocked": blocked, "verified": verified,
            "presence": peer.json(case: presence), "waiting": Int(waiting), "unread": Int(unread),
            "addresses": addresses.map(\.address), "iReach": peer.json(case: iReach),
            "theyReach": peer.json(case: theyReach),
        ] as [String: Any]
    }
}

extension Message: Said {
    var json: Any {
        [
            "id": id, "chat": chat, "direction": peer.json(case: direction), "text": text,
            "state": peer.json(case: state), "reason": peer.json(reason),
        ] as [String: Any]
    }
}

extension Reason: Said {
    var json: Any { peer.json(case: self) }
}

extension Chat: Said {
    var json: Any {
        [
            "contact": contact.json, "last": peer.json(last), "reason": peer.json(reason), "draft": draft,
        ] as [String: Any]
    }
}

extension Request: Said {
    var json: Any {
        [
            "uid": uid, "suggestedName": peer.json(suggestedName), "invited": invited, "texts": texts,
        ] as [String: Any]
    }
}

extension WaitingMessage: Said {
    var json: Any {
        ["id": id, "to": to, "reason": reason.json, "attempts": Int(attempts)] as [String: Any]
    }
}

extension TimelineEntry: Said {
    var json: Any {
        let name = Mirror(reflecting: what).children.first?.label ?? "\(what)"
        return ["what": capital(name)]
    }
}

extension Settings: Said {
    var json: Any {
        [
            "name": peer.json(name), "answerNewPeople": answerNewPeople, "readReceipts": readReceipts,
            "port": Int(port), "askRouter": askRouter,
        ] as [String: Any]
    }
}

extension Storage: Said {
    var json: Any { ["bytes": Int(bytes), "messages": Int(messages)] as [String: Any] }
}

extension SessionState: Said {
    var json: Any {
        [
            "listening": listening, "here": Int(here), "contacts": Int(contacts), "done": Int(done),
            "total": Int(total),
        ] as [String: Any]
    }
}

extension Reach: Said {
    var json: Any {
        [
            "state": peer.json(case: state), "listening": listening, "addresses": peer.json(addresses),
            "router": router.json, "routerV6": routerV6.json, "seenAs": seenAs, "reachedBy": peer.json(reachedBy),
        ] as [String: Any]
    }
}

extension OwnAddress: Said {
    var json: Any {
        ["address": address, "kind": peer.json(case: kind), "source": peer.json(case: source)] as [String: Any]
    }
}

extension RouterSaid: Said {
    var json: Any {
        [
            "state": peer.json(case: state), "protocol": `protocol`.map { peer.json(case: $0) } ?? NSNull(),
            "opened": opened, "outside": peer.json(outside), "refusal": refusal.map { peer.json(case: $0) } ?? NSNull(),
        ] as [String: Any]
    }
}

extension ReachedBy: Said {
    var json: Any { ["uid": uid, "outside": outside] as [String: Any] }
}

extension LinkPreview: Said {
    var json: Any {
        ["uid": uid, "name": peer.json(name), "addresses": addresses] as [String: Any]
    }
}

extension QrMatrix: Said {
    var json: Any { ["width": Int(width), "dark": modules.count { $0 == 1 }] }
}

/// Events are objects always, with or without fields.
func json(event: Event) -> Any {
    let said = json(case: event)
    return said is String ? ["kind": said] : said
}
