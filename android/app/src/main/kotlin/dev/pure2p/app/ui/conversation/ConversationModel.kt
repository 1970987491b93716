package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.foundation.text.input.clearText
import androidx.compose.foundation.text.input.setTextAndPlaceCursorAtEnd
import androidx.compose.runtime.snapshotFlow
import androidx.lifecycle.ViewModel
import androidx.lifecycle.viewModelScope
import dev.pure2p.app.home.OpenHome
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageId
import dev.pure2p.core.MessageState
import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import dev.pure2p.messenger.Conversation
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharingStarted
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.collectLatest
import kotlinx.coroutines.flow.combine
import kotlinx.coroutines.flow.conflate
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.flow.map
import kotlinx.coroutines.flow.stateIn
import kotlinx.coroutines.flow.update
import kotlinx.coroutines.launch

/** One open chat: outlives a rotation, and the screens that are opened from it. */
internal class ConversationModel(private val open: OpenHome, private val uid: Uid) : ViewModel() {
    private val conversation = open.screens.conversation(uid)
    private val asked = MutableStateFlow(Asked())

    /** What the composer holds. The database has it too, a moment after it is typed. */
    val draft = TextFieldState()

    /** What the screen shows. */
    val state: StateFlow<ConversationScreenState> =
        combine(conversation.state, conversation.failure, asked) { now, failure, asked ->
            ConversationScreenState(
                // Both or none: what is new is marked from the first sight on.
                contact = now.contact.takeIf { asked.placed },
                messages = if (asked.placed) now.messages else emptyList(),
                hasOlder = now.hasOlder,
                hasNewer = now.hasNewer,
                unreadFrom = asked.unreadFrom,
                stale = failure != null,
                problem = asked.problem,
                details = asked.details,
            )
        }.stateIn(viewModelScope, SharingStarted.Eagerly, ConversationScreenState(contact = null))

    /** Whether there is no such contact any more. */
    val gone: StateFlow<Boolean> = conversation.failure.map { it is MessengerException.UnknownContact }
        .stateIn(viewModelScope, SharingStarted.Eagerly, false)

    init {
        viewModelScope.launch { findUnread() }
        viewModelScope.launch { keepDraft() }
        viewModelScope.launch { keepDetails() }
    }

    /** Where reading goes on. It stays marked while the screen is open, although all is soon read. */
    private suspend fun findUnread() {
        val unread = conversation.state.first { it.contact != null }.contact?.unread ?: 0
        while (unread > 0) {
            val now = conversation.state.value
            val enough = now.messages.count(Message::isNew) >= unread || now.messages.size >= Conversation.MOST
            if (enough || !now.hasOlder) break
            if (!attempt { conversation.loadOlder() }) break
        }
        val first = conversation.state.value.messages.firstOrNull(Message::isNew)?.id
        asked.update { it.copy(placed = true, unreadFrom = first) }
    }

    private suspend fun keepDraft() {
        val known = conversation.state.first { it.contact != null }.draft
        if (draft.text.isEmpty()) draft.setTextAndPlaceCursorAtEnd(known)
        // Until it was read, an empty composer says nothing. A failed one is tried again with the next letter.
        snapshotFlow { draft.text.toString() }.conflate().collect { text ->
            attempt { conversation.saveDraft(text) }
            asked.update { if (it.problem == null) it else it.copy(problem = it.problem.after(text)) }
        }
    }

    private suspend fun keepDetails() {
        val which = asked.map { it.detailsOf }
        combine(which, conversation.state) { id, now -> id to now.messages.firstOrNull { it.id == id } }
            .collectLatest { (id, held) ->
                attempt {
                    val details = id?.let { Details(held ?: open.messenger.message(it), open.messenger.details(it)) }
                    asked.update { if (it.detailsOf == id) it.copy(details = details) else it }
                }
            }
    }

    fun send() {
        val text = draft.text.toString()
        if (text.isBlank() || asked.value.sending) return
        asked.update { it.copy(sending = true, problem = null, failed = null) }
        viewModelScope.launch {
            try {
                conversation.send(text.trim())
                if (draft.text.toString() == text) draft.clearText()
            } catch (error: MessengerException) {
                asked.update { it.copy(problem = Problem.ofSending(error), failed = text) }
            } finally {
                asked.update { it.copy(sending = false) }
            }
        }
    }

    fun showDetails(id: MessageId?) = asked.update { it.copy(detailsOf = id, details = null) }

    fun delete(message: Message) = command { deleteMessage(uid, message.id) }

    fun accept() = command { accept(uid) }

    fun block() = command { block(uid) }

    fun unblock() = command { unblock(uid) }

    fun seen() = quietly { conversation.markRead() }

    fun older() = quietly { conversation.loadOlder() }

    fun newer() = quietly { conversation.loadNewer() }

    fun toNewest() = quietly { conversation.jumpToEnd() }

    fun retry() = conversation.refresh()

    /** What a person asked for: if it is not done, they hear of it. */
    private fun command(what: suspend MessengerInterface.() -> Unit) {
        viewModelScope.launch {
            val done = attempt { open.messenger.what() }
            asked.update { it.copy(problem = if (done) null else Problem.NotDone) }
            conversation.refresh()
        }
    }

    private fun quietly(what: suspend () -> Unit) {
        viewModelScope.launch { attempt(what) }
    }

    private suspend fun attempt(what: suspend () -> Unit): Boolean =
        try {
            what()
            true
        } catch (ended: CancellationException) {
            throw ended
        } catch (_: Exception) {
            // The holder notices by itself that the database does not answer, and the screen says so.
            false
        }

    /** A problem is no longer said once another text than the one that failed stands there. */
    private fun Problem.after(text: String): Problem? = takeIf { asked.value.failed.let { it == null || it == text } }

    override fun onCleared() {
        // The last letters may not have been stored yet; this scope outlives the screen.
        val text = draft.text.toString()
        val known = conversation.state.value
        // What is being sent is stored already, as a draft or as a message: it must not become both.
        if (text != known.draft && known.contact != null && !asked.value.sending) {
            open.scope.launch { attempt { conversation.saveDraft(text) } }
        }
        conversation.close()
    }

    /** What only this screen knows. */
    private data class Asked(
        val placed: Boolean = false,
        val unreadFrom: MessageId? = null,
        val problem: Problem? = null,
        val failed: String? = null,
        val sending: Boolean = false,
        val detailsOf: MessageId? = null,
        val details: Details? = null,
    )
}

private fun Message.isNew(): Boolean = direction == Direction.IN && state != MessageState.READ
