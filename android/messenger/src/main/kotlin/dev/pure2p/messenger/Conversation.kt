package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import java.util.concurrent.atomic.AtomicReference
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/**
 * One chat on the screen: a window of its messages, who it is with, and what the composer holds.
 *
 * From its making until [close] the messenger knows that this chat is on the screen. The window follows the end of
 * the chat while it is there, and never holds more than [MOST] messages. Everything here may be used from any thread.
 */
public class Conversation internal constructor(
    private val messenger: MessengerInterface,
    scope: CoroutineScope,
    events: SharedFlow<Event>,
    /** With whom. */
    public val uid: Uid,
    private val shown: Shown,
) : AutoCloseable {
    /** A conversation outside of [Screens]. */
    public constructor(
        messenger: MessengerInterface,
        scope: CoroutineScope,
        events: SharedFlow<Event>,
        uid: Uid,
    ) : this(messenger, scope, events, uid, Shown(messenger, scope))

    private val pages = Pages(messenger, uid)
    private val current = MutableStateFlow(ConversationState())
    private val pending = AtomicReference(Changes.NONE)
    private val rounds = Rounds(scope, ::round)
    private val draft = Draft()

    /** Held by whoever changes the window. */
    private val turn = Mutex()

    /** What is so, as far as is known. */
    public val state: StateFlow<ConversationState> = current.asStateFlow()

    /** Why the last look failed, if it did; [state] is older then. */
    public val failure: StateFlow<Exception?> get() = rounds.failure

    private val listening: Job = scope.launch {
        events.onSubscription { note(Changes(all = true)) }.collect { event ->
            if (event is Event.Listening) shown.again(this@Conversation)
            changes(event)?.let(::note)
        }
    }

    init {
        shown.show(this, uid)
    }

    /** Lengthens the window by a page into the past; at [MOST] the newest make room. */
    public suspend fun loadOlder() {
        change { if (it.hasOlder) pages.older(it) else it }
    }

    /** Lengthens the window by a page towards the present; at [MOST] the oldest make room. */
    public suspend fun loadNewer() {
        change { if (it.hasNewer) pages.newer(it) else it }
    }

    /** Shows the end of the chat. */
    public suspend fun jumpToEnd() {
        change { if (it.hasNewer) pages.end(PAGE) else it }
    }

    /**
     * Stores [text] as a message, forgets the draft and goes to the end of the chat. It is done to its end even if
     * the caller is cancelled. If it fails the draft is what it was.
     */
    public suspend fun send(text: String): Message = withContext(NonCancellable) {
        val before = current.value.draft
        val message = messenger.send(uid, text.wellFormed())
        draft.forget(before)
        note(Changes(end = true, jump = true))
        message
    }

    /** Keeps what the composer holds. Called faster than it can be stored: the last one is. */
    public suspend fun saveDraft(text: String) {
        current.update { it.copy(draft = text) }
        withContext(NonCancellable) { draft.store() }
    }

    /** Everything received here was seen. */
    public suspend fun markRead() {
        messenger.markRead(uid)
    }

    /** Looks again, although no event said so. */
    public fun refresh() {
        note(Changes(all = true))
    }

    /** Leaves the screen, unless another conversation has taken its place already. [state] keeps what it has. */
    override fun close() {
        listening.cancel()
        rounds.end()
        shown.hide(this)
    }

    private fun changes(event: Event): Changes? = when (event) {
        // Also when a message was deleted, which no event names.
        is Event.ContactChanged -> Changes(all = true).takeIf { event.uid == uid }
        is Event.Messages -> Changes(end = true).takeIf { event.chat == uid }
        is Event.MessageStates -> {
            // What was just written waits, and is named for the first time.
            val written = event.state == MessageState.WAITING
            Changes(ids = event.ids.toSet(), end = written).takeIf { event.chat == uid }
        }
        is Event.PresenceChanged -> Changes(reasons = true).takeIf { event.uid == uid }
        is Event.ReasonChanged -> Changes(reasons = true).takeIf { event.chat == uid }
        is Event.Closed, is Event.Listening -> Changes(reasons = true)
        is Event.Overflowed -> Changes(all = true)
        is Event.Progress, is Event.ReachChanged, is Event.RequestArrived -> null
    }

    private fun note(changes: Changes) {
        pending.updateAndGet { it + changes }
        rounds.ask()
    }

    private suspend fun round() {
        draft.load()
        val contact = messenger.contact(uid)
        turn.withLock {
            val changes = pending.getAndSet(Changes.NONE)
            try {
                val window = look(current.value.window, changes)
                current.update { it.copy(contact = contact, window = window) }
            } catch (error: Throwable) {
                pending.updateAndGet { it + changes }
                throw error
            }
        }
    }

    private suspend fun look(window: Window, changes: Changes): Window = when {
        changes.jump && window.hasNewer -> pages.end(PAGE)
        changes.all -> pages.again(window)
        else -> {
            val affected = window.messages.filter {
                it.id in changes.ids || (changes.reasons && it.state == MessageState.WAITING)
            }
            val fresh = pages.again(window, affected)
            if (changes.end && !fresh.hasNewer) pages.follow(fresh) else fresh
        }
    }

    private suspend fun change(how: suspend (Window) -> Window) {
        turn.withLock {
            val window = how(current.value.window)
            current.update { it.copy(window = window) }
        }
    }

    /** The composer's text on its way to the database and back, one after another. */
    private inner class Draft {
        private val turn = Mutex()
        private var stored: String? = null

        /** Once, and only if nobody has typed before. */
        suspend fun load() = turn.withLock {
            if (stored != null) return@withLock
            val text = messenger.draft(uid)
            stored = text
            current.update { if (it.draft.isEmpty()) it.copy(draft = text) else it }
        }

        suspend fun store() = turn.withLock {
            val text = current.value.draft
            if (text != stored) {
                messenger.saveDraft(uid, text.wellFormed())
                stored = text
            }
        }

        /** [sent] became a message. What was typed since then stays. */
        suspend fun forget(sent: String) {
            current.update { if (it.draft == sent) it.copy(draft = "") else it }
            try {
                store()
            } catch (_: Exception) {
                // The message is stored, and that is what the caller asked for.
            }
        }
    }

    public companion object {
        /** The most messages that a window holds. */
        public const val MOST: Int = 200

        /** How many messages are added to a window at once. */
        public const val PAGE: Int = 50
    }
}
