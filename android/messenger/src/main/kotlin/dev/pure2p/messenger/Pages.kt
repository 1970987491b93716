package dev.pure2p.messenger

import dev.pure2p.core.Message
import dev.pure2p.core.MessageId
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import dev.pure2p.messenger.Conversation.Companion.MOST
import dev.pure2p.messenger.Conversation.Companion.PAGE

/** Moves a window over one chat. Whether there is more is known by asking for one more than is needed. */
internal class Pages(private val messenger: MessengerInterface, private val uid: Uid) {
    /** The last [many] messages. */
    suspend fun end(many: Int): Window {
        val page = before(null, many + 1)
        return Window(page.takeLast(many), hasOlder = page.size > many)
    }

    suspend fun older(window: Window): Window {
        val first = window.messages.firstOrNull() ?: return end(PAGE)
        val page = before(first.id, PAGE + 1)
        val all = page.takeLast(PAGE) + window.messages
        val hasNewer = window.hasNewer || all.size > MOST
        return Window(all.take(MOST), hasOlder = page.size > PAGE, hasNewer = hasNewer, readsBack = true)
    }

    suspend fun newer(window: Window): Window {
        val last = window.messages.lastOrNull() ?: return end(PAGE)
        val page = after(last.id, PAGE + 1)
        val all = window.messages + page.take(PAGE)
        val hasOlder = window.hasOlder || all.size > MOST
        val hasNewer = page.size > PAGE
        return Window(all.takeLast(MOST), hasOlder, hasNewer, readsBack = window.readsBack && hasNewer)
    }

    /** A window at the end of the chat, with what came since. Who reads back is not pushed on. */
    suspend fun follow(window: Window): Window {
        val last = window.messages.lastOrNull() ?: return end(PAGE)
        if (window.readsBack) {
            val room = MOST - window.messages.size
            val page = after(last.id, room + 1)
            return window.copy(messages = window.messages + page.take(room), hasNewer = page.size > room)
        }
        val page = after(last.id, MOST + 1)
        if (page.size > MOST) return end(MOST)
        val all = window.messages + page
        return Window(all.takeLast(MOST), hasOlder = window.hasOlder || all.size > MOST)
    }

    /** [affected] messages of a window as they are now. Its ends stay where they are. */
    suspend fun again(window: Window, affected: List<Message>): Window {
        if (affected.isEmpty()) return window
        val messages = window.messages
        val first = messages.indexOf(affected.first())
        val last = messages.indexOf(affected.last())
        val fresh = when {
            first == last -> listOfNotNull(one(affected.first().id))
            // No page begins with a given message: it is the one after its predecessor.
            first > 0 -> after(messages[first - 1].id, last - first + 1)
            else -> listOfNotNull(one(messages[0].id)) + after(messages[0].id, last)
        }.associateBy { it.id }
        return window.copy(messages = messages.map { fresh[it.id] ?: it })
    }

    /** A window read anew, messages that are gone and messages that came included. */
    suspend fun again(window: Window): Window =
        if (window.hasNewer) middleAgain(window) else endAgain(window)

    private suspend fun endAgain(window: Window): Window {
        val page = before(null, MOST + 1)
        val held = window.messages.mapTo(HashSet()) { it.id }
        val first = page.indexOfFirst { it.id in held }
        val wanted = if (first >= 0) page.size - first else PAGE
        val messages = page.takeLast(wanted.coerceAtMost(MOST))
        return Window(messages, hasOlder = messages.size < page.size, readsBack = window.readsBack && first >= 0)
    }

    private suspend fun middleAgain(window: Window): Window {
        // Some of them may be gone, and then no page begins there.
        for (anchor in window.messages.take(ANCHORS)) {
            val first = one(anchor.id) ?: continue
            val wanted = window.messages.size
            val page = after(first.id, wanted)
            val messages = (listOf(first) + page).take(wanted)
            val hasOlder = before(first.id, 1).isNotEmpty()
            return Window(messages, hasOlder, hasNewer = page.size >= wanted, readsBack = window.readsBack)
        }
        return end(PAGE)
    }

    private suspend fun before(id: MessageId?, many: Int) = messenger.messages(uid, id, many.toUInt())

    private suspend fun after(id: MessageId, many: Int) = messenger.messagesAfter(uid, id, many.toUInt())

    private suspend fun one(id: MessageId): Message? =
        try {
            messenger.message(id)
        } catch (_: MessengerException.UnknownMessage) {
            null
        }

    private companion object {
        const val ANCHORS = 8
    }
}
