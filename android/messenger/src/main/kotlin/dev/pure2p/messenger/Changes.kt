package dev.pure2p.messenger

import dev.pure2p.core.MessageId

/** What events said about a chat since it was last looked at. */
internal data class Changes(
    /** These messages. */
    val ids: Set<MessageId> = emptySet(),
    /** There are new messages. */
    val end: Boolean = false,
    /** Why messages wait. */
    val reasons: Boolean = false,
    /** Anything. */
    val all: Boolean = false,
    /** The person wants to see the end. */
    val jump: Boolean = false,
) {
    operator fun plus(other: Changes): Changes {
        val ids = ids + other.ids
        return Changes(
            // More than that is no longer less work than everything.
            ids = if (ids.size > MOST_IDS) emptySet() else ids,
            end = end || other.end,
            reasons = reasons || other.reasons,
            all = all || other.all || ids.size > MOST_IDS,
            jump = jump || other.jump,
        )
    }

    companion object {
        val NONE = Changes()
        private const val MOST_IDS = 1_000
    }
}
