package dev.pure2p.messenger

import dev.pure2p.core.Contact
import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import dev.pure2p.core.Uid
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharedFlow

/** One contact, whether or not there is a chat with them; nothing until they were read for the first time. */
public class ContactPage(
    messenger: MessengerInterface,
    scope: CoroutineScope,
    events: SharedFlow<Event>,
    /** Who. */
    public val uid: Uid,
) : Holder<Contact?>(null, scope, events, { changesContact(it, uid) }, { messenger.contact(uid) })

private fun changesContact(event: Event, uid: Uid): Boolean = when (event) {
    is Event.ContactChanged -> event.uid == uid
    is Event.PresenceChanged -> event.uid == uid
    // How many wait, and how many are unread.
    is Event.MessageStates -> event.chat == uid
    is Event.Messages -> event.chat == uid
    is Event.RequestArrived -> event.uid == uid
    // Being open or not is part of every presence.
    is Event.Closed, is Event.Listening, is Event.Overflowed -> true
    is Event.Progress, is Event.ReachChanged, is Event.ReasonChanged -> false
}
