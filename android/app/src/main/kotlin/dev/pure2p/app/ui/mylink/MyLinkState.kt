package dev.pure2p.app.ui.mylink

import dev.pure2p.core.AddressKind
import dev.pure2p.core.OwnSource
import dev.pure2p.core.QrMatrix
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.messenger.ForegroundState

/** What this screen shows. */
data class MyLinkState(
    /** The link; none until it was made. */
    val link: ShownLink?,
    val openness: Openness,
    /** Whether a shared text has addresses of the local network, too. */
    val withLan: Boolean = false,
    /** Whether the person has switched off that strangers may write. */
    val answersNobody: Boolean = false,
    val renewing: Boolean = false,
    /** What a tap has just led to. */
    val said: Said? = null,
) {
    /** What is copied and shared. The code shows everything: who sees it is near. */
    val shared: String? get() = link?.let { if (withLan) it.complete else it.outside }

    /** Whether the text that is shared has no address, although the code has some. */
    val sharedHasNoAddress: Boolean
        get() = link != null && !withLan && link.addresses.isNotEmpty() && link.addresses.all { it.lan }
}

/** A link, and all that is said of it. */
data class ShownLink(
    /** The UID in groups of four. */
    val grouped: String,
    /** The link with all addresses: the one in the code. */
    val complete: String,
    /** The link without those of the local network. */
    val outside: String,
    /** The code; none if a link is too long for any. */
    val qr: QrMatrix?,
    val addresses: List<LinkAddress>,
)

/** An address in the link. */
data class LinkAddress(
    val address: String,
    /** Whether it is in the code, and in a shared text only if ticked. */
    val lan: Boolean,
    /** From where it is of use; unknown of what this device had when it was open last. */
    val kind: AddressKind?,
    val source: OwnSource?,
)

/** Whether somebody who has the link now gets through. */
enum class Openness { OPENING, OPEN, OFFLINE, FAILED, CLOSED }

/** What a tap has led to. */
enum class Said { LINK_COPIED, UID_COPIED, RENEWED, NOT_RENEWED, NOT_MADE, NO_APP }

/** What taps do. */
class MyLinkActions(
    val back: () -> Unit = {},
    val copyLink: () -> Unit = {},
    val copyUid: () -> Unit = {},
    val share: () -> Unit = {},
    val tickLan: (Boolean) -> Unit = {},
    val renew: () -> Unit = {},
    val retry: () -> Unit = {},
    val reach: () -> Unit = {},
    val settings: () -> Unit = {},
)

/** As the core and the foreground say. */
internal fun opennessOf(foreground: ForegroundState, reach: Reach): Openness = when (foreground) {
    ForegroundState.Entering -> Openness.OPENING
    ForegroundState.Background, ForegroundState.Leaving -> Openness.CLOSED
    is ForegroundState.Failed -> Openness.FAILED
    is ForegroundState.Listening -> if (reach.state == ReachState.OFFLINE) Openness.OFFLINE else Openness.OPEN
}
