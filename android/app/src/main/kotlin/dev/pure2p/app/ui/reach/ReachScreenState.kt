package dev.pure2p.app.ui.reach

import dev.pure2p.core.Contact
import dev.pure2p.core.MessengerException
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.core.Uid
import dev.pure2p.messenger.ForegroundState

/** What this screen shows. */
data class ReachScreenState(
    val door: Door,
    val reach: Reach,
    /** Those with a chat, in the core's order. */
    val people: List<Contact> = emptyList(),
    /** Whether the person lets the app ask the router. */
    val asksRouter: Boolean = true,
    /** Whether the system keeps the app out of the local network, whatever else is so. */
    val localNetworkForbidden: Boolean = false,
    /** Whether what is shown may be older than what is so. */
    val stale: Boolean = false,
    /** What asking for a new look has led to. */
    val check: Check? = null,
)

/** Whether this app is open to others, and if not, why. */
enum class Door { OPENING, OPEN, CLOSED, STILL_OPEN, PORT_TAKEN, FAILED }

/** How far a new look has come. */
enum class Check { LOOKING, LOOKED, FAILED }

/** What taps do. */
class ReachActions(
    val back: () -> Unit = {},
    /** Asks anew how things stand; or, if the app could not open, opens it. */
    val check: () -> Unit = {},
    val settings: () -> Unit = {},
    val systemSettings: () -> Unit = {},
    val contact: (Uid) -> Unit = {},
    val retry: () -> Unit = {},
)

/** As the core and the foreground say. */
internal fun doorOf(foreground: ForegroundState, reach: Reach): Door = when (foreground) {
    ForegroundState.Entering -> Door.OPENING
    ForegroundState.Background, ForegroundState.Leaving -> Door.CLOSED
    is ForegroundState.Failed -> when (foreground.error) {
        is MessengerException.AlreadyOpen -> Door.STILL_OPEN
        is MessengerException.AddressInUse, is MessengerException.AddressNotPermitted -> Door.PORT_TAKEN
        else -> Door.FAILED
    }
    // Open for a moment in which the core has not said yet how.
    is ForegroundState.Listening -> if (reach.state == ReachState.CLOSED) Door.OPENING else Door.OPEN
}
