import Foundation
import Pure2PKit

/// What a line says is to be called, and with what.
struct Arguments {
    let call: String
    private let values: [String: Any]

    /// A line that is no call.
    struct Bad: LocalizedError {
        let errorDescription: String?

        init(_ reason: String) {
            errorDescription = reason
        }
    }

    init(line: String) throws {
        let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
        guard let values = object as? [String: Any], let call = values["call"] as? String else {
            throw Bad("a line is an object with a call")
        }
        self.call = call
        self.values = values
    }

    func text(_ name: String) throws -> String {
        try needed(name, values[name] as? String)
    }

    func textOrNothing(_ name: String) throws -> String? {
        isThere(name) ? try text(name) : nil
    }

    func texts(_ name: String) throws -> [String] {
        try needed(name, values[name] as? [String])
    }

    func textsOrNothing(_ name: String) throws -> [String]? {
        isThere(name) ? try texts(name) : nil
    }

    func flag(_ name: String) throws -> Bool {
        try needed(name, values[name] as? Bool)
    }

    func flagOrNothing(_ name: String) throws -> Bool? {
        isThere(name) ? try flag(name) : nil
    }

    func number<Number: FixedWidthInteger>(_ name: String) throws -> Number {
        try needed(name, (values[name] as? Int).flatMap(Number.init(exactly:)))
    }

    func numberOrNothing<Number: FixedWidthInteger>(_ name: String) throws -> Number? {
        isThere(name) ? try number(name) : nil
    }

    func bytes(_ name: String) throws -> Data {
        let digits = Array(try text(name).utf8)
        let bytes = stride(from: 0, to: digits.count, by: 2).map { at in
            UInt8(String(decoding: digits[at..<min(at + 2, digits.count)], as: UTF8.self), radix: 16)
        }
        return Data(try bytes.map { try needed(name, $0) })
    }

    func objects(_ name: String) throws -> [Arguments] {
        try needed(name, values[name] as? [[String: Any]]).map { Arguments(call: call, values: $0) }
    }

    func objectsOrNothing(_ name: String) throws -> [Arguments]? {
        isThere(name) ? try objects(name) : nil
    }

    func objectOrNothing(_ name: String) throws -> Arguments? {
        guard isThere(name) else { return nil }
        return Arguments(call: call, values: try needed(name, values[name] as? [String: Any]))
    }

    private init(call: String, values: [String: Any]) {
        self.call = call
        self.values = values
    }

    private func isThere(_ name: String) -> Bool {
        !((values[name] ?? NSNull()) is NSNull)
    }

    private func needed<Value>(_ name: String, _ value: Value?) throws -> Value {
        guard let value else { throw Bad("\(call): \(name) is missing or of another kind") }
        return value
    }
}

extension Arguments {
    func snapshot() throws -> NetworkSnapshot {
        NetworkSnapshot(networks: try objects("networks").map { try $0.network() })
    }

    private func network() throws -> Network {
        Network(
            kind: try networkKind(),
            addresses: try objects("addresses").map { address in
                InterfaceAddress(
                    ip: try address.text("ip"),
                    prefixLen: try address.number("prefixLen"),
                    temporary: try address.flagOrNothing("temporary") ?? false,
                    deprecated: try address.flagOrNothing("deprecated") ?? false
                )
            },
            gateways: try objectsOrNothing("gateways")?.map { gateway in
                Gateway(ip: try gateway.text("ip"), interfaceIndex: try gateway.number("interfaceIndex"))
            } ?? [],
            nat64Prefix: try objectOrNothing("nat64Prefix").map { prefix in
                Nat64Prefix(address: try prefix.text("address"), length: try prefix.number("length"))
            },
            isDefault: try flag("isDefault"),
            localNetworkAllowed: try flagOrNothing("localNetworkAllowed")
        )
    }

    private func networkKind() throws -> NetworkKind {
        switch try text("kind") {
        case "Cellular": .cellular
        case "Loopback": .loopback
        case "Other": .other
        case "Vpn": .vpn
        case "Wifi": .wifi
        case "Wired": .wired
        case let kind: throw Bad("no kind of network: \(kind)")
        }
    }

    func setting() throws -> Setting {
        switch try text("name") {
        case "answer_new_people": .answerNewPeople(on: try flag("value"))
        case "ask_router": .askRouter(on: try flag("value"))
        case "name": .name(name: try textOrNothing("value"))
        case "port": .port(port: try number("value"))
        case "read_receipts": .readReceipts(on: try flag("value"))
        case let name: throw Bad("no setting: \(name)")
        }
    }

    func level() throws -> LogLevel {
        switch try text("level") {
        case "Debug": .debug
        case "Error": .error
        case "Info": .info
        case "Warn": .warn
        case let level: throw Bad("no level: \(level)")
        }
    }
}
