package dev.pure2p.app

import android.content.ClipboardManager
import android.content.Intent
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.core.content.IntentCompat
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import dev.pure2p.core.linkQr
import dev.pure2p.core.previewLink
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** A link shown here, used by somebody with the terminal program: over real sockets, to a chat. */
@RunWith(AndroidJUnit4::class)
class LinkToChatTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun `the code is the core's for the link that is copied, and a new link is another`() {
        toMyLink()
        val link = copied()
        assertEquals("there is one address, of this machine", 1, previewLink(link).addresses.size)
        assertShown(link)
        rule.onNodeWithText("On this device only.").performScrollTo().assertIsDisplayed()
        assertEquals(link, shared())

        rule.onNodeWithText("Make a new link").performScrollTo().performClick()
        rule.await(hasText("Make it")).performClick()
        rule.await("This is your new link")
        rule.waitUntil(10_000) { copied() != link }
        assertNotEquals(link, copied())
        assertShown(copied())
    }

    @Test
    fun `who adds the link and writes is a request, and once accepted a chat`() {
        toMyLink()
        val link = copied()
        bob.run("add", link)
        bob.run("send", previewLink(link).uid, "Hello from the terminal")
        bob.open()
        rule.onNodeWithContentDescription("Back").performClick()

        rule.await(hasContentDescription("Requests: 1 waits")).performClick()
        rule.await("Bob").assertIsDisplayed()
        rule.await("Came with your current link.").assertIsDisplayed()
        rule.await("Hello from the terminal").assertIsDisplayed()
        rule.onNodeWithText("Accept").performScrollTo().performClick()
        rule.await("is your contact now").assertIsDisplayed()
        rule.await("No requests")

        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasText("Bob")).assertIsDisplayed()
        rule.await(hasText("Hello from the terminal")).assertIsDisplayed()
    }

    @Test
    fun `a request by an old link is marked, and who is blocked is gone`() {
        toMyLink()
        val old = copied()
        rule.onNodeWithText("Make a new link").performScrollTo().performClick()
        rule.await(hasText("Make it")).performClick()
        rule.await("This is your new link")
        bob.run("add", old)
        bob.run("send", previewLink(old).uid, "Buy my things")
        bob.open()
        rule.onNodeWithContentDescription("Back").performClick()

        rule.await(hasContentDescription("Requests: 1 waits")).performClick()
        rule.await("Came without your current link.").assertIsDisplayed()
        rule.onNodeWithText("Block").performScrollTo().performClick()
        rule.await(hasText("Block") and hasAnyAncestor(isDialog())).performClick()
        rule.await("Blocked. Nothing of theirs").assertIsDisplayed()
        rule.await("No requests")
    }

    private fun toMyLink() {
        rule.await(hasSetTextAction())
        rule.onNodeWithText("Create").performScrollTo().performClick()
        // Open first: the link then says where.
        rule.await(hasText("Open"))
        rule.onNodeWithContentDescription("My link").performClick()
        rule.await("127.0.0.1:")
    }

    /** What one has after a tap on copying. */
    private fun copied(): String {
        rule.onNodeWithText("Copy the link").performScrollTo().performClick()
        rule.await("The link is copied.")
        val clipboard = rule.activity.getSystemService(ClipboardManager::class.java)
        return clipboard!!.primaryClip!!.getItemAt(0).text.toString()
    }

    /** What another app gets after a tap on sharing. */
    private fun shared(): String? {
        rule.onNodeWithText("Share the link").performScrollTo().performClick()
        rule.waitForIdle()
        val chooser = shadowOf(rule.activity).nextStartedActivity
        val send = IntentCompat.getParcelableExtra(chooser, Intent.EXTRA_INTENT, Intent::class.java)
        assertEquals(Intent.ACTION_SEND, send?.action)
        return send?.getStringExtra(Intent.EXTRA_TEXT)
    }

    /** Reads the code as a camera would: every module by its middle, and the light around. */
    private fun assertShown(link: String) {
        val expected = linkQr(link)
        val pixels = rule.onNodeWithTag("qr").performScrollTo().captureToImage().toPixelMap()
        val module = pixels.width / (expected.width + 8)
        val start = (pixels.width - module * expected.width) / 2
        fun dark(column: Int, row: Int): Boolean =
            pixels[start + column * module + module / 2, start + row * module + module / 2].red < 0.5f
        for (row in -4 until expected.width + 4) {
            for (column in -4 until expected.width + 4) {
                val inside = row in 0 until expected.width && column in 0 until expected.width
                val want = inside && expected.modules[row * expected.width + column] == 1.toByte()
                assertEquals("row $row, column $column", want, dark(column, row))
            }
        }
    }
}
