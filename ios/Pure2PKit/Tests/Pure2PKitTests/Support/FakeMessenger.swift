import Foundation
import Pure2PKit

/// A messenger that is told what to say, and counts what it is asked. Calls that are not overridden are not for it.
final class FakeMessenger: Messenger, @unchecked Sendable {
    private let lock = NSLock()
    private var asked: [String] = []
    private var heard: [any EventListener] = []
    private var isOpen = true
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private(set) weak var subscription: Subscription?

    init() {
        super.init(noHandle: NoHandle())
    }

    required init(unsafeFromHandle handle: UInt64) {
        super.init(unsafeFromHandle: handle)
    }

    /// How often `call` was made.
    func count(_ call: String) -> Int {
        lock.withLock { asked.count { $0 == call } }
    }

    /// Lets nobody through until it is opened.
    func closeGate() {
        lock.withLock { isOpen = false }
    }

    /// Lets everybody through; `lastFirst`: whoever came last before the others, each after the one before is through.
    func openGate(lastFirst: Bool = false) {
        let all = lock.withLock {
            defer { waiting = [] }
            isOpen = true
            return waiting
        }
        for one in lastFirst ? all.reversed() : all { one.resume() }
    }

    /// Tells all listeners.
    func happen(_ event: Event) {
        for one in lock.withLock({ heard }) { try? one.onEvent(event: event) }
    }

    private func ask(_ call: String) async {
        lock.withLock { asked.append(call) }
        await withCheckedContinuation { one in
            let free = lock.withLock {
                if !isOpen { waiting.append(one) }
                return isOpen
            }
            if free { one.resume() }
        }
    }

    override func subscribe(listener: any EventListener) throws -> Subscription {
        let subscription = Subscription(noHandle: Subscription.NoHandle())
        lock.withLock {
            heard.append(listener)
            self.subscription = subscription
        }
        return subscription
    }

    override func account() async throws -> Account? {
        await ask("account")
        return nil
    }

    override func contacts() async throws -> [Contact] {
        await ask("contacts")
        return []
    }

    override func link(addresses: [SocketAddr]?, withLan: Bool) async throws -> String {
        await ask("link")
        throw MessengerError.NoAccount
    }

    override func chats() async throws -> [Chat] {
        await ask("chats")
        return []
    }

    override func requests() async throws -> [Request] {
        await ask("requests")
        return []
    }

    override func session() async throws -> SessionState {
        await ask("session")
        return SessionState(listening: [], here: 1, contacts: 2, done: 3, total: 4)
    }

    override func reach() async throws -> Reach {
        await ask("reach")
        let unasked = RouterSaid(state: .notAsked, protocol: nil, opened: [], outside: nil, refusal: nil)
        return Reach(
            state: .closed, listening: [], addresses: [], router: unasked, routerV6: unasked, seenAs: [],
            reachedBy: [])
    }

    override func settings() async throws -> Settings {
        await ask("settings")
        return Settings(name: nil, answerNewPeople: true, readReceipts: true, port: 41_000, askRouter: true)
    }

    override func storage() async throws -> Storage {
        await ask("storage")
        return Storage(bytes: 1, messages: 2)
    }

    override func changeSetting(setting: Setting) async throws -> Settings {
        await ask("changeSetting")
        return Settings(name: nil, answerNewPeople: false, readReceipts: false, port: 41_001, askRouter: false)
    }

    override func wokeUp() async throws {
        await ask("wokeUp")
    }

    override func contact(uid: Uid) async throws -> Contact {
        await ask("contact")
        return Contact(
            uid: uid, name: "Bob", suggestedName: nil, state: .entered, blocked: false, verified: false,
            presence: .notMet, lastSeen: nil, waiting: 0, unread: 0, addresses: [], reachedAt: nil, cameInAt: nil,
            iReach: .unknown, theyReach: .unknown)
    }

    override func draft(uid: Uid) async throws -> String {
        await ask("draft")
        return ""
    }

    override func saveDraft(uid: Uid, text: String) async throws {
        await ask("saveDraft \(text)")
    }

    /// Refuses.
    override func send(uid: Uid, text: String) async throws -> Message {
        await ask("send")
        throw MessengerError.DeviceFull
    }

    override func messages(uid: Uid, before: MessageId?, limit: UInt32) async throws -> [Message] {
        await ask("messages")
        return []
    }

    override func showChat(uid: Uid?) async throws {
        await ask("showChat")
    }

    override func enterForeground(options: ForegroundOptions) async throws -> [SocketAddr] {
        await ask("enterForeground")
        return options.listen
    }

    override func enterBackground() async throws {
        await ask("enterBackground")
    }

    override func networkChanged(snapshot: NetworkSnapshot) async throws {
        await ask("networkChanged \(snapshot.networks.count)")
    }
}
