package dev.pure2p.app.fake

import dev.pure2p.core.Account
import dev.pure2p.core.Chat
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState
import dev.pure2p.core.Presence
import dev.pure2p.core.QrMatrix
import dev.pure2p.core.Reason
import dev.pure2p.core.Uid
import dev.pure2p.core.Way
import java.time.Duration
import java.time.Instant
import java.time.LocalDate
import java.util.Random
import kotlin.math.abs
import kotlin.math.max

/** People and messages that previews and tests of single screens show. */
object Samples {
    /** Long ago, so that a picture made tomorrow looks like one made today. */
    val then: Instant = Instant.parse("2026-03-14T14:02:00Z")

    /** The day of that, for what says "today". */
    val day: LocalDate = LocalDate.of(2026, 3, 14)

    /** Looks like a UID, and is nobody's. */
    fun uid(number: Int): Uid =
        "pure1" + (0 until 59).map { ALPHABET[(it * 7 + it * it / 5 * 3 + number * (5 + it)) % 32] }.joinToString("")

    val account = Account(uid(0), "Alice")

    fun contact(
        number: Int,
        name: String,
        presence: Presence = Presence.WAS_HERE,
        waiting: Int = 0,
        unread: Int = 0,
        state: ContactState = ContactState.BOUND,
        seen: Instant = then,
    ) = Contact(
        uid = uid(number),
        name = name,
        suggestedName = name,
        state = state,
        blocked = false,
        verified = false,
        presence = presence,
        lastSeen = seen.takeIf { presence != Presence.NOT_MET },
        waiting = waiting,
        unread = unread,
        addresses = emptyList(),
        reachedAt = null,
        cameInAt = null,
        iReach = Way.Unknown,
        theyReach = Way.Unknown,
    )

    fun message(
        number: Int,
        with: Uid,
        text: String,
        direction: Direction = Direction.IN,
        state: MessageState = MessageState.READ,
        reason: Reason? = null,
    ) = Message(
        id = number.toString(16).padStart(32, '0'),
        chat = with,
        direction = direction,
        text = text,
        state = state,
        reason = reason,
        writtenAt = then,
        storedAt = then,
        deliveredAt = then.takeIf { state != MessageState.WAITING },
        readAt = then.takeIf { state == MessageState.READ },
    )

    /** Looks like a code, and says nothing: the real ones come from the core. */
    fun code(width: Int): QrMatrix {
        // By its definition the same numbers everywhere.
        val random = Random(width.toLong())
        val modules = ByteArray(width * width) { random.nextInt(2).toByte() }
        for ((top, left) in listOf(0 to 0, 0 to width - 7, width - 7 to 0)) {
            for (row in -1..7) for (column in -1..7) {
                val y = top + row
                val x = left + column
                if (y !in 0 until width || x !in 0 until width) continue
                // Rings around the middle of a corner's mark: dark, light, dark, and light around.
                val ring = max(abs(row - 3), abs(column - 3))
                modules[y * width + x] = if (ring == 2 || ring == 4) 0 else 1
            }
        }
        return QrMatrix(width, modules)
    }

    private fun chat(contact: Contact, last: Message? = null, reason: Reason? = null, draft: String = "", ago: Duration = Duration.ZERO) =
        Chat(contact, last?.copy(writtenAt = then - ago, storedAt = then - ago), reason, draft)

    private val earlier: Instant = then - Duration.ofMinutes(50)

    /** One chat for each thing that a row can say. */
    val chats: List<Chat> = listOf(
        chat(contact(1, "Bob", Presence.HERE, unread = 3), message(1, uid(1), "See you at the station?")),
        chat(
            contact(2, "Carol", waiting = 2, seen = earlier),
            message(2, uid(2), "The photos are ready", Direction.OUT, MessageState.WAITING, Reason.NotOpen(earlier)),
            Reason.NotOpen(earlier),
            ago = Duration.ofMinutes(20),
        ),
        chat(
            contact(3, "Dana", Presence.HERE),
            message(3, uid(3), "Thank you!", Direction.OUT, MessageState.READ),
            ago = Duration.ofHours(1),
        ),
        chat(
            contact(4, "Erik", seen = then - Duration.ofHours(19)),
            message(4, uid(4), "On my way", Direction.OUT, MessageState.DELIVERED),
            ago = Duration.ofHours(19),
        ),
        chat(
            contact(5, "Frida", seen = then - Duration.ofDays(3)),
            message(5, uid(5), "Good night"),
            draft = "What I wanted to say",
            ago = Duration.ofDays(3),
        ),
        chat(
            contact(6, "Georg", Presence.NOT_MET, waiting = 1, state = ContactState.ENTERED),
            message(6, uid(6), "Hello", Direction.OUT, MessageState.WAITING, Reason.NoAddress),
            Reason.NoAddress,
            ago = Duration.ofDays(12),
        ),
        chat(contact(7, "A person with a name that is much too long for one line", Presence.NOT_MET)),
    )
}

private const val ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
