// A person who speaks Kotlin: see ../README.md for what is read and written.
package dev.pure2p.peer

import dev.pure2p.core.Config
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.Gateway
import dev.pure2p.core.InterfaceAddress
import dev.pure2p.core.InternalException
import dev.pure2p.core.LogLevel
import dev.pure2p.core.Messenger
import dev.pure2p.core.MessengerException
import dev.pure2p.core.Nat64Prefix
import dev.pure2p.core.Network
import dev.pure2p.core.NetworkKind
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.core.Setting
import dev.pure2p.core.addressKind
import dev.pure2p.core.checkTypedUid
import dev.pure2p.core.linkQr
import dev.pure2p.core.logCarelessly
import dev.pure2p.core.logLines
import dev.pure2p.core.panicHere
import dev.pure2p.core.panicInside
import dev.pure2p.core.previewLink
import dev.pure2p.core.safetyNumber
import dev.pure2p.core.safetyQrMatches
import dev.pure2p.core.startLogging
import dev.pure2p.messenger.Screens
import dev.pure2p.messenger.events
import java.io.FileDescriptor
import java.io.FileOutputStream
import java.io.PrintStream
import kotlin.system.exitProcess
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.Job
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import kotlinx.serialization.json.Json
import kotlinx.serialization.json.JsonElement
import kotlinx.serialization.json.JsonNull
import kotlinx.serialization.json.JsonObject
import kotlinx.serialization.json.boolean
import kotlinx.serialization.json.buildJsonObject
import kotlinx.serialization.json.contentOrNull
import kotlinx.serialization.json.int
import kotlinx.serialization.json.jsonArray
import kotlinx.serialization.json.jsonObject
import kotlinx.serialization.json.jsonPrimitive
import kotlinx.serialization.json.put

fun main() {
    val peer = Peer(Output)
    runBlocking {
        for (line in System.`in`.bufferedReader().lineSequence()) {
            Output.line(answer { peer.call(Arguments(Json.parseToJsonElement(line).jsonObject)) })
        }
    }
    // As if the system had taken the app away: nothing is closed first.
    exitProcess(0)
}

/** Lines for whoever tells this person what to do. */
private object Output {
    private val stream = PrintStream(FileOutputStream(FileDescriptor.out), false, Charsets.UTF_8)

    fun line(value: JsonElement): Unit = synchronized(this) {
        stream.println(value)
        stream.flush()
    }
}

private suspend fun answer(call: suspend () -> Any?): JsonObject = buildJsonObject {
    try {
        put("ok", json(call()))
    } catch (error: MessengerException) {
        put("error", json(error))
    } catch (panic: InternalException) {
        put("error", fields("kind" to "Panic", "reason" to panic.message))
    } catch (error: Exception) {
        // A call that this program or the border can't make: a defect of one of them.
        put("error", fields("kind" to "Peer", "reason" to error.toString()))
    }
}

private class Peer(private val output: Output) {
    private val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)
    private var opened: Messenger? = null
    private var events: Job? = null
    private val messenger: Messenger get() = checkNotNull(opened) { "no messenger is open" }

    suspend fun call(given: Arguments): Any? = when (val call = given.text("call")) {
        "open" -> nothing {
            val config = Config(given.text("database"), given.intOrNull("descriptors")?.toUInt())
            opened = Messenger.open(config, given.text("key").hexToByteArray())
        }
        "create_account" -> messenger.createAccount(given.textOrNull("name"))
        "account" -> messenger.account()
        "enter_foreground" -> messenger.enterForeground(ForegroundOptions(given.texts("listen")))
        "enter_background" -> nothing { messenger.enterBackground() }
        "shutdown" -> nothing { messenger.shutdown() }
        "delete_everything" -> nothing { messenger.deleteEverything() }
        "refresh" -> nothing { messenger.refresh() }
        "renew_invite" -> nothing { messenger.renewInvite() }
        "woke_up" -> nothing { messenger.wokeUp() }
        "network_changed" -> nothing { messenger.networkChanged(given.networks()) }
        "add" -> contact(messenger.add(given.text("text"), given.textOrNull("name")))
        "accept" -> contact(messenger.accept(given.uid))
        "block" -> contact(messenger.block(given.uid))
        "unblock" -> contact(messenger.unblock(given.uid))
        "remove" -> contact(messenger.remove(given.uid))
        "contact" -> contact(messenger.contact(given.uid))
        "rename" -> contact(messenger.rename(given.uid, given.textOrNull("name")))
        "set_verified" -> contact(messenger.setVerified(given.uid, given.flag("verified")))
        "send" -> message(messenger.send(given.uid, given.text("text")))
        "send_many" -> messenger.sendMany(given.uid, given.texts("texts")).map { it.id }
        "mark_read" -> nothing { messenger.markRead(given.uid) }
        "delete_chat" -> nothing { messenger.deleteChat(given.uid) }
        "delete_message" -> nothing { messenger.deleteMessage(given.uid, given.text("id")) }
        "save_draft" -> nothing { messenger.saveDraft(given.uid, given.text("text")) }
        "show_chat" -> nothing { messenger.showChat(given.textOrNull("uid")) }
        "change_setting" -> settings(messenger.changeSetting(given.setting()))
        "chats" -> messenger.chats().map(::chat)
        "contacts" -> messenger.contacts().map(::contact)
        "requests" -> messenger.requests().map(::request)
        "messages" ->
            messenger.messages(given.uid, given.textOrNull("before"), given.limit).map(::message)
        "messages_after" ->
            messenger.messagesAfter(given.uid, given.text("after"), given.limit).map(::message)
        "message" -> message(messenger.message(given.text("id")))
        "details" -> messenger.details(given.text("id")).map(::happening)
        "queue" -> messenger.queue(given.textOrNull("after"), given.limit).map(::waiting)
        "search" ->
            messenger.search(given.text("text"), given.textOrNull("before"), given.limit).map(::message)
        "link" -> messenger.link(given.textsOrNull("addresses"), given.flagOrNull("with_lan") ?: false)
        "safety_number" -> messenger.safetyNumber(given.uid)
        "settings" -> settings(messenger.settings())
        "reach" -> reach(messenger.reach())
        "session" -> messenger.session()
        "draft" -> messenger.draft(given.uid)
        "storage" -> messenger.storage().let { fields("bytes" to it.bytes, "messages" to it.messages) }
        "address_kind" -> addressKind(given.text("address"))
        "check_typed_uid" -> checkTypedUid(given.text("text"))
        "preview_link" -> previewLink(given.text("text"))
        "link_qr" -> linkQr(given.text("text")).let { qr ->
            fields("width" to qr.width, "dark" to qr.modules.count { it == 1.toByte() })
        }
        "pure_safety_number" -> safetyNumber(given.text("one"), given.text("other"))
        "safety_qr_matches" ->
            safetyQrMatches(given.text("scanned"), given.text("mine"), given.text("theirs"))
        "subscribe" -> nothing { subscribe() }
        "unsubscribe" -> nothing { events?.cancelAndJoin() }
        "start_logging" -> nothing { startLogging(named<LogLevel>(given.text("level"))) }
        "log_lines" -> logLines()
        "log_carelessly" -> nothing { logCarelessly(given.text("text")) }
        "panic_here" -> nothing { panicHere(given.text("reason")) }
        "panic_inside" -> nothing { panicInside(given.text("reason")) }
        "cancelled_send" -> nothing { cancelledSend(given.uid, given.text("text")) }
        "scroll" -> scroll(given.uid, given.int("pages"))
        "bench" -> bench(given.uid, given.int("rounds"))
        else -> error("no call is named $call")
    }

    private suspend fun subscribe() {
        events?.cancelAndJoin()
        // Undispatched: it stands before this call is answered.
        events = scope.launch(start = CoroutineStart.UNDISPATCHED) {
            messenger.events().collect { output.line(fields("event" to it)) }
        }
    }

    private suspend fun cancelledSend(uid: String, text: String) {
        val call = scope.launch(start = CoroutineStart.UNDISPATCHED) { messenger.send(uid, text) }
        call.cancelAndJoin()
    }

    private suspend fun scroll(uid: String, pages: Int): JsonObject = Screens(messenger).use { screens ->
        val conversation = screens.conversation(uid)
        val seen = HashSet<String>()
        var held = 0
        fun look() {
            val messages = conversation.state.value.messages
            messages.mapTo(seen) { it.id }
            held = maxOf(held, messages.size)
        }
        conversation.state.first { it.contact != null }
        look()
        repeat(pages) {
            conversation.loadOlder()
            look()
        }
        fields("seen" to seen.size, "held" to held)
    }

    private suspend fun bench(uid: String, rounds: Int): JsonObject {
        return fields(
            "pure" to median(rounds) { checkTypedUid(uid) },
            "call" to median(rounds) { messenger.account() },
            "page" to median(rounds) { messenger.messages(uid, null, 50u) },
        )
    }
}

private inline fun nothing(call: () -> Unit): Any? {
    call()
    return null
}

/** Microseconds that `call` takes, after a warm-up. */
private suspend fun median(rounds: Int, call: suspend () -> Any?): Double {
    repeat(maxOf(rounds, WARM_UP)) { call() }
    val spans = LongArray(rounds) {
        val begun = System.nanoTime()
        call()
        System.nanoTime() - begun
    }
    spans.sort()
    return spans[rounds / 2] / 1_000.0
}

private const val WARM_UP = 2_000

/** What was given with a call. */
private class Arguments(private val given: JsonObject) {
    val uid: String get() = text("uid")
    val limit: UInt get() = int("limit").toUInt()

    fun text(name: String): String = requireNotNull(textOrNull(name)) { "$name is missing" }

    fun textOrNull(name: String): String? = value(name)?.jsonPrimitive?.contentOrNull

    fun texts(name: String): List<String> = requireNotNull(textsOrNull(name)) { "$name is missing" }

    fun textsOrNull(name: String): List<String>? = value(name)?.jsonArray?.map { it.jsonPrimitive.content }

    fun int(name: String): Int = requireNotNull(intOrNull(name)) { "$name is missing" }

    fun intOrNull(name: String): Int? = value(name)?.jsonPrimitive?.int

    fun flag(name: String): Boolean = requireNotNull(flagOrNull(name)) { "$name is missing" }

    fun flagOrNull(name: String): Boolean? = value(name)?.jsonPrimitive?.boolean

    fun setting(): Setting = when (val name = text("name")) {
        "answer_new_people" -> Setting.AnswerNewPeople(flag("value"))
        "ask_router" -> Setting.AskRouter(flag("value"))
        "name" -> Setting.Name(textOrNull("value"))
        "port" -> Setting.Port(text("value").toUShort())
        "read_receipts" -> Setting.ReadReceipts(flag("value"))
        else -> error("no setting is named $name")
    }

    fun networks(): NetworkSnapshot =
        NetworkSnapshot(given.getValue("networks").jsonArray.map { Arguments(it.jsonObject).network() })

    private fun network() = Network(
        kind = named<NetworkKind>(text("kind")),
        addresses = given.getValue("addresses").jsonArray.map { Arguments(it.jsonObject).interfaceAddress() },
        gateways = value("gateways")?.jsonArray.orEmpty().map { Arguments(it.jsonObject).gateway() },
        nat64Prefix = value("nat64Prefix")?.let { Arguments(it.jsonObject).nat64Prefix() },
        isDefault = flag("isDefault"),
        localNetworkAllowed = flagOrNull("localNetworkAllowed"),
    )

    private fun interfaceAddress() = InterfaceAddress(
        ip = text("ip"),
        prefixLen = int("prefixLen").toUByte(),
        temporary = flagOrNull("temporary") ?: false,
        deprecated = flagOrNull("deprecated") ?: false,
    )

    private fun gateway() = Gateway(text("ip"), int("interfaceIndex").toUInt())

    private fun nat64Prefix() = Nat64Prefix(text("address"), int("length").toUByte())

    private fun value(name: String): JsonElement? = given[name].takeUnless { it is JsonNull }
}

/** The constant that has this name in Rust. */
private inline fun <reified E : Enum<E>> named(name: String): E = enumValues<E>().first { rustName(it) == name }
