package dev.pure2p.messenger

import dev.pure2p.core.Direction
import dev.pure2p.core.Event
import dev.pure2p.core.MessageState
import dev.pure2p.core.MessengerException
import dev.pure2p.core.Reason
import java.util.concurrent.CopyOnWriteArrayList
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** One chat on the screen. */
@Timeout(300)
class ConversationTest {
    @Test
    fun `messages come and go through their states in both directions`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        Screens(alice.messenger).use { screens ->
            val chat = screens.conversation(bob.uid)
            chat.state.until("empty") { it.contact?.uid == bob.uid && it.messages.isEmpty() }
            val sent = chat.send("Hello")
            chat.state.until("waiting with the reason") {
                it.messages.singleOrNull()?.run { id == sent.id && reason is Reason.NotOpen } == true
            }
            bob.enter()
            chat.state.until("delivered") { it.messages.single().state == MessageState.DELIVERED }
            bob.messenger.markRead(alice.uid)
            chat.state.until("read") { it.messages.single().state == MessageState.READ }

            bob.messenger.sendMany(alice.uid, listOf("one", "two"))
            chat.state.until("both answers") { state ->
                state.messages.map { it.text } == listOf("Hello", "one", "two") && state.contact?.unread == 2
            }
            assertEquals(Direction.IN, chat.state.value.messages.last().direction)
            chat.markRead()
            chat.state.until("seen") { it.contact?.unread == 0 }
            val last = eventually("Bob knows", { bob.messenger.messages(alice.uid).last() }) { it.state == MessageState.READ }
            assertEquals("two", last.text)
        }
    }

    @Test
    fun `closing the app changes the reason of what waits`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        Screens(alice.messenger).use { screens ->
            val chat = screens.conversation(bob.uid)
            chat.send("Hello")
            chat.state.until("Bob is away") { it.messages.singleOrNull()?.reason is Reason.NotOpen }
            alice.leave()
            chat.state.until("Alice is closed") { it.messages.single().reason == Reason.AppClosed }
            alice.enter()
            chat.state.until("Bob is away again") { it.messages.single().reason is Reason.NotOpen }
        }
    }

    @Test
    fun `a window over a long chat stays bounded, without gaps, in both directions`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val texts = numbered(1, 1_010)
        within("writing") { alice.messenger.sendMany(bob.uid, texts) }
        Screens(alice.messenger).use { screens ->
            val chat = screens.conversation(bob.uid)
            chat.state.until("the last page") { it.messages.size == Conversation.PAGE }
            val wrong = CopyOnWriteArrayList<String>()
            scope.launch { chat.state.collect { state -> problem(state, texts)?.let(wrong::add) } }

            var pages = 0
            within("scrolling to the beginning") {
                while (chat.state.value.hasOlder) {
                    chat.loadOlder()
                    pages += 1
                }
            }
            assertEquals(20, pages)
            assertEquals("message 1", chat.state.value.messages.first().text)
            assertEquals(Conversation.MOST, chat.state.value.messages.size)
            assertTrue(chat.state.value.hasNewer)
            val before = chat.state.value
            chat.loadOlder()
            assertEquals(before, chat.state.value)

            // What is written at the other end does not move this one.
            alice.messenger.send(bob.uid, "message 1011")
            alice.messenger.rename(bob.uid, "Robert")
            chat.state.until("the event was heard") { it.contact?.name == "Robert" }
            assertEquals(before.window, chat.state.value.window)

            within("scrolling to the end") { while (chat.state.value.hasNewer) chat.loadNewer() }
            assertEquals("message 1011", chat.state.value.messages.last().text)
            assertEquals(Conversation.MOST, chat.state.value.messages.size)
            assertTrue(chat.state.value.hasOlder)

            // At the end it follows, also when more comes at once than it holds.
            alice.messenger.send(bob.uid, "message 1012")
            chat.state.until("the next one") { it.messages.last().text == "message 1012" }
            alice.messenger.sendMany(bob.uid, numbered(1_013, 1_500))
            chat.state.until("all that came") { it.messages.last().text == "message 1500" }

            within("away from the end and back") {
                repeat(5) { chat.loadOlder() }
                assertTrue(chat.state.value.hasNewer)
                chat.jumpToEnd()
            }
            assertEquals("message 1500", chat.state.value.messages.last().text)
            assertFalse(chat.state.value.hasNewer)

            // Who reads back is not pushed on: a full window says that there is more, and stays.
            within("into the past until the window is full") {
                while (chat.state.value.messages.size < Conversation.MOST) chat.loadOlder()
            }
            assertFalse(chat.state.value.hasNewer)
            val read = chat.state.value.messages
            alice.messenger.send(bob.uid, "message 1501")
            chat.state.until("there is more") { it.hasNewer }
            assertEquals(read, chat.state.value.messages)
            within("back at the end") { chat.loadNewer() }
            assertEquals("message 1501", chat.state.value.messages.last().text)

            // Who writes wants to see it.
            within("away from the end, and writing") {
                repeat(5) { chat.loadOlder() }
                chat.send("message 1502")
            }
            chat.state.until("what was written") { !it.hasNewer && it.messages.last().text == "message 1502" }
            assertEquals(emptyList<String>(), wrong.toList())
        }
    }

    private fun problem(state: ConversationState, texts: List<String>): String? {
        val shown = state.messages.map { it.text.removePrefix("message ").toInt() }
        val first = shown.firstOrNull() ?: return "an empty window"
        return when {
            shown.size > Conversation.MOST -> "${shown.size} messages are held"
            shown != (first until first + shown.size).toList() -> "a gap in $shown"
            state.hasOlder != (first > 1) -> "hasOlder is ${state.hasOlder} at $first"
            !state.hasNewer && shown.last() < texts.size -> "no newer than ${shown.last()}?"
            else -> null
        }
    }

    @Test
    fun `states of messages anywhere in the window are kept true while thousands are delivered`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        bob.leave()
        within("writing") { alice.messenger.sendMany(bob.uid, numbered(1, 3_000)) }
        val spy = Spy(alice.messenger)
        Screens(spy).use { screens ->
            val chat = screens.conversation(bob.uid)
            chat.state.until("the last page") { it.messages.isNotEmpty() }
            within("more pages") { repeat(3) { chat.loadOlder() } }
            bob.enter()
            bob.has(3_000, alice.uid)
            chat.state.until("all are delivered") { state ->
                state.messages.all { it.state == MessageState.DELIVERED && it.reason == null }
            }
            assertEquals(Conversation.MOST, chat.state.value.messages.size)
            bob.messenger.markRead(alice.uid)
            chat.state.until("all are read") { state -> state.messages.all { it.state == MessageState.READ } }
        }
    }

    @Test
    fun `what was deleted leaves the window, wherever it is`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val sent = within("writing") { alice.messenger.sendMany(bob.uid, numbered(1, 500)) }
        Screens(alice.messenger).use { screens ->
            val chat = screens.conversation(bob.uid)
            chat.state.until("the last page") { it.messages.size == 50 }
            alice.messenger.deleteMessage(bob.uid, sent[480].id)
            chat.state.until("one less") { state -> state.messages.size == 49 && state.messages.none { it.id == sent[480].id } }
            alice.messenger.deleteMessage(bob.uid, sent.last().id)
            chat.state.until("the last is gone") { it.messages.last().id == sent[498].id }

            within("into the middle") { repeat(6) { chat.loadOlder() } }
            val middle = chat.state.value
            assertTrue(middle.hasNewer && middle.hasOlder)
            alice.messenger.deleteMessage(bob.uid, middle.messages.first().id)
            alice.messenger.deleteMessage(bob.uid, middle.messages[100].id)
            val kept = middle.messages.filterIndexed { index, _ -> index != 0 && index != 100 }.map { it.id }
            chat.state.until("both are gone, the others not") { state -> state.messages.map { it.id }.take(198) == kept }

            alice.messenger.deleteChat(bob.uid)
            chat.state.until("empty") { it.messages.isEmpty() && !it.hasOlder && !it.hasNewer }
            chat.send("again")
            chat.state.until("the new one") { it.messages.singleOrNull()?.text == "again" }
        }
    }

    @Test
    fun `a draft is kept, forgotten when sent, and never lost`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val home = alice.messenger
        Screens(home).use { screens ->
            screens.conversation(bob.uid).use { chat ->
                within("typing") { for (length in 1..40) chat.saveDraft("Dear Bob, ".repeat(4).take(length)) }
                assertEquals("Dear Bob, ".repeat(4), home.chatWith(bob.uid).draft)
                // Typed faster than it is stored: the last one counts.
                (1..100).map { scope.launch { chat.saveDraft("draft") } }.forEach { it.join() }
                chat.saveDraft("at last")
                assertEquals("at last", home.chatWith(bob.uid).draft)
            }
            screens.conversation(bob.uid).use { chat ->
                chat.state.until("the draft is back") { it.draft == "at last" }
                assertThrows<MessengerException.EmptyText> { chat.send(" ") }
                assertThrows<MessengerException.TextTooLong> { chat.send("x".repeat(1_000_000)) }
                assertEquals("at last", chat.state.value.draft)
                assertEquals("at last", home.chatWith(bob.uid).draft)
                chat.send("at last")
                assertEquals("", chat.state.value.draft)
                assertEquals("", home.chatWith(bob.uid).draft)
            }
            screens.conversation(bob.uid).use { chat ->
                chat.saveDraft("typed before anything was read")
                chat.state.until("read") { it.contact != null }
                assertEquals("typed before anything was read", chat.state.value.draft)
                // Half an emoji, as a cut text may end with it.
                chat.saveDraft("cut \uD83D")
                assertEquals("cut \uFFFD", home.chatWith(bob.uid).draft.replace('?', '\uFFFD'))
                assertTrue(chat.send("cut \uD83D").text.startsWith("cut "))
            }
        }
    }

    @Test
    fun `a draft typed while a message is being sent stays`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val gate = CompletableDeferred<Unit>()
        val begun = CompletableDeferred<Unit>()
        val slow = object : dev.pure2p.core.MessengerInterface by alice.messenger {
            override suspend fun send(uid: String, text: String) = alice.messenger.send(uid, text).also {
                begun.complete(Unit)
                gate.await()
            }
        }
        val chat = Conversation(slow, scope, MutableSharedFlow<Event>(), bob.uid)
        chat.saveDraft("first")
        val sending = scope.launch { chat.send("first") }
        within("sending has begun") { begun.await() }
        chat.saveDraft("second")
        gate.complete(Unit)
        within("sent") { sending.join() }
        assertEquals("second", chat.state.value.draft)
        assertEquals("second", alice.messenger.chatWith(bob.uid).draft)
        chat.close()
    }

    @Test
    fun `the messenger knows which chat is on the screen`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        val carol = person("Carol", here = false)
        friends(alice, bob, carol)
        val spy = Spy(alice.messenger)
        val screens = Screens(spy)
        suspend fun shown(what: String, uid: String?) =
            eventually(what, { spy.told.toList() }) { it.isNotEmpty() && it.last() == uid }

        val withBob = screens.conversation(bob.uid)
        shown("Bob's chat", bob.uid)
        val withCarol = screens.conversation(carol.uid)
        shown("Carol's chat", carol.uid)
        val sofar = spy.told.size
        withBob.close()
        withCarol.loadOlder()
        assertEquals(sofar, spy.told.size) { "closing what is covered says something: ${spy.told}" }
        withCarol.close()
        shown("none", null)
        val last = screens.conversation(bob.uid)
        shown("Bob's chat again", bob.uid)
        // The messenger forgets it in the background.
        val told = spy.told.size
        alice.enter()
        eventually("said once more", { spy.told.toList() }) { it.size > told && it.last() == bob.uid }
        screens.close()
        shown("none at the end", null)
        last.close()
    }

    @Test
    fun `an event costs what it names`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val sent = alice.messenger.sendMany(bob.uid, numbered(1, 60))
        val spy = Spy(alice.messenger)
        val events = MutableSharedFlow<Event>()
        val chat = Conversation(spy, scope, events, bob.uid)
        chat.state.until("the last page") { it.messages.size == 50 }
        events.subscriptionCount.first { it == 1 }
        val pages = spy.pagesAsked.get()
        // A state of one message in the window, of one outside, and of another chat.
        events.emit(Event.MessageStates(bob.uid, listOf(sent[59].id), MessageState.DELIVERED))
        events.emit(Event.MessageStates(bob.uid, listOf(sent[0].id), MessageState.DELIVERED))
        events.emit(Event.Messages(alice.uid, listOf(sent[0].id)))
        alice.messenger.send(bob.uid, "message 61")
        events.emit(Event.Messages(bob.uid, listOf("00".repeat(16))))
        chat.state.until("the new one") { it.messages.size == 51 && it.messages.last().text == "message 61" }
        assertEquals(pages, spy.pagesAsked.get()) { "the page was read again" }
        events.emit(Event.Overflowed)
        eventually("everything is read again", { spy.pagesAsked.get() }) { it == pages + 1 }
        chat.close()
    }
}
