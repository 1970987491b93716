#if os(Linux)
    import Foundation
    import Testing

    @testable import Pure2PKit

    /// A Keychain in files, which outlives a process that is killed.
    private struct FileKeys: KeyStore {
        let folder: URL

        func read(_ name: String) throws -> StoredKey {
            let file = folder.appendingPathComponent(name)
            return FileManager.default.fileExists(atPath: file.path) ? .found(try Data(contentsOf: file)) : .notFound
        }

        func store(_ secret: Data, as name: String) throws {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try secret.write(to: folder.appendingPathComponent(name))
        }

        func delete(_ name: String) throws {
            try? FileManager.default.removeItem(at: folder.appendingPathComponent(name))
        }
    }

    /// What the process that is killed is told.
    private enum Order {
        static let folder = "PURE2P_KILLED_FOLDER"
        static let link = "PURE2P_KILLED_LINK"
        /// What it answers stands behind this: others print there as well.
        static let mark = "app: "

        static func told(_ name: String) -> String? {
            ProcessInfo.processInfo.environment[name]
        }
    }

    /// This test's own program once more, with an app in it.
    private final class AppProcess: Sendable {
        private let process = Process()
        private let said = Locked<String>("")

        init(folder: URL, link: String) throws {
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
            process.arguments = ["--testing-library", "swift-testing", "--filter", "anAppThatIsKilled"]
            let order = [Order.folder: folder.path, Order.link: link]
            process.environment = ProcessInfo.processInfo.environment.merging(order) { $1 }
            process.standardOutput = output
            output.fileHandleForReading.readabilityHandler = { [said] file in
                let text = String(decoding: file.availableData, as: UTF8.self)
                said.with { $0 += text }
            }
            try process.run()
        }

        var isRunning: Bool { process.isRunning }

        /// All that was printed.
        var output: String { said.with { $0 } }

        /// What it answered, if it has.
        var answer: [String]? {
            let line = output.split(separator: "\n").dropLast(output.hasSuffix("\n") ? 0 : 1)
                .first { $0.hasPrefix(Order.mark) }
            return line?.dropFirst(Order.mark.count).split(separator: " ").map(String.init)
        }

        /// `SIGKILL`: no goodbye, nothing more is written.
        func kill() {
            if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
            process.waitUntilExit()
        }
    }

    extension All {
        /// Systems kill apps, and batteries end.
        @Suite @MainActor
        struct Killed {
            private static let many = 3_000
            private static let draft = "What I wanted to say"

            private func app(in folder: URL) throws -> (home: Home, lifecycle: Lifecycle) {
                let parts = Home.Parts(
                    folder: folder.appendingPathComponent("app"), protect: { _ in },
                    keys: FileKeys(folder: folder.appendingPathComponent("keys")), protectedData: FakeProtectedData(),
                    networks: FakeNetworks(), options: Person.here)
                let device = ChoiceStore(
                    freshDefaults("pure2p-tests-\(Order.told(Order.folder) == nil ? "here" : "killed")"))
                let home = Home(parts, device: device)
                let lifecycle = Lifecycle(
                    home, lock: AppLock(device, authenticator: FakeAuthenticator()), screen: KeepScreenOn(home),
                    time: FakeBackgroundTime())
                return (home, lifecycle)
            }

            private func received(by messenger: any MessengerProtocol, from uid: Uid) async throws -> [String] {
                try await within("messages") {
                    try await messenger.messages(uid: uid, before: nil, limit: UInt32(3 * Self.many))
                        .filter { $0.direction == .in }.map(\.text)
                }
            }

            /// Runs in the process that is killed, and nowhere else.
            @Test(.enabled(if: Order.told(Order.folder) != nil))
            func anAppThatIsKilled() async throws {
                let (folder, link) = (try #require(Order.told(Order.folder)), try #require(Order.told(Order.link)))
                let (home, lifecycle) = try app(in: URL(fileURLWithPath: folder))
                let open = try await home.opens()
                try await open.createAccount("Alice")
                let messenger = open.messenger
                let bob = try await messenger.add(uidOrLink: link, name: "Bob").uid
                for first in stride(from: 0, to: Self.many, by: 500) {
                    _ = try await messenger.sendMany(uid: bob, texts: (first..<first + 500).map { "message \($0)" })
                }
                lifecycle.phase(.active)
                try await until("listening") { open.foreground.isListening }
                let chat = open.screens.conversation(bob)
                lifecycle.lastWrites.add(chat) { try? await $0.saveDraft() }
                chat.draft = Self.draft
                // The app switcher is open: from there an app is ended without being told.
                lifecycle.phase(.inactive)
                try await eventually("the draft is stored") { try await messenger.draft(uid: bob) == Self.draft }
                let mine = try await messenger.link(addresses: nil, withLan: true)
                let uid = try #require(open.account?.uid)
                try FileHandle.standardOutput.write(contentsOf: Data("\(Order.mark)\(uid) \(mine)\n".utf8))
                // Until it is killed, or nobody is there any more who would.
                let parent = getppid()
                while getppid() == parent { try await Task.sleep(for: .milliseconds(10)) }
                withExtendedLifetime(chat) {}
            }

            @Test(.enabled(if: Order.told(Order.folder) == nil))
            func nothingIsLostOrDoubledAndWhatWasBeingWrittenIsThere() async throws {
                let bob = try await Person("Bob")
                let folder = bob.home.appendingPathComponent("alice")
                let app = try AppProcess(folder: folder, link: try await bob.link())
                defer { app.kill() }
                try await eventually("the app answers") { app.answer != nil || !app.isRunning }
                let answer = try #require(app.answer, "\(app.output)")
                let (alice, link) = (answer[0], answer[1])
                _ = try await within("add") { try await bob.messenger.add(uidOrLink: link, name: "Alice") }
                _ = try await within("sendMany") {
                    try await bob.messenger.sendMany(uid: alice, texts: (0..<500).map { "answer \($0)" })
                }
                try await bob.enter()
                try await eventually("something has arrived") {
                    try await bob.messenger.messages(uid: alice).contains { $0.direction == .in }
                }
                app.kill()
                let before = try await received(by: bob.messenger, from: alice)
                #expect((1..<Self.many).contains(before.count), "it was amid the delivery")

                let (home, lifecycle) = try self.app(in: folder)
                let open = try await home.opens()
                #expect(open.account?.uid == alice)
                let chat = open.screens.conversation(bob.uid)
                try await until("the draft is there") { chat.draft == Self.draft }
                lifecycle.phase(.active)
                try await until("listening") { open.foreground.isListening }
                let messenger = open.messenger
                try await eventually("all is delivered") {
                    let waiting = try await messenger.queue(after: nil, limit: 1).count
                    return try await waiting + bob.messenger.queue(after: nil, limit: 1).count == 0
                }
                let all = try await received(by: bob.messenger, from: alice)
                #expect(all == (0..<Self.many).map { "message \($0)" })
                let answers = try await received(by: messenger, from: bob.uid)
                #expect(answers == (0..<500).map { "answer \($0)" })
                try await within("send") { try await chat.send() }
                try await eventually("it has arrived") {
                    try await bob.messenger.messages(uid: alice).last?.text == Self.draft
                }
                #expect(chat.draft.isEmpty)
                chat.close()
                try await within("close") { await home.close() }
                try await bob.end()
            }
        }
    }
#endif
