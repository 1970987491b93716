import Foundation

/// What became of the database key.
enum FoundKey: Equatable, Sendable {
    /// It is here. What Swift makes of it, and of its copies on their way, nobody can overwrite; Rust does that with its own.
    case key(Data)
    /// Provably gone: the store works and does not have it.
    case lost
}

/// The key is neither here nor provably lost: try again later, and touch nothing.
struct KeyTrouble: Error {
    /// What the store said, if it said something.
    let reason: (any Error)?
}

/// Keeps the 32 bytes that open the database in a ``KeyStore``, and decides when they are lost.
struct KeyVault: Sendable {
    static let name = "database"
    static let probe = "probe"
    static let length = 32

    let store: any KeyStore

    /// The key. Without a database it would open nothing: then a new one takes its place, for a Keychain outlives the app
    /// that was deleted and installed again.
    func key(databaseExists: Bool) throws -> FoundKey {
        try troubled {
            guard databaseExists else { return .key(try make()) }
            if case .found(let key) = try store.read(Self.name) { return .key(try checked(key)) }
            // "Not there" is what some say of any trouble as well: once more, when it is seen to work.
            try prove()
            switch try store.read(Self.name) {
            case .found(let key): return .key(try checked(key))
            case .notFound: return .lost
            }
        }
    }

    /// Deletes the key.
    func forget() throws {
        try troubled { try store.delete(Self.name) }
    }

    /// 32 bytes that are not ours came from a later version, or from a store out of order. Neither is a loss.
    private func checked(_ key: Data) throws -> Data {
        if key.count != Self.length { throw KeyTrouble(reason: nil) }
        return key
    }

    private func make() throws -> Data {
        let key = Self.random()
        try store.store(key, as: Self.name)
        // A database whose key was not kept after all would be lost with the first restart.
        if try store.read(Self.name) != .found(key) { throw KeyTrouble(reason: nil) }
        return key
    }

    /// A store that works keeps what it is given.
    private func prove() throws {
        let probe = Self.random()
        try store.store(probe, as: Self.probe)
        defer { try? store.delete(Self.probe) }
        if try store.read(Self.probe) != .found(probe) { throw KeyTrouble(reason: nil) }
    }

    /// Swift's own generator is the system's for cryptography, by its documentation wherever the system has one:
    /// `arc4random_buf` on Apple's systems, `getrandom` on Linux.
    private static func random() -> Data {
        var chance = SystemRandomNumberGenerator()
        return Data((0..<length).map { _ in UInt8.random(in: .min ... .max, using: &chance) })
    }

    private func troubled<Value>(_ work: () throws -> Value) throws -> Value {
        do {
            return try work()
        } catch let trouble as KeyTrouble {
            throw trouble
        } catch {
            throw KeyTrouble(reason: error)
        }
    }
}
