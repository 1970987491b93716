package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.SessionState
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharedFlow

/** The session bar: where this device listens, how many are here, how far the delivery of what waited is. */
public class Session(messenger: MessengerInterface, scope: CoroutineScope, events: SharedFlow<Event>) :
    Holder<SessionState>(
        SessionState(listening = emptyList(), here = 0, contacts = 0, done = 0, total = 0),
        scope,
        events,
        ::changesSession,
        { messenger.session() },
    )

private fun changesSession(event: Event): Boolean = when (event) {
    is Event.Closed, is Event.ContactChanged, is Event.Listening, is Event.Overflowed -> true
    is Event.PresenceChanged, is Event.Progress -> true
    is Event.MessageStates, is Event.Messages, is Event.ReachChanged -> false
    is Event.ReasonChanged, is Event.RequestArrived -> false
}
