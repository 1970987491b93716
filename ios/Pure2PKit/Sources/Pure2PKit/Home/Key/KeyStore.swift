import Foundation

/// What a store of small secrets says of one.
public enum StoredKey: Equatable, Sendable {
    /// It is here.
    case found(Data)
    /// The store works and has nothing of this name. Every other answer is an error.
    case notFound
}

/// Keeps small secrets on this device, by name: on an iPhone the Keychain. Its calls may take a while.
public protocol KeyStore: Sendable {
    /// What is kept under this name. Whatever is not certain is thrown.
    func read(_ name: String) throws -> StoredKey
    /// Keeps it, in place of what was there.
    func store(_ secret: Data, as name: String) throws
    /// Takes it away. What is not there is no error.
    func delete(_ name: String) throws
}
