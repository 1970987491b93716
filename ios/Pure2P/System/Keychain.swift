import Foundation
import Pure2PKit
import Security

/// What the Keychain said instead of doing something.
struct KeychainRefusal: Error {
    let status: OSStatus
}

/// The Keychain: what is in it stays on this device, in no backup and in nobody's iCloud, and is given out only while the device is
/// unlocked. It asks for no face and no finger: a new one must not cost a history.
struct Keychain: KeyStore {
    /// Under which it is kept.
    let service: String

    func read(_ name: String) throws -> StoredKey {
        var query = item(name)
        query[kSecReturnData as String] = true
        query[kSecMatchLimit as String] = kSecMatchLimitOne
        var result: CFTypeRef?
        let status = SecItemCopyMatching(query as CFDictionary, &result)
        // The only "no". A locked device, a Keychain that is busy or being restored say something else.
        if status == errSecItemNotFound { return .notFound }
        guard status == errSecSuccess, let secret = result as? Data else { throw KeychainRefusal(status: status) }
        return .found(secret)
    }

    func store(_ secret: Data, as name: String) throws {
        let kept: [String: Any] = [
            kSecValueData as String: secret,
            kSecAttrAccessible as String: kSecAttrAccessibleWhenUnlockedThisDeviceOnly,
        ]
        var status = SecItemAdd(item(name).merging(kept) { $1 } as CFDictionary, nil)
        if status == errSecDuplicateItem {
            status = SecItemUpdate(item(name) as CFDictionary, kept as CFDictionary)
        }
        if status != errSecSuccess { throw KeychainRefusal(status: status) }
    }

    func delete(_ name: String) throws {
        let status = SecItemDelete(item(name) as CFDictionary)
        if status != errSecSuccess, status != errSecItemNotFound { throw KeychainRefusal(status: status) }
    }

    private func item(_ name: String) -> [String: Any] {
        [
            kSecClass as String: kSecClassGenericPassword,
            kSecAttrService as String: service,
            kSecAttrAccount as String: name,
            kSecAttrSynchronizable as String: false,
            kSecUseDataProtectionKeychain as String: true,
        ]
    }
}
