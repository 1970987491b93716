package dev.pure2p.messenger

import dev.pure2p.core.Chat
import dev.pure2p.core.Event
import dev.pure2p.core.MessengerInterface
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.flow.SharedFlow

/** The chats, in the core's order. */
public class ChatList(messenger: MessengerInterface, scope: CoroutineScope, events: SharedFlow<Event>) :
    Holder<List<Chat>>(emptyList(), scope, events, ::changesChats, { messenger.chats() })

private fun changesChats(event: Event): Boolean = when (event) {
    is Event.Progress, is Event.ReachChanged, is Event.RequestArrived -> false
    // Being open or not is part of every presence and of every reason.
    is Event.Closed, is Event.Listening -> true
    is Event.ContactChanged, is Event.MessageStates, is Event.Messages, is Event.Overflowed -> true
    is Event.PresenceChanged, is Event.ReasonChanged -> true
}
