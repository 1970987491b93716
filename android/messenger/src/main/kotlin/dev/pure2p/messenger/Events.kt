package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.EventListener
import dev.pure2p.core.MessengerInterface
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.flow.Flow
import kotlinx.coroutines.flow.flow

/**
 * Everything that happens from the moment of collecting on, in order, until the collector is cancelled.
 *
 * Each collector has a subscription of its own, so that a slow one costs nobody else anything. It may take its
 * time: at most [EVENTS_HELD] events wait for it, and one [Event.Overflowed] takes the place of more.
 *
 * Events are hints. Ask the messenger again for what one names; on [Event.Overflowed] for all that is shown.
 */
public fun MessengerInterface.events(): Flow<Event> = flow {
    val buffer = EventBuffer()
    subscribe(buffer).use {
        while (true) emit(buffer.next())
    }
}

/** How many events wait for one collector before [Event.Overflowed] replaces them. */
public const val EVENTS_HELD: Int = 256

/**
 * Between a thread of the library, which must not wait, and one coroutine, which may.
 *
 * No channel does this: what one drops would be named only when another event comes, perhaps never.
 */
internal class EventBuffer(private val most: Int = EVENTS_HELD) : EventListener {
    private val waiting = ArrayDeque<Event>()
    private val bell = Channel<Unit>(Channel.CONFLATED)

    override fun onEvent(event: Event) {
        synchronized(waiting) {
            if (waiting.size >= most) {
                // "Reload everything" says all that these would have said.
                waiting.clear()
                waiting += Event.Overflowed
            } else {
                waiting += event
            }
        }
        bell.trySend(Unit)
    }

    /** The next event, for one caller at a time. */
    suspend fun next(): Event {
        while (true) {
            synchronized(waiting) { waiting.removeFirstOrNull() }?.let { return it }
            bell.receive()
        }
    }
}
