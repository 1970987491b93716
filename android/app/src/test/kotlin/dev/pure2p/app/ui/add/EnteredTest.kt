package dev.pure2p.app.ui.add

import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.Peer
import dev.pure2p.core.AddressKind
import dev.pure2p.core.LinkProblem
import dev.pure2p.core.UidProblem
import org.junit.Assert.assertEquals
import org.junit.ClassRule
import org.junit.Test
import org.junit.runner.RunWith

/** What a text is, as the core says; and what the field makes of it before. */
@RunWith(AndroidJUnit4::class)
class EnteredTest {
    private val uid get() = bob.uid

    @Test
    fun `a UID is judged at each key stroke`() {
        assertEquals(Entry.Nothing, judge(""))
        assertEquals(Entry.Nothing, judge(" \n "))
        for (length in 1 until uid.length) assertEquals(Entry.Typing(length, 64), judge(uid.take(length)))
        val whole = Entry.Somebody(uid, uid.chunked(4).joinToString(" "))
        for (text in listOf(uid, uid.uppercase(), whole.grouped, uid.chunked(4).joinToString("-"), "\n$uid ")) {
            assertEquals(whole, judge(text))
        }
    }

    @Test
    fun `the group with a mistake is named where the core can tell`() {
        val typo = uid.replaceRange(20, 21, if (uid[20] == 'q') "p" else "q")
        assertEquals(6, judge(typo).groupToLookAt)
        assertEquals(Entry.Typing(9, 64, wrongGroup = 3), judge("pure1qyab"))
        assertEquals(3, judge("pure1qyab").groupToLookAt)
        assertEquals(3, judge(uid.replaceRange(9, 10, "b")).groupToLookAt)
        // Of two characters it cannot tell which.
        val two = typo.replaceRange(40, 41, if (uid[40] == 'q') "p" else "q")
        assertEquals(Entry.WrongUid(UidProblem.Checksum(null)), judge(two))
        assertEquals(null, judge(two).groupToLookAt)
        assertEquals("bqy", groupOf("pure-1qya bqy", 3))
    }

    @Test
    fun `what is none says why`() {
        assertEquals(Entry.WrongUid(UidProblem.WrongPrefix), judge("Hello"))
        assertEquals(Entry.WrongUid(UidProblem.WrongPrefix), judge("https://example.org"))
        assertEquals(Entry.WrongUid(UidProblem.WrongLength(66)), judge(uid + "qq"))
        assertEquals(Entry.WrongUid(UidProblem.MixedCase), judge(uid.replaceFirstChar { it.uppercase() }))
        assertEquals(Entry.WrongLink(LinkProblem.TOO_LONG), judge("x".repeat(MOST_ENTERED)))
        // Halves of surrogate pairs, which the border would not take.
        assertEquals(Entry.WrongUid(UidProblem.WrongPrefix), judge("\uD83D"))
        assertEquals(Entry.Typing(6, 64, wrongGroup = 2), judge("pure1\uDC00"))
    }

    @Test
    fun `a link says who and where, and from where that is of use`() {
        val somebody = judge(link) as Entry.Somebody
        assertEquals(uid, somebody.uid)
        assertEquals("Bob", somebody.name)
        assertEquals(true, somebody.byLink)
        assertEquals(
            listOf(TheirAddress("203.0.113.7:20731", AddressKind.IPV4), TheirAddress("192.168.7.20:20731", AddressKind.PRIVATE)),
            somebody.addresses,
        )
        assertEquals(somebody, judge(link.uppercase()))
        assertEquals(somebody, judge("Write to me with Pure2P:\n$link\nSee you!"))
    }

    @Test
    fun `a link that is none says why`() {
        val at = link.length - 20
        val changed = link.replaceRange(at, at + 1, if (link[at] == 'a') "b" else "a")
        assertEquals(Entry.WrongLink(LinkProblem.SIGNATURE), judge(changed))
        assertEquals(Entry.WrongLink(LinkProblem.ENCODING), judge("$link."))
        assertEquals(Entry.WrongLink(LinkProblem.MALFORMED), judge(link.substringBefore('?') + "?"))
        assertEquals(Entry.WrongUidInLink(UidProblem.WrongLength(40)), judge("pure2p:" + uid.take(40)))
        assertEquals(Entry.WrongLink(LinkProblem.TOO_LONG), judge(link + "a".repeat(2000)))
    }

    @Test
    fun `what the field keeps has an end, and groups are for the eye`() {
        assertEquals(MOST_ENTERED, entered("x".repeat(100_000)).length)
        assertEquals(uid, entered(uid.chunked(4).joinToString(" ")))
        assertEquals(uid, entered(" " + uid.chunked(4).joinToString(" - ")))
        assertEquals(link, entered("Me: $link thanks"))
        assertEquals("some words of mine", entered("some words of mine"))
    }

    private companion object {
        @ClassRule
        @JvmField
        val bob = Peer("Bob")

        val link by lazy {
            bob.run("link", "--address", "203.0.113.7:20731", "--address", "192.168.7.20:20731").single().getString("link")
        }
    }
}
