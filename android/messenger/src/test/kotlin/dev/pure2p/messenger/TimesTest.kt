package dev.pure2p.messenger

import java.time.Instant
import java.time.temporal.ChronoUnit
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout

/** Points in time are the platform's own. */
@Timeout(300)
class TimesTest {
    @Test
    fun `a message says when it was written, stored and delivered`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob", here = false)
        friends(alice, bob)
        val began = Instant.now().truncatedTo(ChronoUnit.MILLIS)
        val sent = alice.messenger.send(bob.uid, "Now")
        val after = Instant.now()
        assertTrue(sent.writtenAt in began..after && sent.storedAt in began..after) { "$began, $sent, $after" }
        assertNull(sent.deliveredAt)
        bob.enter()
        bob.messenger.add(alice.link())
        val delivered = eventually("it is delivered", { alice.messenger.message(sent.id) }) { it.deliveredAt != null }
        assertTrue(delivered.deliveredAt!! in sent.storedAt..Instant.now()) { "$delivered" }
        assertEquals(sent.writtenAt, bob.has(1, alice.uid).single().writtenAt)
    }
}
