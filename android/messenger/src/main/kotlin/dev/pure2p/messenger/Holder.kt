package dev.pure2p.messenger

import dev.pure2p.core.Event
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Job
import kotlinx.coroutines.flow.MutableStateFlow
import kotlinx.coroutines.flow.SharedFlow
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.flow.asStateFlow
import kotlinx.coroutines.flow.onSubscription
import kotlinx.coroutines.launch

/**
 * What one screen shows of the messenger, kept true by asking again whenever an event says that it may have changed.
 *
 * It lives until [close] or the end of its scope. Everything here may be used from any thread.
 */
public abstract class Holder<T> internal constructor(
    first: T,
    scope: CoroutineScope,
    events: SharedFlow<Event>,
    concerns: (Event) -> Boolean,
    ask: suspend () -> T,
) : AutoCloseable {
    private val shown = MutableStateFlow(first)
    private val read = MutableStateFlow(false)
    private val rounds = Rounds(scope) {
        shown.value = ask()
        read.value = true
    }

    /** What is so, as far as is known. */
    public val state: StateFlow<T> = shown.asStateFlow()

    /** Whether [state] was ever read: until then it is empty because nobody has looked. */
    public val loaded: StateFlow<Boolean> = read.asStateFlow()

    /** Why the last look failed, if it did; [state] is older then. */
    public val failure: StateFlow<Exception?> get() = rounds.failure

    private val listening: Job = scope.launch {
        events.onSubscription { rounds.ask() }.collect { event -> if (concerns(event)) rounds.ask() }
    }

    /** Looks again, although no event said so. */
    public fun refresh() {
        rounds.ask()
    }

    /** Stops looking. [state] keeps what it has. */
    override fun close() {
        listening.cancel()
        rounds.end()
    }
}
