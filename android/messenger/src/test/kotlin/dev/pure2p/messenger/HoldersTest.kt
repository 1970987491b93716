package dev.pure2p.messenger

import dev.pure2p.core.Chat
import dev.pure2p.core.ContactState
import dev.pure2p.core.Event
import dev.pure2p.core.Gateway
import dev.pure2p.core.InterfaceAddress
import dev.pure2p.core.MessageState
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Network
import dev.pure2p.core.NetworkKind
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.core.Presence
import dev.pure2p.core.ReachState
import dev.pure2p.core.Reason
import java.lang.reflect.Proxy
import java.util.concurrent.atomic.AtomicReference
import kotlin.time.Duration.Companion.hours
import kotlinx.coroutines.ExperimentalCoroutinesApi
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.test.advanceTimeBy
import kotlinx.coroutines.test.runCurrent
import kotlinx.coroutines.test.runTest
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** What lists and bars show is so. */
@OptIn(ExperimentalCoroutinesApi::class)
@Timeout(300)
class HoldersTest {
    @Test
    fun `the chat list follows a message from waiting to read`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        Screens(alice.messenger).use { screens ->
            val chats = screens.chatList.state
            chats.until("Bob is on the list and gone") { list ->
                list.singleOrNull()?.contact?.let { it.name == "Bob" && it.presence != Presence.HERE } == true
            }
            alice.messenger.send(bob.uid, "Hello")
            val waiting = chats.until("a reason that Bob is away") { it.single().reason is Reason.NotOpen }.single()
            assertEquals(MessageState.WAITING, waiting.last?.state)
            assertEquals("Hello", waiting.last?.text)
            assertEquals(1, waiting.contact.waiting)

            bob.enter()
            bob.has(1, alice.uid)
            val delivered = chats.until("delivered") { it.single().last?.state == MessageState.DELIVERED }.single()
            assertNull(delivered.last?.reason)
            chats.until("nothing waits") { it.single().run { reason == null && contact.waiting == 0 } }

            bob.messenger.markRead(alice.uid)
            chats.until("read") { it.single().last?.state == MessageState.READ }

            bob.messenger.sendMany(alice.uid, listOf("one", "two"))
            chats.until("two unread") { it.single().run { contact.unread == 2 && last?.text == "two" } }
            alice.messenger.markRead(bob.uid)
            chats.until("none unread") { it.single().contact.unread == 0 }
        }
    }

    @Test
    fun `a request comes, is accepted and is gone`() = World.test {
        val alice = person("Alice")
        val mallory = person("Mallory")
        Screens(alice.messenger).use { screens ->
            val requests = screens.requestList.state
            screens.requestList.loaded.until("the empty list was read") { it }
            assertTrue(requests.value.isEmpty())

            mallory.messenger.add(alice.link())
            mallory.messenger.send(alice.uid, "You don't know me")
            val request = requests.until("the request") { it.isNotEmpty() }.single()
            assertEquals(mallory.uid, request.uid)
            assertEquals(listOf("You don't know me"), request.texts)
            assertTrue(screens.chatList.state.value.isEmpty())

            alice.messenger.accept(mallory.uid)
            requests.until("no request any more") { it.isEmpty() }
            screens.chatList.state.until("a chat instead") { it.singleOrNull()?.contact?.uid == mallory.uid }
        }
    }

    @Test
    fun `a contact is followed from a name to a block, and to being gone`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        Screens(alice.messenger).use { screens ->
            val page = screens.contact(bob.uid)
            page.state.until("Bob is here") { it?.run { name == "Bob" && presence == Presence.HERE } == true }
            alice.messenger.rename(bob.uid, "Robert")
            page.state.until("another name, and the one he gave himself") { it?.run { name == "Robert" && suggestedName == "Bob" } == true }
            bob.messenger.send(alice.uid, "Hello")
            page.state.until("something unread") { it?.unread == 1 }
            bob.leave()
            page.state.until("Bob was here") { it?.presence == Presence.WAS_HERE }
            alice.messenger.setVerified(bob.uid, true)
            alice.messenger.block(bob.uid)
            page.state.until("verified and blocked, and no longer a chat") { it?.run { verified && blocked } == true }
            alice.messenger.unblock(bob.uid)
            alice.messenger.remove(bob.uid)
            page.state.until("removed") { it?.state == ContactState.REMOVED }
            page.close()
        }
    }

    @Test
    fun `whoever looks again is still here, and so is everybody else`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        Screens(alice.messenger).use { screens ->
            screens.reachability.state.until("Bob came in") { reach -> reach.reachedBy.any { it.uid == bob.uid } }
            alice.messenger.wokeUp()
            // Who came in before says nothing of now; who is here is greeted, and comes in again.
            screens.reachability.state.until("open") { it.listening.isNotEmpty() }
            alice.messenger.send(bob.uid, "Are you there?")
            bob.has(1, alice.uid)
            alice.leave()
            alice.messenger.wokeUp()
            assertEquals(emptyList<String>(), alice.messenger.session().listening)
        }
    }

    @Test
    fun `the session bar shows listening, who is here, and the delivery of what waited`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        alice.messenger.sendMany(bob.uid, numbered(1, 2_000))
        Screens(alice.messenger).use { screens ->
            val session = screens.session
            session.loaded.until("the session was read") { it }
            assertEquals(emptyList<String>(), session.state.value.listening)

            val most = AtomicReference(0 to 0)
            scope.launch {
                session.state.collect { now -> most.updateAndGet { if (now.done > it.first) now.done to now.total else it } }
            }
            val addresses = alice.enter()
            session.state.until("listening with all that waits") { it.listening == addresses && it.total == 2_000 }
            bob.messenger.add(alice.link())
            bob.enter()
            session.state.until("Bob is here") { it.here == 1 && it.contacts == 1 }
            bob.has(2_000, alice.uid)
            session.state.until("all delivered") { it.total == 0 && it.done == 0 }
            val (done, total) = most.get()
            assertTrue(done in 1..2_000 && total == 2_000) { "progress was never shown: $done of $total" }

            bob.leave()
            session.state.until("Bob is gone") { it.here == 0 }
            alice.leave()
            session.state.until("closed") { it.listening.isEmpty() }
        }
    }

    @Test
    fun `who can reach this device is shown while it is open, and nobody can when it is closed`() = World.test {
        val alice = person("Alice", here = false)
        Screens(alice.messenger).use { screens ->
            val reach = screens.reachability
            reach.loaded.until("it was read") { it }
            assertEquals(ReachState.CLOSED, reach.state.value.state)
            val wifi = Network(
                kind = NetworkKind.WIFI,
                addresses = listOf(InterfaceAddress("192.168.7.7", 24u)),
                gateways = listOf(Gateway("192.168.7.1", 3u)),
                isDefault = true,
            )
            alice.messenger.networkChanged(NetworkSnapshot(listOf(wifi)))
            val addresses = alice.enter()
            reach.state.until("open") { it.listening == addresses && it.state != ReachState.CLOSED }
            alice.leave()
            reach.state.until("closed") { it.listening.isEmpty() && it.state == ReachState.CLOSED }
        }
    }

    // Time is a number here: that no further look follows is certain, and not only not seen yet.
    @Test
    fun `events that come during a look cost one more look, not one each`() = runTest {
        val gate = CompletableDeferred<Unit>()
        var looks = 0
        val messenger = object : MessengerInterface by nobody() {
            override suspend fun chats(): List<Chat> {
                looks += 1
                gate.await()
                return emptyList()
            }
        }
        val events = MutableSharedFlow<Event>()
        val list = ChatList(messenger, backgroundScope, events)
        runCurrent()
        assertEquals(1, looks)
        repeat(10_000) { events.emit(Event.ContactChanged("")) }
        gate.complete(Unit)
        advanceTimeBy(1.hours)
        assertEquals(2, looks)
        assertTrue(list.loaded.value)
        // Events that change no chat cost nothing; one that does, one look.
        repeat(100) { events.emit(Event.Progress(it, 100)) }
        advanceTimeBy(1.hours)
        assertEquals(2, looks)
        events.emit(Event.Overflowed)
        advanceTimeBy(1.hours)
        assertEquals(3, looks)
    }

    /** A messenger that nobody may ask anything. */
    private fun nobody(): MessengerInterface {
        val type = MessengerInterface::class.java
        return Proxy.newProxyInstance(type.classLoader, arrayOf(type)) { _, call, _ -> error("${call.name} was asked") } as MessengerInterface
    }

    @Test
    fun `a look that fails leaves what was known, says so, and is made again`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        val spy = Spy(alice.messenger)
        Screens(spy).use { screens ->
            val list = screens.chatList
            list.state.until("Bob's chat") { it.size == 1 }
            spy.beforeChats = { throw MessengerException.Busy() }
            list.refresh()
            list.failure.until("the failure") { it is MessengerException.Busy }
            assertEquals(1, list.state.value.size)
            spy.beforeChats = {}
            alice.messenger.rename(bob.uid, "Robert")
            list.state.until("the new name") { it.single().contact.name == "Robert" }
            list.failure.until("no failure any more") { it == null }
        }
    }

    @Test
    fun `a closed holder looks no more`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob", here = false)
        friends(alice, bob)
        Screens(alice.messenger).use { screens ->
            val closed = screens.chatList
            closed.state.until("Bob's chat") { it.size == 1 }
            closed.close()
            val seen = closed.state.value
            alice.messenger.rename(bob.uid, "Robert")
            // By now another holder over the same subscription has seen it.
            val conversation = screens.conversation(bob.uid)
            conversation.state.until("the new name") { it.contact?.name == "Robert" }
            assertEquals(seen, closed.state.value)
        }
        within("nothing hangs on after the end") { alice.messenger.account() }
    }

    @Test
    fun `an event lost is a reload of everything`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val events = MutableSharedFlow<Event>()
        val list = ChatList(alice.messenger, scope, events)
        val conversation = Conversation(alice.messenger, scope, events, bob.uid)
        list.state.until("Bob's chat") { it.size == 1 }
        conversation.state.until("read") { it.contact != null }
        // Nobody tells these holders what happens.
        alice.messenger.sendMany(bob.uid, numbered(1, 3))
        alice.messenger.rename(bob.uid, "Robert")
        events.subscriptionCount.first { it == 2 }
        events.emit(Event.Overflowed)
        list.state.until("the last message and name") {
            it.single().run { contact.name == "Robert" && last?.text == "message 3" }
        }
        conversation.state.until("all three") { it.messages.size == 3 && it.contact?.name == "Robert" }
        list.close()
        conversation.close()
    }
}
