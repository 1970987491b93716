package dev.pure2p.messenger

import dev.pure2p.core.AddressKind
import dev.pure2p.core.LinkProblem
import dev.pure2p.core.MessengerException
import dev.pure2p.core.TypedUid
import dev.pure2p.core.UidProblem
import dev.pure2p.core.addressKind
import dev.pure2p.core.checkTypedUid
import dev.pure2p.core.groupedUid
import dev.pure2p.core.linkQr
import dev.pure2p.core.previewLink
import dev.pure2p.core.safetyNumber
import dev.pure2p.core.safetyQr
import dev.pure2p.core.safetyQrMatches
import org.junit.jupiter.api.Assertions.assertEquals
import org.junit.jupiter.api.Assertions.assertNull
import org.junit.jupiter.api.Assertions.assertTrue
import org.junit.jupiter.api.Test
import org.junit.jupiter.api.Timeout
import org.junit.jupiter.api.assertThrows

/** Functions that need nothing: no home, no account. */
@Timeout(300)
class PureTest {
    @Test
    fun `a UID is judged while it is typed`() = World.test {
        val uid = person("Alice", here = false).uid
        assertEquals(TypedUid.Incomplete(entered = 0, of = 64, wrongGroup = null), checkTypedUid(""))
        for (length in 1 until uid.length) {
            assertEquals(TypedUid.Incomplete(length, 64, null), checkTypedUid(uid.take(length)))
        }
        assertEquals(TypedUid.Complete(uid), checkTypedUid(uid))
        assertEquals(TypedUid.Complete(uid), checkTypedUid(groupedUid(uid)))
        assertEquals(3, (checkTypedUid("pure 1qya b") as TypedUid.Incomplete).wrongGroup)
        val typo = uid.replaceRange(20, 21, if (uid[20] == 'q') "p" else "q")
        assertEquals(TypedUid.Wrong(UidProblem.Checksum(group = 6)), checkTypedUid(typo))
        assertEquals(6, (assertThrows<MessengerException.BadUid> { groupedUid(typo) }.problem as UidProblem.Checksum).group)
    }

    @Test
    fun `links are read before anything is done about them`() = World.test {
        val alice = person("Alice")
        val link = alice.link()
        val preview = previewLink(link)
        assertEquals(alice.uid, preview.uid)
        assertEquals("Alice", preview.name)
        assertEquals(alice.messenger.session().listening, preview.addresses)
        assertEquals(listOf(AddressKind.LOOPBACK), preview.addresses.map(::addressKind))
        assertEquals(emptyList<String>(), previewLink(alice.uid).addresses)
        val at = link.length - 20
        val tampered = link.replaceRange(at, at + 1, if (link[at].equals('a', ignoreCase = true)) "b" else "a")
        assertEquals(LinkProblem.SIGNATURE, assertThrows<MessengerException.BadLink> { previewLink(tampered) }.problem)
        assertEquals(UidProblem.WrongPrefix, assertThrows<MessengerException.BadUid> { previewLink("hello") }.problem)

        val qr = linkQr(link)
        assertEquals(qr.width * qr.width, qr.modules.size)
        assertTrue(qr.modules.all { it == 0.toByte() || it == 1.toByte() })
        assertEquals(1.toByte(), qr.modules[0])
    }

    @Test
    fun `a safety number is the same on both sides, and a scan says whose it is`() = World.test {
        val one = person("Alice", here = false).uid
        val other = person("Bob", here = false).uid
        assertEquals(safetyNumber(one, other), safetyNumber(other, one))
        assertEquals(12, safetyNumber(one, other).split(' ').size)
        val shown = "PURE2P-SAFETY:${other.uppercase()}/${one.uppercase()}"
        assertEquals(true, safetyQrMatches(shown, one, other))
        assertEquals(false, safetyQrMatches(shown, other, one))
        assertNull(safetyQrMatches("hello", one, other))
        assertTrue(safetyQr(one, other).width > 20)
        assertThrows<MessengerException.BadUid> { safetyNumber(one, "pure1") }
    }

    @Test
    fun `texts that UTF-8 can't say are made sayable`() {
        assertEquals("Hello 😀", "Hello 😀".wellFormed())
        assertEquals("cut ?", "cut \uD83D".wellFormed())
        assertEquals("", "".wellFormed())
    }
}
