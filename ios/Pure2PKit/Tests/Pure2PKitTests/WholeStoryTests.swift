import Foundation
import Testing

@testable import Pure2PKit

/// A phone as its owner sees it: what `Main` of the app puts together, without Apple's part of it.
@MainActor
private final class Phone {
    let home: Home
    let lifecycle: Lifecycle
    let frame: FrameModel
    let go = Navigator()
    let links = Links()
    let lock: AppLock

    init(_ device: Device, _ words: Words) {
        home = device.home(speaking: words)
        lock = AppLock(device.choices, authenticator: FakeAuthenticator(), words: words)
        lifecycle = Lifecycle(home, lock: lock, screen: KeepScreenOn(home), time: FakeBackgroundTime())
        frame = FrameModel(home, lock: lock, lifecycle: lifecycle, words: words)
        home.open()
        lifecycle.phase(.active)
    }

    func open() throws -> OpenHome { try home.now() }

    func chats() throws -> ChatsModel {
        let open = try open()
        return ChatsModel(open.screens, foreground: open.foreground, device: home.device, lock: lock)
    }

    /// The screen that the chat's place leads to.
    func chat() throws -> ConversationModel {
        guard case .conversation(let uid)? = go.way.last else { throw Stuck("no chat is open: \(go.way)") }
        let chat = ConversationModel(try open().screens, uid: uid)
        lifecycle.lastWrites.add(chat) { await $0.saveDraft() }
        chat.isInFront = true
        chat.appeared()
        return chat
    }

    /// What a tap on a link leads to.
    func tapped(_ link: String) throws -> AddModel {
        links.open(try #require(URL(string: link)))
        go.go(to: .add(links.take()))
        guard case .add(let text)? = go.way.last else { throw Stuck("no screen to add is open: \(go.way)") }
        return AddModel(try open().screens, camera: PreviewCamera(.unsupported), brought: text)
    }
}

extension All {
    /// From two new phones to a talk, through every screen that it takes, and never past one.
    @Suite @MainActor
    struct WholeStory {
        private func account(_ name: String, on phone: Phone) async throws {
            try await until("the first screen") { phone.frame.state.shows == .welcome }
            let welcome = WelcomeModel(phone.home, try phone.open())
            #expect(welcome.state.sentences.count == 3)
            welcome.name = name
            welcome.create()
            try await until("the chats") { phone.frame.state.shows == .inside }
        }

        @Test
        func twoPhonesFromTheFirstScreenToAnAnswer() async throws {
            try await withDevice { hers in
                try await withDevice { his in
                    let (alice, bob) = (Phone(hers, .fixed("en", at: .now)), Phone(his, .fixed("de", at: .now)))
                    try await account("Alice", on: alice)
                    try await account("Bob", on: bob)
                    let (list, other) = (try alice.chats(), try bob.chats())
                    try await until("nobody is there yet") {
                        list.state.empty != nil && other.state.empty != nil
                            && list.state.session.text.hasPrefix("Open")
                    }

                    // Her link, as his phone gets it.
                    let hers = MyLinkModel(try alice.open().screens, foreground: try alice.open().foreground)
                    hers.withLan = true
                    try await until("the link has her address") { hers.state.sharing?.text.contains("?") == true }
                    let link = try #require(hers.state.sharing?.text)
                    let adding = try bob.tapped(link)
                    try await until("who it is, and what can be done") {
                        adding.state.who?.spoken.contains("Alice") == true
                            && adding.state.answers.first?.label == "Hinzufügen"
                    }
                    #expect(other.state.rows.isEmpty, "a link adds nobody by itself")
                    adding.add()
                    try await until("she is added") { other.state.rows.first?.name == "Alice" }
                    bob.go.added(other.state.rows[0].id)

                    // He writes; she is asked whether she wants to hear from him.
                    let his = try bob.chat()
                    his.draft = "Hallo Alice"
                    his.send()
                    try await until("she is told of him") { list.state.requestsBadge == "1" }
                    let requests = RequestsModel(try alice.open().screens)
                    try await until("what he wrote") { requests.state.requests.count == 1 }
                    requests.accept(requests.state.requests[0].id)
                    try await until("he is a contact") { list.state.rows.first?.name == "Bob" }
                    try await until("his phone says that it is there") {
                        his.state.lines.compactMap(\.bubble).last?.spoken.contains("zugestellt") == true
                            || his.state.lines.compactMap(\.bubble).last?.spoken.contains("gelesen") == true
                    }

                    // She reads it and answers.
                    alice.go.goFromChats(to: .conversation(list.state.rows[0].id))
                    let her = try alice.chat()
                    try await until("she sees it") { her.state.lines.contains { $0.bubble?.text == "Hallo Alice" } }
                    her.draft = "Hello Bob"
                    her.send()
                    try await until("he has her answer") {
                        his.state.lines.contains { $0.bubble?.text == "Hello Bob" && $0.bubble?.isMine == false }
                    }

                    // She leaves with something unsent; he sees that she is gone.
                    her.draft = "And another th"
                    alice.lifecycle.phase(.inactive)
                    alice.lifecycle.phase(.background)
                    try await until("he sees that she is gone") {
                        other.state.rows.first?.presence == .wasHere && his.state.head?.presence == .wasHere
                    }
                    try await within("her last words are kept") { await alice.home.drained() }
                    try await eventually("they are on the disk") {
                        try await alice.open().messenger.draft(uid: her.uid) == "And another th"
                    }
                    his.draft = "Bis bald"
                    his.send()
                    try await until("it waits, and he is told why") {
                        his.state.lines.compactMap(\.bubble).last?.under?.reason?.contains("Alice") == true
                    }

                    // Back again: what waited is there, by itself.
                    alice.lifecycle.phase(.active)
                    try await until("what waited is there") {
                        her.state.lines.contains { $0.bubble?.text == "Bis bald" }
                    }
                    #expect(her.draft == "And another th")
                }
            }
        }
    }
}
