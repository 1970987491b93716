package dev.pure2p.app.ui.conversation

import dev.pure2p.core.Contact
import dev.pure2p.core.Message
import dev.pure2p.core.MessageId
import dev.pure2p.core.MessengerException
import dev.pure2p.core.TimelineEntry

/** What this screen shows. */
data class ConversationScreenState(
    /** With whom; nothing until it was read. */
    val contact: Contact?,
    /** The part of the chat that is held, oldest first. */
    val messages: List<Message> = emptyList(),
    val hasOlder: Boolean = false,
    val hasNewer: Boolean = false,
    /** The first message that was new when the screen was opened. */
    val unreadFrom: MessageId? = null,
    /** Whether what is shown may be older than what is so. */
    val stale: Boolean = false,
    /** Whether a person sees it: what only lies behind another app is not read. */
    val inFront: Boolean = true,
    /** Whether Enter sends; otherwise it begins a new line. */
    val enterSends: Boolean = false,
    /** Why what was last asked for was not done. */
    val problem: Problem? = null,
    /** The message whose timeline is shown. */
    val details: Details? = null,
)

/** A message and all that happened to it. */
data class Details(val message: Message, val timeline: List<TimelineEntry>)

/** Why something was not done, as far as a person can do something about it. */
sealed interface Problem {
    /** Too many bytes, by so many. */
    data class TooLong(val by: Int) : Problem

    /** No room. */
    data object DeviceFull : Problem

    /** The message was not stored. */
    data object NotStored : Problem

    /** Something else was not done. */
    data object NotDone : Problem

    companion object {
        /** Why a message could not be sent. That somebody is blocked or gone, the screen says anyway. */
        fun ofSending(error: Exception): Problem = when (error) {
            is MessengerException.TextTooLong -> TooLong(error.length - error.limit)
            is MessengerException.DeviceFull -> DeviceFull
            else -> NotStored
        }
    }
}

/** Where taps lead. */
class ConversationActions(
    val back: () -> Unit = {},
    val contact: () -> Unit = {},
    val send: () -> Unit = {},
    val copy: (Message) -> Unit = {},
    val delete: (Message) -> Unit = {},
    val showDetails: (Message) -> Unit = {},
    val hideDetails: () -> Unit = {},
    val older: () -> Unit = {},
    val newer: () -> Unit = {},
    val toNewest: () -> Unit = {},
    val seen: () -> Unit = {},
    val retry: () -> Unit = {},
    val accept: () -> Unit = {},
    val block: () -> Unit = {},
    val unblock: () -> Unit = {},
    val myLink: () -> Unit = {},
    val reach: () -> Unit = {},
    /** The system's, for this app. */
    val settings: () -> Unit = {},
)
