package dev.pure2p.messenger

import dev.pure2p.core.InternalException
import dev.pure2p.core.MessengerException
import dev.pure2p.core.panicHere
import dev.pure2p.core.panicInside
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** A defect in the library is an exception, and not the end of the app. */
@Timeout(300)
class PanicsTest {
    @Test
    fun `panics become exceptions, and everything works on`() = World.test {
        val alice = person("Alice")
        val bob = person("Bob")
        friends(alice, bob)
        repeat(20) { round ->
            val inside = assertThrows<MessengerException.Defect> { within("panicInside") { panicInside("on purpose $round") } }
            assertEquals("on purpose $round", inside.reason)
            val here = assertThrows<InternalException> { within("panicHere") { panicHere("on purpose $round") } }
            assertEquals("on purpose $round", here.message)
        }
        alice.messenger.send(bob.uid, "still here")
        assertEquals("still here", bob.has(1, alice.uid).single().text)
    }
}
