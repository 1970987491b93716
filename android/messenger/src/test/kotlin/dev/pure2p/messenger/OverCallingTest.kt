package dev.pure2p.messenger

import dev.pure2p.core.Config
import dev.pure2p.core.Messenger
import dev.pure2p.core.MessengerException
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.core.Setting
import java.util.concurrent.CopyOnWriteArrayList
import kotlin.io.path.exists
import kotlin.random.Random
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.delay
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** Calls at the wrong time, too often, from everywhere. */
@Timeout(300)
class OverCallingTest {
    @Test
    fun `foreground and background a thousand times, from several threads`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob")
        friends(alice, bob)
        val seed = seed()
        val failed = CopyOnWriteArrayList<Exception>()
        within("1,000 calls, seed $seed") {
            repeat(4) { thread ->
                val random = Random(seed + thread)
                launch(Dispatchers.IO) {
                    repeat(250) {
                        try {
                            if (random.nextBoolean()) {
                                assertEquals(1, alice.messenger.enterForeground(Person.HERE).size)
                            } else {
                                alice.messenger.enterBackground()
                            }
                        } catch (error: MessengerException) {
                            failed += error
                        }
                    }
                }
            }
        }
        assertEquals(emptyList<Exception>(), failed.toList()) { "seed $seed" }
        alice.leave()
        alice.enter()
        alice.messenger.send(bob.uid, "still here")
        assertEquals("still here", bob.has(1, alice.uid).single().text)
    }

    @Test
    fun `after shutdown every call says so, and nothing crashes`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val id = alice.messenger.send(bob.uid, "Hello").id
        val screens = Screens(alice.messenger)
        screens.chatList.state.until("Bob's chat") { it.size == 1 }
        within("shutdown, several at once") { repeat(8) { launch { alice.messenger.shutdown() } } }
        val calls: Map<String, suspend Messenger.() -> Unit> = mapOf(
            "createAccount" to { createAccount("Alice") },
            "account" to { account() },
            "enterForeground" to { enterForeground(Person.HERE) },
            "networkChanged" to { networkChanged(NetworkSnapshot(emptyList())) },
            "add" to { add(bob.uid) },
            "accept" to { accept(bob.uid) },
            "block" to { block(bob.uid) },
            "unblock" to { unblock(bob.uid) },
            "rename" to { rename(bob.uid, "Robert") },
            "remove" to { remove(bob.uid) },
            "setVerified" to { setVerified(bob.uid, true) },
            "send" to { send(bob.uid, "Hello") },
            "sendMany" to { sendMany(bob.uid, listOf("Hello")) },
            "markRead" to { markRead(bob.uid) },
            "deleteMessage" to { deleteMessage(bob.uid, id) },
            "deleteChat" to { deleteChat(bob.uid) },
            "saveDraft" to { saveDraft(bob.uid, "Hello") },
            "showChat" to { showChat(bob.uid) },
            "changeSetting" to { changeSetting(Setting.ReadReceipts(false)) },
            "renewInvite" to { renewInvite() },
            "refresh" to { refresh() },
            "wokeUp" to { wokeUp() },
            "chats" to { chats() },
            "contacts" to { contacts() },
            "contact" to { contact(bob.uid) },
            "requests" to { requests() },
            "messages" to { messages(bob.uid) },
            "messagesAfter" to { messagesAfter(bob.uid, id) },
            "message" to { message(id) },
            "details" to { details(id) },
            "queue" to { queue() },
            "search" to { search("Hello") },
            "link" to { link() },
            "safetyNumber" to { safetyNumber(bob.uid) },
            "settings" to { settings() },
            "reach" to { reach() },
            "session" to { session() },
            "storage" to { storage() },
            "draft" to { draft(bob.uid) },
        )
        val other = calls.mapValues { (name, call) -> within(name) { runCatching { alice.messenger.call() } } }
            .filterValues { it.exceptionOrNull() !is MessengerException.ShutDown }
        assertEquals(emptyMap<String, Any>(), other)
        // What is so already is no mistake.
        within("leaving and shutdown again") {
            alice.messenger.enterBackground()
            alice.messenger.shutdown()
        }

        screens.chatList.refresh()
        screens.chatList.failure.until("the list knows") { it is MessengerException.ShutDown }
        assertEquals(1, screens.chatList.state.value.size)
        alice.messenger.close()
        assertThrows<IllegalStateException> { alice.messenger.account() }
        screens.chatList.refresh()
        screens.chatList.failure.until("the list survives that, too") { it is IllegalStateException }
        screens.conversation(bob.uid).close()
        screens.close()
    }

    @Test
    fun `one home is open once`() = World.test {
        val alice = person("Alice")
        val again = within("opening the home again") { open(alice.home) }
        assertEquals(alice.uid, again.account()?.uid)
        assertThrows<MessengerException.AlreadyOpen> { within("entering") { again.enterForeground(Person.HERE) } }
        alice.leave()
        within("entering then") { again.enterForeground(Person.HERE) }
        assertThrows<MessengerException.AlreadyOpen> { within("entering") { alice.messenger.enterForeground(Person.HERE) } }
        within("shutdown") { again.shutdown() }
        alice.enter()
    }

    @Test
    fun `a messenger that is only closed frees its home`() = World.test {
        val alice = person("Alice")
        alice.messenger.close()
        val again = open(alice.home)
        eventually("the home is free", { runCatching { again.enterForeground(Person.HERE) } }) { it.isSuccess }
    }

    @Test
    fun `homes that can't be opened`() = World.test {
        val alice = person("Alice", here = false)
        val path = alice.home.resolve("messages.db").toString()
        assertThrows<MessengerException.BadKey> { Messenger.open(Config(path), ByteArray(31)) }
        assertThrows<MessengerException.WrongKey> { Messenger.open(Config(path), ByteArray(32)) }
        val nowhere = alice.home.resolve("nowhere/messages.db").toString()
        assertThrows<MessengerException.UnreadableDatabase> { Messenger.open(Config(nowhere), ByteArray(32)) }
        assertEquals(alice.uid, alice.messenger.account()?.uid)
    }

    @Test
    fun `everything is deleted while thousands of messages are on their way`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        within("writing") { alice.messenger.sendMany(bob.uid, numbered(1, 3_000)) }
        Screens(alice.messenger).use { screens ->
            screens.conversation(bob.uid).state.until("messages") { it.messages.isNotEmpty() }
            bob.enter()
            eventually("the flush has begun", { bob.messenger.contact(alice.uid).unread }) { it > 0 }
            within("deleteEverything") { alice.messenger.deleteEverything() }
        }
        assertThrows<MessengerException.ShutDown> { alice.messenger.account() }
        within("deleteEverything again") { runCatching { alice.messenger.deleteEverything() } }
        for (left in listOf("messages.db", "messages.db-wal", "messages.db-shm", "messages.db.lock")) {
            assertFalse(alice.home.resolve(left).exists()) { left }
        }
        // What Bob has, he has once and in order.
        val there = bob.messenger.messages(alice.uid, null, 5_000u).map { it.text }
        assertEquals(numbered(1, there.size), there)
        val fresh = within("a new beginning") { open(alice.home) }
        assertEquals(null, fresh.account())
        assertTrue(fresh.createAccount("Alice").uid != alice.uid)
    }

    @Test
    fun `a call that is cancelled happens once or not at all`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        val random = Random(seed())
        val known = CopyOnWriteArrayList<String>()
        within("300 cancelled calls") {
            repeat(300) { round ->
                val start = if (round % 2 == 0) CoroutineStart.UNDISPATCHED else CoroutineStart.DEFAULT
                val sending = scope.launch(start = start) {
                    try {
                        alice.messenger.send(bob.uid, "message $round")
                        known += "message $round"
                    } catch (cancelled: CancellationException) {
                        throw cancelled
                    }
                }
                if (round % 3 == 0) delay(random.nextLong(3))
                sending.cancel()
                sending.join()
            }
        }
        alice.messenger.send(bob.uid, "last")
        // Those that went on without anybody waiting are in the database before this one, or never will be.
        val written = eventually("the last", { alice.messenger.messages(bob.uid, null, 1_000u).map { it.text } }) {
            it.contains("last")
        }
        assertEquals(written.distinct(), written)
        assertTrue(written.containsAll(known)) { "told that it was stored, and it was not: ${known - written.toSet()}" }
        assertTrue(written.size < 301 || known.size < 300) { "no call was cancelled" }
        eventually("all are delivered", { alice.messenger.contact(bob.uid).waiting }) { it == 0 }
        suspend fun texts(of: Person, with: Person) = of.messenger.messages(with.uid, null, 1_000u).map { it.text }
        assertEquals(texts(alice, bob), texts(bob, alice))
    }

    @Test
    fun `a conversation's send is not torn by its caller's end`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        Screens(alice.messenger).use { screens ->
            val chat = screens.conversation(bob.uid)
            repeat(50) { round ->
                chat.saveDraft("message $round")
                val sending = scope.launch(start = CoroutineStart.UNDISPATCHED) { chat.send("message $round") }
                within("cancelling") {
                    sending.cancel()
                    sending.join()
                }
                assertEquals("", alice.messenger.chatWith(bob.uid).draft)
                assertEquals("message $round", alice.messenger.messages(bob.uid).last().text)
            }
        }
    }

    private fun seed(): Long = System.getProperty("pure2p.seed")?.toLong() ?: Random.nextLong().also { println("seed $it") }
}
