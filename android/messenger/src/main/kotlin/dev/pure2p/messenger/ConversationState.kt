package dev.pure2p.messenger

import dev.pure2p.core.Contact
import dev.pure2p.core.Message

/** What the screen of one chat shows. */
public data class ConversationState(
    /** With whom; nothing until it was read for the first time. */
    val contact: Contact? = null,
    /** The part of the chat that is held. */
    val window: Window = Window(),
    /** What the composer held when it was last left. */
    val draft: String = "",
) {
    /** The messages that are held, oldest first. */
    val messages: List<Message> get() = window.messages

    /** Whether there are messages before the first of [messages]. */
    val hasOlder: Boolean get() = window.hasOlder

    /** Whether there are messages after the last of [messages]. */
    val hasNewer: Boolean get() = window.hasNewer
}

/** A run of a chat's messages without gaps. */
public data class Window(
    /** Oldest first. */
    val messages: List<Message> = emptyList(),
    /** Whether there are messages before these. */
    val hasOlder: Boolean = false,
    /** Whether there are messages after these. */
    val hasNewer: Boolean = false,
    /** Whether somebody went into the past and has not come back to the end: then nothing that is held makes room. */
    val readsBack: Boolean = false,
)
