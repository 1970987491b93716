package dev.pure2p.app.ui.conversation

import dev.pure2p.app.fake.Samples
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState
import java.time.Duration
import java.time.ZoneOffset
import org.junit.Assert.assertEquals
import org.junit.Test

class LinesTest {
    private val one = Samples.message(1, Samples.uid(1), "one")
    private val two = Samples.message(2, Samples.uid(1), "two")

    @Test
    fun `what is said in one minute is one group`() {
        assertEquals("[day] one( two)", words(one, two))
    }

    @Test
    fun `another minute, writer or state begins a group`() {
        assertEquals("[day] one() two()", words(one, two.later(Duration.ofMinutes(1))))
        val mine = two.copy(direction = Direction.OUT)
        assertEquals("[day] one() two()", words(one, mine))
        assertEquals("[day] one() two()", words(one.copy(direction = Direction.OUT), mine.copy(state = MessageState.WAITING)))
    }

    @Test
    fun `a day is said where it begins, twice if a clock was set back`() {
        val next = two.later(Duration.ofDays(1))
        assertEquals("[day] one() [day] two()", words(one, next))
        val back = Samples.message(3, Samples.uid(1), "three")
        val lines = lines(listOf(one, next, back), null, ZoneOffset.UTC)
        assertEquals(lines.size, lines.distinctBy { it.key }.size)
    }

    @Test
    fun `what is new begins a group of its own`() {
        val lines = lines(listOf(one, two), two.id, ZoneOffset.UTC)
        assertEquals("[day] one() [new] two()", words(lines))
    }

    private fun Message.later(by: Duration) = copy(storedAt = storedAt + by)

    private fun words(vararg messages: Message) = words(lines(messages.toList(), null, ZoneOffset.UTC))

    /** Oldest first: a bracket opens behind the first of a group and closes behind the last. */
    private fun words(lines: List<Line>) = lines.reversed().joinToString(" ") {
        when (it) {
            is Line.Day -> "[day]"
            Line.Unread -> "[new]"
            is Line.Said -> it.message.text + (if (it.first) "(" else "") + (if (it.last) ")" else "")
        }
    }
}
