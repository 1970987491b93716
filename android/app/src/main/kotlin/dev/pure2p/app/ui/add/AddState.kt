package dev.pure2p.app.ui.add

import dev.pure2p.core.AddressKind
import dev.pure2p.core.LinkProblem
import dev.pure2p.core.Uid
import dev.pure2p.core.UidProblem

/** What this screen shows, beside what is in its fields. */
data class AddState(
    /** What the first field says. */
    val entry: Entry = Entry.Nothing,
    /** Who that is to this device; unknown until the database has said so. */
    val standing: Standing? = null,
    /** Whether there is a camera. */
    val scans: Boolean = true,
    /** Whether a command is on its way. */
    val busy: Boolean = false,
    /** What a tap has just led to. */
    val said: AddSaid? = null,
)

/** What a text is, as the core says. */
sealed interface Entry {
    /** There is none. */
    data object Nothing : Entry

    /** The beginning of a UID; [wrongGroup], from 1, has a character that no UID has there. */
    data class Typing(val entered: Int, val of: Int, val wrongGroup: Int? = null) : Entry

    /** No UID. */
    data class WrongUid(val problem: UidProblem) : Entry

    /** A link of which the UID is none. */
    data class WrongUidInLink(val problem: UidProblem) : Entry

    /** No link. */
    data class WrongLink(val problem: LinkProblem) : Entry

    /** Somebody. */
    data class Somebody(
        val uid: Uid,
        /** The UID in groups of four. */
        val grouped: String,
        /** The name that they claim. */
        val name: String? = null,
        /** Where they say they may be. */
        val addresses: List<TheirAddress> = emptyList(),
        /** Whether a link says so; else a UID does. */
        val byLink: Boolean = false,
    ) : Entry
}

/** Where somebody says they may be, and from where that is of use. */
data class TheirAddress(val address: String, val kind: AddressKind)

/** Who somebody is to this device. */
sealed interface Standing {
    data object Own : Standing

    /** Nobody so far. */
    data object New : Standing

    /** They wrote first and wait for an answer: to add them is one. */
    data object Asking : Standing

    data class Known(val name: String) : Standing

    data class Blocked(val name: String) : Standing
}

/** What a tap has led to. */
enum class AddSaid { NOTHING_TO_PASTE, BAD_NAME, NOT_STORED }

/** The group, from 1, with a mistake in it, where the core can tell. */
val Entry.groupToLookAt: Int?
    get() = when (this) {
        is Entry.Typing -> wrongGroup
        is Entry.WrongUid -> when (problem) {
            is UidProblem.Checksum -> problem.group
            is UidProblem.WrongCharacter -> problem.group
            UidProblem.MixedCase, UidProblem.NotCanonical, is UidProblem.UnknownVersion, UidProblem.WeakKey,
            is UidProblem.WrongLength, UidProblem.WrongPrefix,
            -> null
        }
        Entry.Nothing, is Entry.Somebody, is Entry.WrongLink, is Entry.WrongUidInLink -> null
    }

/** What taps do. */
class AddActions(
    val back: () -> Unit = {},
    val scan: () -> Unit = {},
    val paste: () -> Unit = {},
    /** With the name that the person has given them; an empty one is none. */
    val add: (String) -> Unit = {},
    val unblock: () -> Unit = {},
    val chat: () -> Unit = {},
    val myLink: () -> Unit = {},
)
