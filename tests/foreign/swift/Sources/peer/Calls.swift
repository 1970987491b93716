import Foundation
import Pure2PKit

/// Every call of the table, by name.
@MainActor
final class Calls {
    private var opened: Messenger?
    private var events: Task<Void, Never>?

    func make(_ call: Arguments) async throws -> Any {
        if let value = try pure(call) { return value }
        if let value = try await ofProcess(call) { return value }
        let messenger = try messenger(for: call)
        if let value = try await lifecycle(call, messenger) { return value }
        if let value = try await command(call, messenger) { return value }
        if let value = try await query(call, messenger) { return value }
        throw Arguments.Bad("no such call: \(call.call)")
    }

    private func messenger(for call: Arguments) throws -> Messenger {
        guard let opened else { throw Arguments.Bad("\(call.call): open a messenger first") }
        return opened
    }

    /// Functions that need no messenger.
    private func pure(_ call: Arguments) throws -> Any? {
        switch call.call {
        case "address_kind": json(case: try addressKind(address: call.text("address")))
        case "check_typed_uid": json(case: try checkTypedUid(text: call.text("text")))
        case "grouped_uid": try groupedUid(uid: call.text("uid"))
        case "link_qr": try linkQr(text: call.text("text")).json
        case "log_lines": logLines()
        case "preview_link": try previewLink(text: call.text("text")).json
        case "pure_safety_number": try safetyNumber(one: call.text("one"), other: call.text("other"))
        case "safety_qr_matches":
            try safetyQrMatches(scanned: call.text("scanned"), mine: call.text("mine"), theirs: call.text("theirs"))
                ?? NSNull() as Any
        default: nil
        }
    }

    private func ofProcess(_ call: Arguments) async throws -> Any? {
        switch call.call {
        case "open":
            opened = try await Messenger.open(
                config: Config(database: call.text("database"), descriptors: call.numberOrNothing("descriptors")),
                databaseKey: call.bytes("key")
            )
        case "log_carelessly": try logCarelessly(text: call.text("text"))
        case "panic_here": try panicHere(reason: call.text("reason"))
        case "panic_inside": try await panicInside(reason: call.text("reason"))
        case "start_logging": startLogging(level: try call.level())
        default: return nil
        }
        return NSNull()
    }

    private func lifecycle(_ call: Arguments, _ messenger: Messenger) async throws -> Any? {
        switch call.call {
        case "delete_everything": try await messenger.deleteEverything()
        case "enter_background": try await messenger.enterBackground()
        case "enter_foreground":
            return try await messenger.enterForeground(options: ForegroundOptions(listen: call.texts("listen")))
        case "network_changed": try await messenger.networkChanged(snapshot: call.snapshot())
        case "shutdown": try await messenger.shutdown()
        case "subscribe":
            events?.cancel()
            let stream = messenger.events()
            events = Task.detached {
                for await event in stream { write(["event": json(event: event)]) }
            }
        case "unsubscribe":
            events?.cancel()
            await events?.value
            events = nil
        default: return nil
        }
        return NSNull()
    }

    private func command(_ call: Arguments, _ messenger: Messenger) async throws -> Any? {
        switch call.call {
        case "accept": return try await messenger.accept(uid: call.text("uid")).json
        case "add":
            return try await messenger.add(uidOrLink: call.text("text"), name: call.textOrNothing("name")).json
        case "block": return try await messenger.block(uid: call.text("uid")).json
        case "cancelled_send":
            let (uid, text) = (try call.text("uid"), try call.text("text"))
            Task { try await messenger.send(uid: uid, text: text) }.cancel()
        case "change_setting": return try await messenger.changeSetting(setting: call.setting()).json
        case "create_account": return try await messenger.createAccount(name: call.textOrNothing("name")).json
        case "delete_chat": try await messenger.deleteChat(uid: call.text("uid"))
        case "delete_message": try await messenger.deleteMessage(uid: call.text("uid"), id: call.text("id"))
        case "mark_read": try await messenger.markRead(uid: call.text("uid"))
        case "refresh": try await messenger.refresh()
        case "remove": return try await messenger.remove(uid: call.text("uid")).json
        case "rename":
            return try await messenger.rename(uid: call.text("uid"), name: call.textOrNothing("name")).json
        case "renew_invite": try await messenger.renewInvite()
        case "woke_up": try await messenger.wokeUp()
        case "save_draft": try await messenger.saveDraft(uid: call.text("uid"), text: call.text("text"))
        case "send": return try await messenger.send(uid: call.text("uid"), text: call.text("text")).json
        case "send_many":
            return try await messenger.sendMany(uid: call.text("uid"), texts: call.texts("texts")).map(\.id)
        case "set_verified":
            return try await messenger.setVerified(uid: call.text("uid"), verified: call.flag("verified")).json
        case "show_chat": try await messenger.showChat(uid: call.textOrNothing("uid"))
        case "unblock": return try await messenger.unblock(uid: call.text("uid")).json
        default: return nil
        }
        return NSNull()
    }

    private func query(_ call: Arguments, _ messenger: Messenger) async throws -> Any? {
        switch call.call {
        case "account": json(try await messenger.account())
        case "bench": try await bench(messenger, uid: call.text("uid"), rounds: call.number("rounds"))
        case "chats": json(try await messenger.chats())
        case "contact": try await messenger.contact(uid: call.text("uid")).json
        case "contacts": json(try await messenger.contacts())
        case "details": json(try await messenger.details(id: call.text("id")))
        case "link":
            try await messenger.link(
                addresses: call.textsOrNothing("addresses"), withLan: call.flagOrNothing("with_lan") ?? false)
        case "message": try await messenger.message(id: call.text("id")).json
        case "messages":
            json(
                try await messenger.messages(
                    uid: call.text("uid"), before: call.textOrNothing("before"), limit: call.number("limit")))
        case "messages_after":
            json(
                try await messenger.messagesAfter(
                    uid: call.text("uid"), after: call.text("after"), limit: call.number("limit")))
        case "queue":
            json(try await messenger.queue(after: call.textOrNothing("after"), limit: call.number("limit")))
        case "reach": try await messenger.reach().json
        case "requests": json(try await messenger.requests())
        case "safety_number": try await messenger.safetyNumber(uid: call.text("uid"))
        case "scroll": try await scroll(messenger, uid: call.text("uid"), pages: call.number("pages"))
        case "search":
            json(
                try await messenger.search(
                    text: call.text("text"), before: call.textOrNothing("before"), limit: call.number("limit")))
        case "session": try await messenger.session().json
        case "draft": try await messenger.draft(uid: call.text("uid"))
        case "storage": try await messenger.storage().json
        case "settings": try await messenger.settings().json
        default: nil
        }
    }
}
