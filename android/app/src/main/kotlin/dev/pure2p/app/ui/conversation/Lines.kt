package dev.pure2p.app.ui.conversation

import dev.pure2p.core.Message
import dev.pure2p.core.MessageId
import java.time.LocalDate
import java.time.ZoneId
import java.time.temporal.ChronoUnit

/** What stands below one another in a chat. */
internal sealed interface Line {
    /** Stable while the window moves: the list keeps its place by it. */
    val key: String

    /** A day begins. */
    data class Day(val day: LocalDate, val before: MessageId) : Line {
        // Not the day alone: a clock that was set back makes the same day begin twice.
        override val key get() = "day $before"
    }

    /** From here on it was new. */
    data object Unread : Line {
        override val key get() = "unread"
    }

    /** A message, and whether it is the [first] and [last] of what was said in one breath. */
    data class Said(val message: Message, val first: Boolean, val last: Boolean) : Line {
        override val key get() = message.id
    }
}

/** The lines of [messages], in the order in which this device stored them, newest first. */
internal fun lines(messages: List<Message>, unreadFrom: MessageId?, zone: ZoneId = ZoneId.systemDefault()): List<Line> {
    val lines = ArrayList<Line>(messages.size + 8)
    messages.forEachIndexed { at, message ->
        val before = messages.getOrNull(at - 1)
        val after = messages.getOrNull(at + 1)
        val day = message.day(zone)
        val newDay = before?.day(zone) != day
        if (newDay) lines += Line.Day(day, message.id)
        if (message.id == unreadFrom) lines += Line.Unread
        val first = before == null || message.id == unreadFrom || !together(before, message, zone)
        val last = after == null || after.id == unreadFrom || !together(message, after, zone)
        lines += Line.Said(message, first, last)
    }
    return lines.asReversed()
}

/** Whether one line about time and state is true of both. */
private fun together(one: Message, next: Message, zone: ZoneId): Boolean =
    one.direction == next.direction &&
        one.state == next.state &&
        one.reason == next.reason &&
        one.storedAt.truncatedTo(ChronoUnit.MINUTES) == next.storedAt.truncatedTo(ChronoUnit.MINUTES) &&
        one.day(zone) == next.day(zone)

private fun Message.day(zone: ZoneId): LocalDate = storedAt.atZone(zone).toLocalDate()
