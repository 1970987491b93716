import Foundation

/// Keeps a folder out of backups, and what is made in it from being opened while the device is locked. What is open already stays
/// so: the goodbye and the last draft are written while the screen goes dark.
@Sendable
func protect(_ folder: URL) throws {
    try FileManager.default.setAttributes(
        [.protectionKey: FileProtectionType.completeUnlessOpen], ofItemAtPath: folder.path)
    var folder = folder
    var values = URLResourceValues()
    values.isExcludedFromBackup = true
    try folder.setResourceValues(values)
}
