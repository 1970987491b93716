package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.EventListener
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.NoHandle
import dev.pure2p.core.Subscription
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.CountDownLatch
import java.util.concurrent.atomic.AtomicInteger
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.Job
import kotlinx.coroutines.async
import kotlinx.coroutines.awaitAll
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.take
import kotlinx.coroutines.flow.toList
import kotlinx.coroutines.launch
import kotlinx.coroutines.runBlocking
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** Events reach who listens, and nobody who listens badly harms anybody. */
@Timeout(300)
class EventsTest {
    @Test
    fun `events come in order from the moment of collecting on`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        val seen = CopyOnWriteArrayList<Event>()
        val collecting = scope.launch(start = CoroutineStart.UNDISPATCHED) {
            alice.messenger.events().collect { seen += it }
        }
        val addresses = alice.enter()
        alice.messenger.rename(bob.uid, "Robert")
        alice.leave()
        eventually("all three", { seen.toList() }) { it.lastOrNull() == Event.Closed }
        assertEquals(
            listOf(Event.Listening(addresses), Event.ContactChanged(bob.uid), Event.Closed),
            seen.filter { it is Event.Listening || it is Event.ContactChanged || it is Event.Closed },
        )
        within("cancelling") { collecting.cancelAndJoin() }
        val sofar = seen.size
        val other = listening(alice) { alice.messenger.rename(bob.uid, "Bobby") }
        assertTrue(other is Event.ContactChanged)
        assertEquals(sofar, seen.size)
    }

    /** The first event that [causing] causes. */
    private suspend fun World.listening(who: Person, causing: suspend () -> Unit): Event {
        val first = scope.async(start = CoroutineStart.UNDISPATCHED) { who.messenger.events().first() }
        causing()
        return within("an event") { first.await() }
    }

    @Test
    fun `listeners that throw, block or call back harm nobody`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        val threw = AtomicInteger()
        val asked = CopyOnWriteArrayList<String>()
        val release = CountDownLatch(1)
        val blocked = AtomicInteger()
        val bad = listOf(
            listener {
                threw.incrementAndGet()
                throw IllegalStateException("on purpose")
            },
            listener {
                threw.incrementAndGet()
                throw StackOverflowError("on purpose")
            },
            listener {
                blocked.incrementAndGet()
                release.await()
            },
            listener {
                Thread.sleep(1_000)
            },
            // Waits for the messenger on the library's own thread.
            listener { event ->
                if (event is Event.Messages) runBlocking { event.ids.forEach { asked += bob.messenger.message(it).text } }
            },
        ).map { bob.messenger.subscribe(it) }
        val good = CopyOnWriteArrayList<String>()
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            bob.messenger.events().collect { event -> if (event is Event.Messages) good += event.ids }
        }
        val sent = numbered(1, 200)
        for (text in sent) alice.messenger.send(bob.uid, text)
        assertEquals(sent, bob.has(200, alice.uid).map { it.text })
        eventually("the good listener has all", { good.size }) { it == 200 }
        eventually("the one that calls back has all", { asked.toList() }) { it == sent }
        assertTrue(threw.get() > 2) { "a listener that threw was not called again" }
        assertEquals(1, blocked.get()) { "one event after another" }
        release.countDown()
        within("closing subscriptions") { bad.forEach { it.close() } }
        eventually("Alice knows", { alice.messenger.contact(bob.uid).waiting }) { it == 0 }
    }

    @Test
    fun `more blocked listeners than there are threads keep nobody from asking`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        val blocked = AtomicInteger()
        val release = CountDownLatch(1)
        val many = List(600) {
            alice.messenger.subscribe(listener {
                blocked.incrementAndGet()
                release.await()
            })
        }
        try {
            alice.messenger.rename(bob.uid, "Robert")
            eventually("as many as may are blocked", { blocked.get() }) { it >= 64 }
            assertEquals("Robert", within("a question") { alice.messenger.contact(bob.uid) }.name)
            within("a command") { alice.messenger.rename(bob.uid, null) }
        } finally {
            release.countDown()
        }
        within("closing") { many.forEach { it.close() } }
    }

    /** A messenger whose events the test makes up. */
    private class Told(real: MessengerInterface) : MessengerInterface by real {
        lateinit var listener: EventListener
        val closed = AtomicInteger()

        override fun subscribe(listener: EventListener): Subscription {
            this.listener = listener
            return object : Subscription(NoHandle) {
                override fun close() {
                    closed.incrementAndGet()
                }
            }
        }
    }

    @Test
    fun `the last event may be the one that is lost, and Overflowed says so`() = World.test {
        val told = Told(person("Alice", here = false).messenger)
        val gate = CompletableDeferred<Unit>()
        val seen = CopyOnWriteArrayList<Event>()
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            told.events().collect {
                seen += it
                gate.await()
            }
        }
        fun progress(number: Int) = told.listener.onEvent(Event.Progress(number, EVENTS_HELD))
        progress(0)
        eventually("the first", { seen.toList() }) { it == listOf(Event.Progress(0, EVENTS_HELD)) }
        // As many as are held, and one more: then nothing comes for a long time.
        (1..EVENTS_HELD + 1).forEach(::progress)
        gate.complete(Unit)
        eventually("Overflowed", { seen.toList() }) { it.drop(1) == listOf(Event.Overflowed) }
        (1..EVENTS_HELD).forEach(::progress)
        eventually("all that came after it", { seen.toList() }) { it.size >= 2 + EVENTS_HELD }
        assertEquals((1..EVENTS_HELD).map { Event.Progress(it, EVENTS_HELD) }, seen.drop(2).filter { it != Event.Overflowed })
    }

    @Test
    fun `a slow collector gets Overflowed and then what is new`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        val gate = CompletableDeferred<Unit>()
        val slow = CopyOnWriteArrayList<Event>()
        val collecting = scope.launch(start = CoroutineStart.UNDISPATCHED) {
            alice.messenger.events().collect {
                slow += it
                gate.await()
            }
        }
        val fast = AtomicInteger()
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            alice.messenger.events().collect { if (it is Event.ContactChanged) fast.incrementAndGet() }
        }
        val many = 3 * EVENTS_HELD
        within("renaming $many times") {
            (1..many).map { async { alice.messenger.rename(bob.uid, "Bob $it") } }.awaitAll()
        }
        eventually("the fast collector has all", { fast.get() }) { it == many }
        // The library hands the slow one's events over in the meantime as well: none of them waits for it.
        eventually("the slow collector's turn has come", { slow.size }) { it >= 1 }
        gate.complete(Unit)
        eventually("Overflowed", { slow.toList() }) { Event.Overflowed in it }
        assertTrue(slow.size < many) { "nothing was lost, although ${slow.size} of $many came" }
        alice.messenger.rename(bob.uid, "Robert")
        alice.enter()
        eventually("what is new", { slow.toList() }) { it.last() is Event.Listening }
        collecting.cancel()
    }

    @Test
    fun `a listener that blocks gets Overflowed from the library`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        val release = CountDownLatch(1)
        val seen = CopyOnWriteArrayList<Event>()
        val blocking = listener {
            seen += it
            release.await()
        }
        alice.messenger.subscribe(blocking).use {
            within("renaming 1,500 times") {
                (1..1_500).map { async { alice.messenger.rename(bob.uid, "Bob $it") } }.awaitAll()
            }
            release.countDown()
            eventually("Overflowed", { seen.toList() }) { Event.Overflowed in it }
            assertTrue(seen.size < 1_500)
        }
    }

    @Test
    fun `10,000 subscriptions come and go`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        val heard = AtomicInteger()
        within("subscribing 10,000 times") {
            repeat(10_000) { round ->
                val subscription = alice.messenger.subscribe(listener { heard.incrementAndGet() })
                if (round % 3 == 0) subscription.cancel()
                if (round % 500 == 0) alice.messenger.rename(bob.uid, "Bob $round")
                subscription.close()
                subscription.close()
            }
        }
        val before = heard.get()
        val collected = scope.async(start = CoroutineStart.UNDISPATCHED) { alice.messenger.events().take(2).toList() }
        alice.messenger.rename(bob.uid, "Robert")
        alice.messenger.rename(bob.uid, "Bob")
        assertEquals(2, within("an event after all that") { collected.await() }.size)
        assertEquals(before, heard.get()) { "who has left still hears" }
    }

    @Test
    fun `collectors cancelled at any moment leave nothing behind`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        alice.messenger.add(bob.uid)
        within("500 collectors") {
            val jobs: List<Job> = (1..500).map { scope.launch { alice.messenger.events().collect {} } }
            alice.messenger.rename(bob.uid, "Robert")
            jobs.forEach { it.cancelAndJoin() }
            assertFalse(jobs.any { it.isActive })
        }
        assertTrue(listening(alice) { alice.messenger.rename(bob.uid, "Bob") } is Event.ContactChanged)
    }

    @Test
    fun `a subscription is closed with its collector, and with the screens`() = World.test {
        val told = Told(person("Alice", here = false).messenger)
        val collecting = scope.launch(start = CoroutineStart.UNDISPATCHED) { told.events().collect {} }
        assertEquals(0, told.closed.get())
        within("cancelling") { collecting.cancelAndJoin() }
        assertEquals(1, told.closed.get())
        val screens = Screens(told)
        screens.chatList.loaded.until("the chats were read") { it }
        assertEquals(1, told.closed.get())
        screens.close()
        assertEquals(2, told.closed.get())
    }
}
