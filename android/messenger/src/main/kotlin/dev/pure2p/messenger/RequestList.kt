package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Request
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharedFlow

/** Strangers who wrote first, in the core's order. */
public class RequestList(messenger: MessengerInterface, scope: CoroutineScope, events: SharedFlow<Event>) :
    Holder<List<Request>>(emptyList(), scope, events, ::changesRequests, { messenger.requests() })

private fun changesRequests(event: Event): Boolean = when (event) {
    is Event.ContactChanged, is Event.Overflowed, is Event.RequestArrived -> true
    is Event.Closed, is Event.Listening, is Event.MessageStates, is Event.Messages -> false
    is Event.PresenceChanged, is Event.Progress, is Event.ReachChanged, is Event.ReasonChanged -> false
}
