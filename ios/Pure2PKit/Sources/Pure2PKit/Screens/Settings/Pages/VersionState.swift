import Foundation

/// Which app it is, for who compares or reports.
public struct VersionState: Sendable, Equatable {
    public let title: String
    public let rows: [Row]
    public let updates: String

    /// What has a version, and which.
    public struct Row: Sendable, Equatable {
        public let title: String
        public let value: String
    }

    /// `system` and `release`: the device's, as in "iOS" and "17.5".
    public init(app: String, system: String, release: String, words: Words) {
        title = words("settings_version")
        rows = [
            Row(title: words("version_app"), value: app),
            Row(title: words("version_core"), value: words("version_core_same", app)),
            Row(title: words("version_system"), value: "\(system) \(release)"),
        ]
        updates = words("version_updates")
    }

    /// The running app's version, as its makers count.
    public static var running: String {
        Bundle.main.object(forInfoDictionaryKey: "CFBundleShortVersionString") as? String ?? ""
    }
}
