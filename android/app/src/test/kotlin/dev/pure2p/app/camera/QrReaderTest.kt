package dev.pure2p.app.camera

import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.Drawing
import dev.pure2p.app.support.Peer
import dev.pure2p.core.QrMatrix
import dev.pure2p.core.linkQr
import dev.pure2p.core.previewLink
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.ClassRule
import org.junit.Test
import org.junit.runner.RunWith

/** Codes as the core makes them, in pictures as cameras make them. */
@RunWith(AndroidJUnit4::class)
class QrReaderTest {
    private val reader = QrReader()
    private val code by lazy { linkQr(link) }

    private fun assertRead(drawing: Drawing) = assertEquals(link.uppercase(), reader.read(drawing.frame())?.uppercase())

    @Test
    fun `upright, as the core knows it again`() {
        val text = reader.read(Drawing(code).frame())
        assertEquals(previewLink(link), previewLink(checkNotNull(text)))
    }

    @Test
    fun `whichever way the phone is held`() {
        for (degrees in listOf(90.0, 180.0, 270.0, 12.0, 45.0, 200.0)) assertRead(Drawing(code, degrees = degrees))
    }

    @Test
    fun `light on dark`() = assertRead(Drawing(code, dark = 235, light = 20))

    @Test
    fun `far away`() = assertRead(Drawing(code, module = 3.0))

    @Test
    fun `blurred and noisy`() {
        assertRead(Drawing(code, blur = 3))
        assertRead(Drawing(code, noise = 30))
        assertRead(Drawing(code, blur = 2, noise = 12, degrees = 7.0))
    }

    @Test
    fun `in little and uneven light`() {
        assertRead(Drawing(code, dark = 40, light = 75, ground = 50))
        assertRead(Drawing(code, dark = 90, light = 250, shadow = 90))
    }

    @Test
    fun `on its side, with bytes of nothing between rows`() = assertRead(Drawing(code, width = 960, height = 1280, gap = 64))

    @Test
    fun `a bare UID, small as it is`() {
        val uid = previewLink(link).uid
        assertEquals(uid, previewLink(checkNotNull(reader.read(Drawing(linkQr(uid), module = 4.0).frame()))).uid)
    }

    @Test
    fun `where there is no code, none is found`() {
        assertNull(reader.read(Drawing(null).frame()))
        assertNull(reader.read(Drawing(null, noise = 60).frame()))
        assertNull(reader.read(Frame(ByteArray(64), 8, 8)))
    }

    @Test
    fun `what only looks like a code is none`() {
        // The marks in the corners are there, and nothing of what they promise.
        val modules = code.modules.copyOf()
        for (at in modules.indices) {
            val (row, column) = at / code.width to at % code.width
            val mark = (row < 9 || row >= code.width - 9) && (column < 9 || column >= code.width - 9)
            if (!mark) modules[at] = (at * 31 % 7 % 2).toByte()
        }
        assertNull(reader.read(Drawing(QrMatrix(code.width, modules)).frame()))
    }

    @Test
    fun `a picture without a code does not disturb the next`() {
        assertNull(reader.read(Drawing(null, noise = 40).frame()))
        assertRead(Drawing(code))
    }

    private companion object {
        @ClassRule
        @JvmField
        val bob = Peer("Bob")

        /** As long as one is with three addresses. */
        val link by lazy {
            val places = listOf("203.0.113.7:20731", "[2001:db8:1:2:3:4:5:6]:20731", "192.168.7.20:20731")
            val words = listOf("link") + places.flatMap { listOf("--address", it) }
            bob.run(*words.toTypedArray()).single().getString("link")
        }
    }
}
