package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import kotlinx.coroutines.CoroutineDispatcher
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob
import kotlinx.coroutines.cancel
import kotlinx.coroutines.flow.MutableSharedFlow
import kotlinx.coroutines.launch

/**
 * Makes the holders of one messenger's screens, all over one subscription.
 *
 * Closing it closes everything that it made. It neither opens nor shuts down the messenger.
 */
public class Screens(
    private val messenger: MessengerInterface,
    dispatcher: CoroutineDispatcher = Dispatchers.Default,
) : AutoCloseable {
    private val scope = CoroutineScope(SupervisorJob() + dispatcher)
    private val shown = Shown(messenger, scope)

    // Stands before any holder asks for the first time, so that nothing falls between question and subscription.
    private val buffer = EventBuffer()
    private val subscription = messenger.subscribe(buffer)

    // Holders only note what they are told. Were one slow, the buffer would overflow, and all would reload.
    private val events = MutableSharedFlow<Event>(extraBufferCapacity = 64)

    init {
        scope.launch {
            while (true) events.emit(buffer.next())
        }
    }

    /** The chat list. */
    public val chatList: ChatList by lazy { ChatList(messenger, scope, events) }

    /** The requests. */
    public val requestList: RequestList by lazy { RequestList(messenger, scope, events) }

    /** The session bar. */
    public val session: Session by lazy { Session(messenger, scope, events) }

    /** Who can reach this device. */
    public val reachability: Reachability by lazy { Reachability(messenger, scope, events) }

    /** The conversation with [uid], which is on the screen from now on until it is closed. */
    public fun conversation(uid: Uid): Conversation = Conversation(messenger, scope, events, uid, shown)

    /** The contact [uid], kept true until it is closed. */
    public fun contact(uid: Uid): ContactPage = ContactPage(messenger, scope, events, uid)

    /** Ends the subscription and everything that was made here. */
    override fun close() {
        subscription.close()
        shown.clear()
        scope.cancel()
    }
}
