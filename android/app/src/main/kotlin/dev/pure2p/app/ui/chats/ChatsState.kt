package dev.pure2p.app.ui.chats

import dev.pure2p.app.ui.reach.isHereOnly
import dev.pure2p.core.Chat
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.core.SessionState
import dev.pure2p.core.Uid
import dev.pure2p.messenger.ForegroundState

/** What this screen shows. */
data class ChatsState(
    /** Whether the chats were ever read: until then an empty list says nothing. */
    val loaded: Boolean,
    val chats: List<Chat>,
    /** How many strangers wrote first. */
    val requests: Int,
    /** Whether what is shown may be older than what is so. */
    val stale: Boolean,
    val session: SessionBarState,
    /** What is said once, until it was read. */
    val notice: ChatsNotice? = null,
    /** Whose chat is open beside these, in two panes. */
    val selected: Uid? = null,
)

/** What is said once. */
enum class ChatsNotice {
    /** App lock is on and can't ask. */
    LOCK_CANNOT_ASK,

    /** Leaving ends being here. */
    HERE_ENDS,

    /** It does, and therefore the screen stays on. */
    HERE_ENDS_STAYS_ON,
}

/** Where taps lead. */
class ChatsActions(
    val open: (Uid) -> Unit = {},
    val add: () -> Unit = {},
    val myLink: () -> Unit = {},
    val requests: () -> Unit = {},
    val settings: () -> Unit = {},
    val reach: () -> Unit = {},
    val retry: () -> Unit = {},
    val read: (ChatsNotice) -> Unit = {},
)

/** What the session bar says. */
data class SessionBarState(
    val opened: Opened,
    val here: Int,
    val contacts: Int,
    val done: Int,
    val total: Int,
    val outside: Outside = Outside.UNKNOWN,
) {
    /** Whether this app is open to others. */
    enum class Opened { OPENING, OPEN, FAILED, CLOSED }

    /** Who can come in, once it is open. */
    enum class Outside { UNKNOWN, CONFIRMED, NOT_CONFIRMED, NEAR_ONLY, OFFLINE }

    companion object {
        /** As the core and the foreground say. */
        fun of(session: SessionState, foreground: ForegroundState, reach: Reach): SessionBarState {
            val opened = when (foreground) {
                is ForegroundState.Listening -> Opened.OPEN
                is ForegroundState.Failed -> Opened.FAILED
                ForegroundState.Entering -> Opened.OPENING
                ForegroundState.Background, ForegroundState.Leaving -> Opened.CLOSED
            }
            return SessionBarState(opened, session.here, session.contacts, session.done, session.total, outsideOf(reach))
        }

        private fun outsideOf(reach: Reach): Outside = when (reach.state) {
            ReachState.CLOSED, ReachState.LOOKING -> Outside.UNKNOWN
            ReachState.CONFIRMED -> Outside.CONFIRMED
            ReachState.IPV6_ONLY, ReachState.LOCAL_NETWORK_FORBIDDEN, ReachState.OPENED -> Outside.NOT_CONFIRMED
            // Where nobody but this device's own programs can, there is no network to speak of.
            ReachState.LAN_ONLY -> if (reach.isHereOnly) Outside.UNKNOWN else Outside.NEAR_ONLY
            ReachState.NO_ROUTER_PROTOCOL, ReachState.ROUTER_REFUSED, ReachState.SECOND_ROUTER -> Outside.NEAR_ONLY
            ReachState.OFFLINE -> Outside.OFFLINE
        }
    }
}
