package dev.pure2p.messenger

import java.io.File
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.cancelAndJoin
import kotlinx.coroutines.launch
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Assumptions.assumeTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** What is used is given back. */
@Timeout(300)
class MemoryTest {
    @Test
    fun `resident memory settles`() = World.test {
        assumeTrue(STATUS.canRead(), "only Linux says how much is resident")
        val alice = person("Alice", here = false)
        val bob = person("Bob", here = false)
        friends(alice, bob)
        within("writing") { alice.messenger.sendMany(bob.uid, numbered(1, 500)) }
        suspend fun round() = within("a round") {
            repeat(500) { alice.messenger.subscribe(listener {}).close() }
            repeat(10) { alice.messenger.messages(bob.uid, null, 200u) }
            repeat(100) {
                val call = launch(start = CoroutineStart.UNDISPATCHED) { alice.messenger.chats() }
                call.cancelAndJoin()
            }
            repeat(2) {
                Screens(alice.messenger).use { screens ->
                    screens.conversation(bob.uid).state.until("the last page") { it.messages.isNotEmpty() }
                    screens.chatList.state.until("the chat") { it.isNotEmpty() }
                }
            }
            repeat(2) {
                alice.messenger.enterForeground(Person.HERE)
                alice.messenger.enterBackground()
            }
        }
        fillHeap()
        repeat(WARM_UP) { round() }
        val before = resident()
        repeat(ROUNDS) { round() }
        val grown = resident() - before
        println("resident: $before MiB, then $grown MiB more")
        assertTrue(grown < BOUND) { "$grown MiB more after $ROUNDS rounds, from $before MiB" }
    }

    /** The JVM's own heap is resident once it was used, and only then: all of it now, so that it does not count later. */
    private fun fillHeap() {
        repeat((2 * Runtime.getRuntime().totalMemory() / MIB).toInt()) { ByteArray(MIB).fill(1) }
    }

    /** MiB, after what is garbage was collected. */
    private fun resident(): Long {
        repeat(3) { System.gc() }
        return STATUS.readLines().first { it.startsWith("VmRSS:") }.filter(Char::isDigit).toLong() / 1_024
    }

    private companion object {
        val STATUS = File("/proc/self/status")
        const val MIB = 1_048_576
        const val WARM_UP = 40
        const val ROUNDS = 40

        /** MiB. One KiB kept of each of the 20,000 subscriptions would show, or five of each of the 4,000 cancelled calls. */
        const val BOUND = 16L
    }
}
