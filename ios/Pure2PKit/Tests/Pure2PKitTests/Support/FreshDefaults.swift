import Foundation

/// Choices of a device of which nobody has chosen anything yet. Always the same file: each new name would leave one behind.
func freshDefaults(_ name: String = "pure2p-tests") -> UserDefaults {
    let defaults = UserDefaults(suiteName: name) ?? .standard
    for key in defaults.dictionaryRepresentation().keys { defaults.removeObject(forKey: key) }
    return defaults
}
