package dev.pure2p.app

import dev.pure2p.app.support.AppProcess
import dev.pure2p.app.support.Peer
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.rules.TemporaryFolder

/** Systems kill apps, and batteries end. */
class KilledTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val device = TemporaryFolder()

    @Test
    fun `killed amid a delivery, nothing is lost or doubled, and what was being written is there`() {
        // Once, so that Bob's link says where he will be.
        bob.open()
        bob.leave()
        val alice = AppProcess(device.root).use { app ->
            val alice = app.ask("create", "Alice")
            app.ask("add", bob.link())
            bob.run("add", app.ask("link"), "--name", "Alice")
            app.ask("write", bob.uid, "$MANY")
            bob.write(alice, (1..MANY).map { "answer $it" })
            app.ask("tap", "Bob")
            app.ask("type", bob.uid, "What I wanted to say")
            bob.open()
            bob.event("message")
            app.kill()
            alice
        }
        val before = received(alice)
        assertTrue("it was amid the delivery: $before of $MANY", before.size in 1 until MANY)
        AppProcess(device.root).use { app ->
            app.ask("tap", "Bob")
            assertEquals("What I wanted to say", app.ask("composer"))
            app.ask("all delivered")
            assertEquals((1..MANY).map { "message $it" }, received(alice))
            // Bob hears of the last one after it is on Alice's disk.
            while (bob.run("queue").isNotEmpty()) bob.event("progress")
            assertEquals((1..MANY).map { "answer $it" }, app.ask("received", bob.uid).split("\t"))
            app.ask("send")
            bob.await { it.optString("event") == "message" && it.getString("text") == "What I wanted to say" }
            assertEquals("", app.ask("composer"))
        }
    }

    private fun received(alice: String): List<String> =
        bob.run("messages", alice, "--limit", "${2 * MANY}").filter { it.getString("direction") == "in" }.map { it.getString("text") }

    private companion object {
        const val MANY = 3_000
    }
}
