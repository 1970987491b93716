package dev.pure2p.app.ui.requests

import dev.pure2p.core.Contact
import dev.pure2p.core.Request
import dev.pure2p.core.Uid

/** What this screen shows. */
data class RequestsState(
    /** Whether the requests were ever read: until then an empty list says nothing. */
    val loaded: Boolean,
    /** In the core's order: who was invited comes first. */
    val requests: List<ShownRequest>,
    /** Whom the person has blocked: they are in no other list. */
    val blocked: List<Contact> = emptyList(),
    /** Whether what is shown may be older than what is so. */
    val stale: Boolean = false,
    /** Whose request is being answered. */
    val busy: Set<Uid> = emptySet(),
    /** What a tap has just led to. */
    val outcome: Outcome? = null,
)

/** A stranger who wrote first. */
data class ShownRequest(
    val request: Request,
    /** Their UID in groups of four. */
    val grouped: String,
)

/** What a tap has led to. */
sealed interface Outcome {
    /** They are a contact now. */
    data class Accepted(val uid: Uid, val name: String) : Outcome

    /** They are blocked. */
    data object Blocked : Outcome

    /** The database did not take it: nothing was changed. */
    data object Failed : Outcome
}

/** What taps do. */
class RequestsActions(
    val back: () -> Unit = {},
    val accept: (Uid) -> Unit = {},
    val block: (Uid) -> Unit = {},
    val chat: (Uid) -> Unit = {},
    /** To somebody blocked, where that can be taken back. */
    val contact: (Uid) -> Unit = {},
    val myLink: () -> Unit = {},
    val retry: () -> Unit = {},
)
