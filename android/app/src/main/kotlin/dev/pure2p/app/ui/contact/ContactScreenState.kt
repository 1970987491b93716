package dev.pure2p.app.ui.contact

import dev.pure2p.core.Contact
import dev.pure2p.core.QrMatrix

/** What this screen shows. */
data class ContactScreenState(
    /** Who; nothing until they were read. */
    val contact: Contact?,
    /** Their UID in groups of four. */
    val grouped: String = "",
    /** What both compare; none until it was made. */
    val safety: Safety? = null,
    /** Whether what is shown may be older than what is so. */
    val stale: Boolean = false,
    /** Whether a command is on its way. */
    val busy: Boolean = false,
    /** Whether a name is being given; and whether the last one was none. */
    val naming: Naming? = null,
    /** What a tap has just led to. */
    val said: Said? = null,
    /** What a scanned code has led to. */
    val comparison: Comparison? = null,
)

/** The safety number of two people: the same digits on both sides, and the code that this side shows. */
data class Safety(val digits: String, val qr: QrMatrix)

/** The name in its field is one, or was refused. */
enum class Naming { ASKED, REFUSED }

/** What a tap has led to. */
enum class Said { UID_COPIED, DEVICE_FULL, NOT_DONE }

/** What a scanned code is, as the core says. */
enum class Comparison { SAME, OTHER, NO_CODE }

/** What taps do. */
class ContactActions(
    val back: () -> Unit = {},
    val startNaming: () -> Unit = {},
    val stopNaming: () -> Unit = {},
    /** With an empty name the one they suggest is shown again. */
    val rename: (String) -> Unit = {},
    val copyUid: () -> Unit = {},
    val scan: () -> Unit = {},
    val setVerified: (Boolean) -> Unit = {},
    /** What the scanned code was is known. */
    val compared: () -> Unit = {},
    val accept: () -> Unit = {},
    val block: () -> Unit = {},
    val unblock: () -> Unit = {},
    val delete: () -> Unit = {},
    val myLink: () -> Unit = {},
    val retry: () -> Unit = {},
)
