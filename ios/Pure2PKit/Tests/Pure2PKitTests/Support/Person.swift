import Foundation
import Pure2PKit

/// Somebody with a home in a folder of its own, and the real messenger.
struct Person: Sendable {
    let messenger: Messenger
    let uid: Uid
    let home: URL

    static let key = Data(repeating: 7, count: 32)
    static let here = ForegroundOptions(listen: ["127.0.0.1:0"])

    static func open(_ home: URL) async throws -> Messenger {
        let database = home.appendingPathComponent("messages.db").path
        return try await within("open") {
            try await Messenger.open(config: Config(database: database), databaseKey: key)
        }
    }

    init(_ name: String) async throws {
        home = FileManager.default.temporaryDirectory.appendingPathComponent("pure2p-" + UUID().uuidString)
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: false)
        let messenger = try await Self.open(home)
        self.messenger = messenger
        uid = try await within("createAccount") { try await messenger.createAccount(name: name) }.uid
    }

    @discardableResult
    func enter() async throws -> [SocketAddr] {
        try await within("enterForeground") { [messenger] in
            try await messenger.enterForeground(options: Self.here)
        }
    }

    /// Enters, and hands a link to somebody who is here: then both are.
    func enter(knownTo other: Person) async throws {
        try await enter()
        let link = try await link()
        _ = try await within("add") { try await other.messenger.add(uidOrLink: link) }
    }

    func leave() async throws {
        try await within("enterBackground") { [messenger] in try await messenger.enterBackground() }
    }

    /// A link that says where this person listens.
    func link() async throws -> String {
        try await within("link") { [messenger] in try await messenger.link(withLan: true) }
    }

    func end() async throws {
        try await within("shutdown") { [messenger] in try await messenger.shutdown() }
        try? FileManager.default.removeItem(at: home)
    }

    func send(_ text: String, to other: Person) async throws {
        _ = try await within("send") { [messenger] in try await messenger.send(uid: other.uid, text: text) }
    }

    func sendMany(_ count: Int, to other: Person) async throws {
        _ = try await within("sendMany") { [messenger] in
            try await messenger.sendMany(uid: other.uid, texts: (0..<count).map(String.init))
        }
    }
}

/// Two who know each other and where each was once; now nobody is here. Their homes are gone afterwards.
@MainActor
func withPair(_ story: @MainActor (_ alice: Person, _ bob: Person) async throws -> Void) async throws {
    let (alice, bob) = (try await Person("Alice"), try await Person("Bob"))
    let told: Result<Void, any Error>
    do {
        for (one, other) in [(alice, bob), (bob, alice)] {
            try await one.enter()
            let link = try await one.link()
            _ = try await within("add") { try await other.messenger.add(uidOrLink: link) }
        }
        for one in [alice, bob] { try await one.leave() }
        told = .success(try await story(alice, bob))
    } catch {
        told = .failure(error)
    }
    for one in [alice, bob] { try await one.end() }
    try told.get()
}
