#if DEBUG
    import Foundation

    /// A messenger for previews and for tests of single states: it says what it was made with, and does nothing.
    ///
    /// What it was asked to do is in ``calls``. A call that is not overridden is not for it.
    public final class PreviewMessenger: Messenger, @unchecked Sendable {
        /// What it says.
        public let says: Says
        private let lock = NSLock()
        private var made: [String] = []

        /// With what it is to say.
        public init(_ says: Says = Says()) {
            self.says = says
            super.init(noHandle: NoHandle())
        }

        /// Not for us: nothing stands behind this one.
        public required init(unsafeFromHandle handle: UInt64) {
            says = Says()
            super.init(unsafeFromHandle: handle)
        }

        /// The commands that were given, in order, as "accept pure1…".
        public var calls: [String] { lock.withLock { made } }

        private func command(_ words: String...) throws {
            lock.withLock { made.append(words.joined(separator: " ")) }
            if let refusal = says.refusal { throw refusal }
        }

        private func answer<Value>(_ value: Value) throws -> Value {
            if let failure = says.failure { throw failure }
            return value
        }

        private func known(_ uid: Uid) throws -> Contact {
            let all = says.contacts + says.chats.map(\.contact)
            guard let contact = all.first(where: { $0.uid == uid }) else { throw MessengerError.UnknownContact }
            return try answer(contact)
        }

        override public func subscribe(listener: any EventListener) throws -> Subscription {
            Subscription(noHandle: Subscription.NoHandle())
        }

        // What it is asked.

        override public func account() async throws -> Account? { try answer(says.account) }
        override public func chats() async throws -> [Chat] { try answer(says.chats) }
        override public func contact(uid: Uid) async throws -> Contact { try known(uid) }
        override public func contacts() async throws -> [Contact] { try answer(says.contacts) }
        override public func details(id: MessageId) async throws -> [TimelineEntry] { try answer(says.details) }
        override public func draft(uid: Uid) async throws -> String { try answer(says.draft) }
        override public func reach() async throws -> Reach { try answer(says.reach) }
        override public func requests() async throws -> [Request] { try answer(says.requests) }
        override public func session() async throws -> SessionState { try answer(says.session) }
        override public func settings() async throws -> Settings { try answer(says.settings) }
        override public func storage() async throws -> Storage { try answer(says.storage) }
        override public func showChat(uid: Uid?) async throws {}

        override public func link(addresses: [SocketAddr]?, withLan: Bool) async throws -> String {
            try answer(withLan ? says.lanLink ?? says.link : says.link)
        }

        override public func safetyNumber(uid: Uid) async throws -> String { try answer(says.safetyNumber) }

        override public func message(id: MessageId) async throws -> Message {
            guard let message = says.messages.first(where: { $0.id == id }) else { throw MessengerError.UnknownMessage }
            return try answer(message)
        }

        override public func messages(uid: Uid, before: MessageId?, limit: UInt32) async throws -> [Message] {
            let place = before.flatMap { id in says.messages.firstIndex { $0.id == id } } ?? says.messages.count
            return try answer(says.messages[..<place].suffix(Int(limit)).map { $0 })
        }

        override public func messagesAfter(uid: Uid, after: MessageId, limit: UInt32) async throws -> [Message] {
            let place = says.messages.firstIndex { $0.id == after }.map { $0 + 1 } ?? says.messages.count
            return try answer(says.messages[place...].prefix(Int(limit)).map { $0 })
        }

        // What it is told.

        override public func accept(uid: Uid) async throws -> Contact {
            try command("accept", uid)
            return try known(uid)
        }

        override public func add(uidOrLink: String, name: String?) async throws -> Contact {
            try command("add", uidOrLink, name ?? "")
            return (says.contacts + says.chats.map(\.contact)).first ?? Samples.contact(1, name ?? "Bob", .notMet)
        }

        override public func block(uid: Uid) async throws -> Contact {
            try command("block", uid)
            return try known(uid)
        }

        override public func changeSetting(setting: Setting) async throws -> Settings {
            try command("changeSetting", "\(setting)")
            return says.settings
        }

        override public func createAccount(name: String?) async throws -> Account {
            try command("createAccount", name ?? "")
            return Samples.account
        }

        override public func deleteChat(uid: Uid) async throws { try command("deleteChat", uid) }

        override public func deleteMessage(uid: Uid, id: MessageId) async throws {
            try command("deleteMessage", id)
        }

        override public func enterBackground() async throws { try command("enterBackground") }

        override public func enterForeground(options: ForegroundOptions) async throws -> [SocketAddr] {
            try command("enterForeground")
            return says.session.listening
        }

        override public func markRead(uid: Uid) async throws { try command("markRead", uid) }
        override public func networkChanged(snapshot: NetworkSnapshot) async throws { try command("networkChanged") }

        override public func remove(uid: Uid) async throws -> Contact {
            try command("remove", uid)
            return try known(uid)
        }

        override public func rename(uid: Uid, name: String?) async throws -> Contact {
            try command("rename", uid, name ?? "")
            return try known(uid)
        }

        override public func renewInvite() async throws { try command("renewInvite") }

        override public func saveDraft(uid: Uid, text: String) async throws { try command("saveDraft", uid, text) }

        override public func send(uid: Uid, text: String) async throws -> Message {
            try command("send", uid, text)
            return Samples.message(99, with: uid, text, .out, .waiting)
        }

        override public func setVerified(uid: Uid, verified: Bool) async throws -> Contact {
            try command("setVerified", uid, "\(verified)")
            return try known(uid)
        }

        override public func unblock(uid: Uid) async throws -> Contact {
            try command("unblock", uid)
            return try known(uid)
        }

        override public func wokeUp() async throws { try command("wokeUp") }
    }

    /// What a ``PreviewMessenger`` says.
    public struct Says: Sendable {
        /// This device's account.
        public var account: Account? = Samples.account
        /// The chat list.
        public var chats: [Chat] = []
        /// Others who are known, beside those of ``chats``.
        public var contacts: [Contact] = []
        /// One chat's messages, whoever is asked for.
        public var messages: [Message] = []
        /// What was typed and not sent, in whatever chat.
        public var draft = ""
        /// What happened to whatever message.
        public var details: [TimelineEntry] = []
        /// Strangers who wrote first.
        public var requests: [Request] = []
        /// The session bar.
        public var session = SessionState(listening: [], here: 0, contacts: 0, done: 0, total: 0)
        /// Who can reach this device.
        public var reach = Samples.reach(.closed)
        /// The settings.
        public var settings = Settings(
            name: "Alice", answerNewPeople: true, readReceipts: true, port: 41_000, askRouter: true)
        /// What is used of this device.
        public var storage = Storage(bytes: 12_345_678, messages: 1_234)
        /// What others need to add this device.
        public var link = "pure2p:" + Samples.uid(0)
        /// The same with addresses of the local network, if those are more.
        public var lanLink: String?
        /// With whomever.
        public var safetyNumber = Samples.safetyNumber
        /// Why nothing can be asked, if nothing can.
        public var failure: MessengerError?
        /// Why nothing is done, if nothing is.
        public var refusal: MessengerError?

        /// Nobody is known yet.
        public init() {}

        /// The same with something else.
        public func with<Value>(_ place: WritableKeyPath<Says, Value>, _ value: Value) -> Says {
            var other = self
            other[keyPath: place] = value
            return other
        }
    }
#endif
