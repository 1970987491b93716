package dev.pure2p.messenger

import dev.pure2p.core.Config
import dev.pure2p.core.Event
import dev.pure2p.core.EventListener
import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.Message
import dev.pure2p.core.Messenger
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Presence
import dev.pure2p.core.SocketAddr
import dev.pure2p.core.Uid
import java.nio.file.Files
import java.nio.file.Path
import kotlin.io.path.ExperimentalPathApi
import kotlin.io.path.createDirectory
import kotlin.io.path.deleteRecursively
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.delay
import kotlinx.coroutines.runBlocking

/** A place for people, each with a home of their own, real databases and real sockets; gone afterwards. */
internal class World private constructor() {
    private val folder: Path = Files.createTempDirectory("pure2p-people")
    private val opened = mutableListOf<Messenger>()

    /** What a test starts besides; ends with it. */
    val scope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** Somebody with an account, who is here or not. */
    suspend fun person(name: String, here: Boolean = true): Person {
        val home = folder.resolve(name).createDirectory()
        val person = within("opening $name's home") {
            val messenger = open(home)
            Person(home, messenger, messenger.createAccount(name).uid)
        }
        if (here) person.enter()
        return person
    }

    suspend fun open(home: Path): Messenger =
        Messenger.open(Config(home.resolve("messages.db").toString()), KEY).also { opened += it }

    /** Adds everybody to everybody; afterwards those who are here have seen each other. */
    suspend fun friends(vararg people: Person) {
        val pairs = people.flatMap { one -> people.filter { it !== one }.map { one to it } }
        within("adding each other") { for ((one, other) in pairs) one.messenger.add(other.link()) }
        val here = people.filter { it.messenger.session().listening.isNotEmpty() }
        for ((one, other) in pairs.filter { it.first in here && it.second in here }) {
            // Only who is seen as here is told goodbye.
            eventually("they see each other", { one.messenger.contact(other.uid).presence }) { it == Presence.HERE }
        }
    }

    @OptIn(ExperimentalPathApi::class)
    private suspend fun end() {
        scope.cancel()
        for (messenger in opened.filterNot { it.uniffiIsDestroyed }) {
            within("shutdown at the end") { messenger.shutdown() }
            messenger.close()
        }
        folder.deleteRecursively()
    }

    companion object {
        private val KEY = ByteArray(32) { it.toByte() }

        fun test(story: suspend World.() -> Any?): Unit = runBlocking {
            val world = World()
            try {
                world.story()
            } finally {
                world.end()
            }
        }
    }
}

internal class Person(val home: Path, val messenger: Messenger, val uid: Uid) {
    suspend fun enter(): List<SocketAddr> = within("enterForeground") { messenger.enterForeground(HERE) }

    suspend fun leave() = within("enterBackground") { messenger.enterBackground() }

    /** A link that says where this person is, or was when it was last open. */
    suspend fun link(): String {
        val listening = messenger.session().listening
        return messenger.link(listening.ifEmpty { null }, true)
    }

    /** Waits until this person has [many] messages with [with]. */
    suspend fun has(many: Int, with: Uid): List<Message> =
        eventually("$many messages are there", { messenger.messages(with, null, 100_000u) }) { it.size == many }

    companion object {
        val HERE = ForegroundOptions(listen = listOf("127.0.0.1:0"))
    }
}

/** Asks until the answer is [right]. */
internal suspend fun <T> eventually(what: String, ask: suspend () -> T, right: (T) -> Boolean): T {
    var last: T? = null
    return within(what, { "the last answer was $last" }) {
        var answer = ask()
        while (!right(answer)) {
            last = answer
            delay(20)
            answer = ask()
        }
        answer
    }
}

/** The chat with [uid] as it is now. */
internal suspend fun MessengerInterface.chatWith(uid: Uid) = chats().first { it.contact.uid == uid }

internal fun listener(onEvent: (Event) -> Unit) = object : EventListener {
    override fun onEvent(event: Event) = onEvent(event)
}

internal fun numbered(from: Int, to: Int): List<String> = (from..to).map { "message $it" }
