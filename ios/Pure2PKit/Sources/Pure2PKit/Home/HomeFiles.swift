import Foundation

/// Where things are on this device.
struct HomeFiles: Sendable {
    private let top: URL
    private let folder: URL
    private let aside: URL
    private let protect: @Sendable (URL) throws -> Void

    /// The database. The library keeps files of its own beside it.
    let database: URL

    /// `protect` keeps a folder out of backups and from being read while the device is locked; so do files made in it later.
    init(_ top: URL, protect: @escaping @Sendable (URL) throws -> Void) {
        self.top = top
        self.protect = protect
        folder = top.appendingPathComponent("home", isDirectory: true)
        aside = top.appendingPathComponent("set-aside", isDirectory: true)
        database = folder.appendingPathComponent("messages.db")
    }

    /// Makes the folder, and protects it before anything is in it. Each time: a system may forget that it is in no backup.
    func prepare() throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for one in [top, folder] { try protect(one) }
    }

    /// Whether there is a database. What can't be told for certain is an error: "no" would cost the key.
    func databaseExists() throws -> Bool {
        try exists(database)
    }

    /// Bytes of what was set aside; nothing if nothing was.
    func setAsideBytes() -> Int64? {
        guard (try? exists(aside)) == true else { return nil }
        let keys: [URLResourceKey] = [.isRegularFileKey, .fileSizeKey]
        guard let all = FileManager.default.enumerator(at: aside, includingPropertiesForKeys: keys) else { return nil }
        var bytes: Int64?
        for case let file as URL in all {
            let values = try? file.resourceValues(forKeys: Set(keys))
            // An empty folder is what was left when the process ended before anything came into it.
            if values?.isRegularFile == true { bytes = (bytes ?? 0) + Int64(values?.fileSize ?? 0) }
        }
        return bytes
    }

    /// Moves everything out of the way, where it stays until ``deleteSetAside()``.
    func setAside() throws {
        guard try exists(folder) else { return }
        try FileManager.default.createDirectory(at: aside, withIntermediateDirectories: true)
        try protect(aside)
        try FileManager.default.moveItem(at: folder, to: aside.appendingPathComponent(UUID().uuidString))
    }

    /// Deletes what was set aside.
    func deleteSetAside() throws {
        if try exists(aside) { try FileManager.default.removeItem(at: aside) }
    }

    /// `fileExists` says "no" of any trouble as well.
    private func exists(_ item: URL) throws -> Bool {
        do {
            _ = try FileManager.default.attributesOfItem(atPath: item.path)
            return true
        } catch let error as CocoaError where [.fileReadNoSuchFile, .fileNoSuchFile].contains(error.code) {
            return false
        }
    }
}
