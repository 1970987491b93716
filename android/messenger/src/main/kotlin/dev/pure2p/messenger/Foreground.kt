package dev.pure2p.messenger

import dev.pure2p.core.ForegroundOptions
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.NetworkSnapshot
import dev.pure2p.core.SocketAddr
import kotlin.time.Duration
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.launch
import kotlinx.coroutines.withTimeoutOrNull

/**
 * Brings the messenger to the foreground and back, as the system's callbacks say.
 *
 * [start] and [stop] only say what is wanted: from any thread, as often as one likes. What is wanted last becomes
 * true; calls to the messenger are made one after another. [scope] must outlive the screens, so that a goodbye can
 * still be said.
 */
public class Foreground(
    private val messenger: MessengerInterface,
    scope: CoroutineScope,
    /** How to be in the foreground; asked for each time. */
    private val options: () -> ForegroundOptions = { ForegroundOptions() },
) {
    private val wanted = MutableStateFlow(Wish(open = false, number = 0))
    private val done = MutableStateFlow(0L)
    private val networks = MutableStateFlow<NetworkSnapshot?>(null)
    private val bell = Channel<Unit>(Channel.CONFLATED)
    private val current = MutableStateFlow<ForegroundState>(ForegroundState.Background)

    /** Where it is on its way. */
    public val state: StateFlow<ForegroundState> = current.asStateFlow()

    init {
        scope.launch {
            for (ring in bell) {
                tellNetworks()
                follow(wanted.value)
            }
        }
    }

    /** The app is in front. Said again it mends what the system has taken away meanwhile. */
    public fun start() {
        want(open = true)
    }

    /** The app is no longer in front. */
    public fun stop() {
        want(open = false)
    }

    /**
     * [stop], and waits until the goodbyes are said and every socket is closed, or until somebody wanted something
     * else. False if that took longer than [atMost], or if the scope has ended.
     */
    public suspend fun stopAndWait(atMost: Duration = 5.seconds): Boolean {
        want(open = false)
        return withTimeoutOrNull(atMost) { settled() } != null
    }

    /** Waits until what is wanted now was done or has failed, or something that was wanted later. */
    public suspend fun settled() {
        val number = wanted.value.number
        done.first { it >= number }
    }

    /** What is known of the networks. The core knows whether that is news. */
    public fun networkChanged(snapshot: NetworkSnapshot) {
        networks.value = snapshot
        bell.trySend(Unit)
    }

    private fun want(open: Boolean) {
        while (true) {
            val old = wanted.value
            val new = Wish(open, old.number + 1)
            if (wanted.compareAndSet(old, new)) {
                bell.trySend(Unit)
                return
            }
        }
    }

    private suspend fun follow(wish: Wish) {
        if (wish.number == done.value) return
        current.value = attempt { if (wish.open) enter() else leave() } ?: current.value
        done.value = wish.number
    }

    private suspend fun enter(): ForegroundState {
        if (current.value !is ForegroundState.Listening) current.value = ForegroundState.Entering
        return ForegroundState.Listening(messenger.enterForeground(options()))
    }

    private suspend fun leave(): ForegroundState {
        if (current.value != ForegroundState.Background) current.value = ForegroundState.Leaving
        messenger.enterBackground()
        return ForegroundState.Background
    }

    private suspend fun tellNetworks() {
        val snapshot = networks.value ?: return
        // What could not be said now is said at the next occasion: it concerns nobody who is closed.
        if (attempt { messenger.networkChanged(snapshot); null } == null) networks.compareAndSet(snapshot, null)
    }

    private suspend fun attempt(what: suspend () -> ForegroundState?): ForegroundState? =
        try {
            what()
        } catch (ended: CancellationException) {
            throw ended
        } catch (error: Exception) {
            ForegroundState.Failed(error)
        }

    private data class Wish(val open: Boolean, val number: Long)
}

/** Where a [Foreground] is on its way. */
public sealed interface ForegroundState {
    /** Closed: nothing is sent or received. */
    public data object Background : ForegroundState

    /** Opening its sockets. */
    public data object Entering : ForegroundState

    /** Open. */
    public data class Listening(
        /** Where. */
        val addresses: List<SocketAddr>,
    ) : ForegroundState

    /** Saying goodbye. */
    public data object Leaving : ForegroundState

    /** What was wanted last could not be done. The next [Foreground.start] or [Foreground.stop] tries again. */
    public data class Failed(
        /** Why. */
        val error: Exception,
    ) : ForegroundState
}
