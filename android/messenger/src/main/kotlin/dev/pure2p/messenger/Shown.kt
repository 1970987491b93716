package dev.pure2p.messenger

import dev.pure2p.core.MessengerException
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.CoroutineStart
import kotlinx.coroutines.NonCancellable
import kotlinx.coroutines.launch
import kotlinx.coroutines.sync.Mutex
import kotlinx.coroutines.sync.withLock
import kotlinx.coroutines.withContext

/** Which chat is on the screen, told to the messenger in the order in which screens come and go. */
internal class Shown(private val messenger: MessengerInterface, private val scope: CoroutineScope) {
    private val turn = Mutex()
    private var by: Any? = null
    private var chat: Uid? = null

    /** [owner] is on the screen now, in front of whoever was. */
    fun show(owner: Any, uid: Uid) {
        synchronized(this) {
            by = owner
            chat = uid
        }
        tell()
    }

    /** The messenger is in the foreground (again), and has forgotten. */
    fun again(owner: Any) {
        if (synchronized(this) { by === owner }) tell()
    }

    /** [owner] is gone. Says nothing if another has taken its place. */
    fun hide(owner: Any) {
        synchronized(this) {
            if (by !== owner) return
            by = null
            chat = null
        }
        tell()
    }

    /** Nothing is on the screen. */
    fun clear() {
        synchronized(this) { by }?.let(::hide)
    }

    // The scope may end in this moment, or have ended, and the messenger must know all the same: it is one short call.
    private fun tell() {
        scope.launch(start = CoroutineStart.UNDISPATCHED) {
            withContext(NonCancellable) {
                turn.withLock {
                    val now = synchronized(this@Shown) { chat }
                    try {
                        messenger.showChat(now)
                    } catch (_: MessengerException) {
                        // Shut down, or no such contact: then there is nothing to watch.
                    } catch (_: IllegalStateException) {
                        // Closed.
                    }
                }
            }
        }
    }
}
