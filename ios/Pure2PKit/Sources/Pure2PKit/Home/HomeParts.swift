import Foundation

extension Home {
    /// What a home stands on.
    public struct Parts {
        /// Where its files are: a folder of its own in the app's container.
        public var folder: URL
        /// Keeps a folder out of backups, and protects what is made in it.
        public var protect: @Sendable (URL) throws -> Void
        /// Where the database key is.
        public var keys: any KeyStore
        /// Whether the device gives that out.
        public var protectedData: any ProtectedData
        /// Who says what networks there are.
        public var networks: any NetworkSource
        /// Where to listen.
        public var options: ForegroundOptions
        /// In which words screens speak.
        public var words: Words
        /// Waits so long, or until it is cancelled.
        public var wait: @Sendable (Duration) async -> Void

        public init(
            folder: URL, protect: @escaping @Sendable (URL) throws -> Void, keys: any KeyStore,
            protectedData: any ProtectedData, networks: any NetworkSource,
            options: ForegroundOptions = ForegroundOptions(), words: Words = .system,
            wait: @escaping @Sendable (Duration) async -> Void = asleep
        ) {
            self.folder = folder
            self.protect = protect
            self.keys = keys
            self.protectedData = protectedData
            self.networks = networks
            self.options = options
            self.words = words
            self.wait = wait
        }
    }
}

/// Waits so long, or until it is cancelled.
@Sendable
public func asleep(_ time: Duration) async {
    try? await Task.sleep(for: time)
}

/// Does what may take a while beside the main thread.
func aside<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
    try await Task.detached(priority: .userInitiated) { try work() }.value
}
