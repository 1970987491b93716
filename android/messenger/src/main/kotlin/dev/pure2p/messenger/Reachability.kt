package dev.pure2p.messenger

import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.core.RouterSaid
import dev.pure2p.core.RouterState
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharedFlow

/** Who can reach this device: the screen of that name, and the first words of the session bar. */
public class Reachability(messenger: MessengerInterface, scope: CoroutineScope, events: SharedFlow<Event>) :
    Holder<Reach>(NOWHERE, scope, events, ::changesReach, { messenger.reach() })

private val UNASKED = RouterSaid(
    state = RouterState.NOT_ASKED,
    protocol = null,
    opened = emptyList(),
    outside = null,
    refusal = null,
)

private val NOWHERE = Reach(
    state = ReachState.CLOSED,
    listening = emptyList(),
    addresses = emptyList(),
    router = UNASKED,
    routerV6 = UNASKED,
    seenAs = emptyList(),
    reachedBy = emptyList(),
)

private fun changesReach(event: Event): Boolean = when (event) {
    is Event.Closed, is Event.Listening, is Event.Overflowed, is Event.ReachChanged -> true
    // Who came in may be gone from the list, or have come again.
    is Event.ContactChanged, is Event.PresenceChanged -> true
    is Event.MessageStates, is Event.Messages, is Event.Progress -> false
    is Event.ReasonChanged, is Event.RequestArrived -> false
}
