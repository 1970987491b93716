package dev.pure2p.messenger

import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.CancellationException
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.delay
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch

/**
 * Work that is repeated when asked for: the first time at once, and however often it was asked for meanwhile, once
 * more. A burst of events costs a round a frame.
 */
internal class Rounds(scope: CoroutineScope, private val round: suspend () -> Unit) {
    private val bell = Channel<Unit>(Channel.CONFLATED)
    private val failed = MutableStateFlow<Exception?>(null)

    /** What the last round failed with. */
    val failure: StateFlow<Exception?> get() = failed

    private val job: Job = scope.launch {
        for (ring in bell) {
            try {
                round()
                failed.value = null
            } catch (ended: CancellationException) {
                throw ended
            } catch (error: Exception) {
                // A screen shows what it last knew. The next event, or the person, tries again.
                failed.value = error
            }
            delay(FRAME)
        }
    }

    /** Asks for a round, from any thread. */
    fun ask() {
        bell.trySend(Unit)
    }

    /** No round begins after this. */
    fun end() {
        job.cancel()
    }

    private companion object {
        val FRAME = 16.milliseconds
    }
}
