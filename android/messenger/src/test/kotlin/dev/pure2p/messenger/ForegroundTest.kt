package dev.pure2p.messenger

import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.InterfaceAddress
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Network
import dev.pure2p.core.NetworkKind
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.core.SocketAddr
import java.net.InetAddress
import java.net.ServerSocket
import java.util.concurrent.CopyOnWriteArrayList
import java.util.concurrent.atomic.AtomicInteger
import kotlin.random.Random
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CompletableDeferred
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertFalse
import org.junit.jupiter.api.Assertions.assertInstanceOf
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** The way to the foreground and back. */
@Timeout(300)
class ForegroundTest {
    @Test
    fun `whatever the system calls, the last wish comes true`() = World.test {
        val alice = person("Alice", here = false)
        val watched = Watched(alice.messenger)
        val foreground = Foreground(watched, scope) { Person.HERE }
        val seed = System.getProperty("pure2p.seed")?.toLong() ?: Random.nextLong()
        println("seed $seed")
        for (last in listOf(true, false, true, false)) {
            within("callbacks from four threads, seed $seed") {
                repeat(4) { thread ->
                    val random = Random(seed + thread)
                    launch(Dispatchers.IO) {
                        repeat(200) { if (random.nextBoolean()) foreground.start() else foreground.stop() }
                    }
                }
            }
            if (last) {
                foreground.start()
                within("settling, seed $seed") { foreground.settled() }
                val state = assertInstanceOf(ForegroundState.Listening::class.java, foreground.state.value)
                assertEquals(state.addresses, alice.messenger.session().listening)
            } else {
                assertTrue(within("stopAndWait, seed $seed") { foreground.stopAndWait(LIMIT) })
                assertEquals(ForegroundState.Background, foreground.state.value)
                assertEquals(emptyList<SocketAddr>(), alice.messenger.session().listening)
            }
        }
        assertEquals(1, watched.mostAtOnce.get()) { "calls overlapped" }
        assertTrue(watched.calls.get() < 800) { "every callback became a call" }
    }

    /** Counts how many calls are under way. */
    private class Watched(private val real: MessengerInterface) : MessengerInterface by real {
        val calls = AtomicInteger()
        val mostAtOnce = AtomicInteger()
        private val now = AtomicInteger()

        override suspend fun enterForeground(options: ForegroundOptions) = counted { real.enterForeground(options) }

        override suspend fun enterBackground() = counted { real.enterBackground() }

        private suspend fun <T> counted(call: suspend () -> T): T {
            calls.incrementAndGet()
            mostAtOnce.accumulateAndGet(now.incrementAndGet(), ::maxOf)
            return try {
                call()
            } finally {
                now.decrementAndGet()
            }
        }
    }

    @Test
    fun `the state says what is going on, and why it failed`() = World.test {
        val alice = person("Alice", here = false)
        ServerSocket(0, 1, InetAddress.getLoopbackAddress()).use { taken ->
            val address = "127.0.0.1:${taken.localPort}"
            var listen = address
            val foreground = Foreground(alice.messenger, scope) { ForegroundOptions(listOf(listen)) }
            val states = CopyOnWriteArrayList<ForegroundState>()
            val watching = scope.launch { foreground.state.collect { states += it } }
            eventually("the first state", { states.toList() }) { it == listOf(ForegroundState.Background) }

            foreground.start()
            val failed = foreground.state.until("failed") { it is ForegroundState.Failed }
            val error = assertInstanceOf(MessengerException.AddressInUse::class.java, (failed as ForegroundState.Failed).error)
            assertEquals(address, error.address)

            listen = "127.0.0.1:0"
            foreground.start()
            foreground.state.until("listening") { it is ForegroundState.Listening }
            assertTrue(foreground.stopAndWait(LIMIT))
            within("shutdown") { alice.messenger.shutdown() }
            foreground.start()
            foreground.state.until("shut down") { (it as? ForegroundState.Failed)?.error is MessengerException.ShutDown }
            assertTrue(states.none { it is ForegroundState.Failed && it.error is MessengerException.AlreadyOpen })
            watching.cancel()
        }
    }

    @Test
    fun `waiting for the end is bounded`() = World.test {
        val alice = person("Alice", here = false)
        val never = CompletableDeferred<Unit>()
        val stuck = object : MessengerInterface by alice.messenger {
            override suspend fun enterBackground() = never.await()
        }
        val foreground = Foreground(stuck, scope) { Person.HERE }
        foreground.start()
        foreground.state.until("listening") { it is ForegroundState.Listening }
        assertFalse(within("stopAndWait") { foreground.stopAndWait(50.milliseconds) })
        assertEquals(ForegroundState.Leaving, foreground.state.value)
        never.complete(Unit)
        foreground.state.until("background") { it == ForegroundState.Background }
    }

    @Test
    fun `networks are told, the last one last, also while nothing else is wanted`() = World.test {
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        val told = CopyOnWriteArrayList<NetworkSnapshot>()
        val spy = object : MessengerInterface by alice.messenger {
            override suspend fun networkChanged(snapshot: NetworkSnapshot) {
                told += snapshot
                alice.messenger.networkChanged(snapshot)
            }
        }
        alice.messenger.add(bob.link())
        alice.messenger.send(bob.uid, "Hello")
        val foreground = Foreground(spy, scope) { Person.HERE }
        (1..100).forEach { foreground.networkChanged(wifi(it)) }
        eventually("the last snapshot", { told.toList() }) { it.lastOrNull() == wifi(100) }
        foreground.start()
        foreground.state.until("listening") { it is ForegroundState.Listening }
        foreground.networkChanged(NetworkSnapshot(emptyList()))
        eventually("offline", { told.toList() }) { it.last().networks.isEmpty() }
        assertTrue(foreground.state.value is ForegroundState.Listening)
    }

    private fun wifi(last: Int) = NetworkSnapshot(
        listOf(
            Network(
                kind = NetworkKind.WIFI,
                addresses = listOf(InterfaceAddress("192.168.1.$last", 24u)),
                isDefault = true,
            ),
        ),
    )
}
