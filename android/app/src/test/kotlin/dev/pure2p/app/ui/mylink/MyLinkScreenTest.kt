package dev.pure2p.app.ui.mylink

import androidx.activity.ComponentActivity
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.ui.common.QUIET
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class MyLinkScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(state: String) {
        val actions = MyLinkActions(
            back = { taps += "back" },
            copyLink = { taps += "copy link" },
            copyUid = { taps += "copy uid" },
            share = { taps += "share" },
            tickLan = { taps += "lan $it" },
            renew = { taps += "renew" },
            retry = { taps += "retry" },
            reach = { taps += "reach" },
            settings = { taps += "settings" },
        )
        rule.setContent { Pure2pTheme(dynamic = false) { MyLinkScreen(MyLinkPreviews.states.getValue(state), actions) } }
    }

    private fun says(words: String) =
        rule.onNode(hasText(words, substring = true)).performScrollTo().assertIsDisplayed()

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    @Test
    fun `it shows a code, the UID and every address with what it is`() {
        show("open")
        rule.onNodeWithContentDescription("QR code of your link.", substring = true).assertIsDisplayed()
        says("Whoever has this can ask to write to you.")
        rule.onNodeWithContentDescription("Your UID, in groups of four: p u r e, 1 ", substring = true).performScrollTo()
        // One stop each for whoever listens.
        for ((address, what) in listOf(
            "203.0.113.7:20731" to "From everywhere.",
            "[2001:db8::7]:20731" to "unless a firewall is in between",
            "[2001:db8:1::9]:20731" to "Contacts saw you come from there.",
            "100.64.3.9:20731" to "In your provider’s own network at most.",
            "192.168.7.20:20731" to "In the code; in a shared text only if you tick it.",
        )) {
            rule.onNode(hasText(address) and hasText(what, substring = true)).performScrollTo().assertIsDisplayed()
        }
        saysNot("nobody reaches you")
        says("Your UID is who you are here.")
        saysNot("Who can reach you")
    }

    @Test
    fun `taps do what they say`() {
        show("open")
        for (words in listOf("Share the link", "Copy the link", "Copy the UID")) {
            rule.onNodeWithText(words).performScrollTo().performClick()
        }
        rule.onNodeWithText("Share addresses of this network, too").performScrollTo().assertIsOff().performClick()
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("share", "copy link", "copy uid", "lan true", "back"), taps)
    }

    @Test
    fun `a new link is asked about first`() {
        show("open")
        rule.onNodeWithText("Make a new link").performScrollTo().performClick()
        rule.onNode(hasText("without your current link", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Cancel").performClick()
        assertEquals(emptyList<String>(), taps)
        rule.onNodeWithText("Make a new link").performClick()
        rule.onNodeWithText("Make it").performClick()
        assertEquals(listOf("renew"), taps)
        saysNot("Make it")
    }

    @Test
    fun `a ticked box is ticked`() {
        show("with-lan")
        rule.onNodeWithText("Share addresses of this network, too").performScrollTo().assertIsOn()
    }

    @Test
    fun `what is shared has local addresses only if ticked`() {
        val state = MyLinkPreviews.states.getValue("open")
        assertEquals(state.link?.outside, state.shared)
        assertEquals(state.link?.complete, state.copy(withLan = true).shared)
    }

    @Test
    fun `where nothing is local there is nothing to tick`() {
        show("no-lan")
        saysNot("Share addresses of this network")
    }

    @Test
    fun `a link for near people says so`() {
        show("only-near")
        says("elsewhere nobody reaches you by it")
        says("Without them the shared link has no address")
        rule.onNodeWithText("Who can reach you").performScrollTo().performClick()
        assertEquals(listOf("reach"), taps)
    }

    @Test
    fun `a link without an address says so`() {
        show("no-address")
        says("There is no address in it")
        saysNot("Addresses in it")
    }

    @Test
    fun `offline is said, and that addresses are old`() {
        show("offline")
        says("You’re offline.")
        rule.onNode(hasText("203.0.113.7:20731") and hasText("when the app was last open", substring = true)).assertExists()
    }

    @Test
    fun `that it cannot open is said`() {
        show("failed")
        says("The app can’t open to others right now.")
    }

    @Test
    fun `that it is closed is said`() {
        show("closed")
        says("This app isn’t connected right now.")
    }

    @Test
    fun `that it opens is said`() {
        show("opening")
        says("The app is opening")
    }

    @Test
    fun `who answers no new people is told`() {
        show("answers-nobody")
        says("You don’t answer new people")
        saysNot("Who can reach you")
        rule.onNodeWithText("Settings").performClick()
        assertEquals(listOf("settings"), taps)
    }

    @Test
    fun `each thing that is amiss leads to where it can be changed`() {
        show("answers-nobody-closed")
        says("This app isn’t connected right now")
        says("You don’t answer new people")
        rule.onNodeWithText("Who can reach you").performScrollTo().performClick()
        rule.onNodeWithText("Settings").performScrollTo().performClick()
        assertEquals(listOf("reach", "settings"), taps)
    }

    @Test
    fun `a link without a code is still one`() {
        show("no-code")
        says("The link is too long for a code.")
        saysNot("Who can reach you")
        saysNot("Settings")
        rule.onNodeWithTag("qr").assertDoesNotExist()
        says("Share the link")
    }

    @Test
    fun `before there is a link nothing is offered`() {
        show("unmade")
        saysNot("Share the link")
        saysNot("Make a new link")
    }

    @Test
    fun `that none could be made is said`() {
        show("not-made")
        says("The link could not be made")
        rule.onNodeWithText("Try again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `while it is renewed it is not renewed again`() {
        show("renewing")
        rule.onNodeWithText("Make a new link").performScrollTo().assertIsNotEnabled()
    }

    @Test
    fun `what a tap led to is read out`() {
        show("copied")
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText("The link is copied.")).performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `a renewed link says what that means`() {
        show("renewed")
        says("Requests from older ones are marked.")
    }

    @Test
    fun `a link that was not renewed says so`() {
        show("not-renewed")
        says("Your link is still the same.")
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark the code is dark on light`() {
        show("open")
        val pixels = rule.onNodeWithTag("qr").captureToImage().toPixelMap()
        assertEquals("the quiet zone is light", 1f, pixels[2, 2].red)
        val matrix = MyLinkPreviews.states.getValue("open").link!!.qr!!
        val module = pixels.width / (matrix.width + 2 * QUIET)
        val first = (pixels.width - module * matrix.width) / 2 + module / 2
        assertEquals("a corner is dark", 0f, pixels[first, first].red)
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("only-near")
        says("Wer das hat, kann darum bitten, dir zu schreiben.")
        says("Nur in diesem Netz.")
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() {
        show("open")
        val title = rule.onNodeWithText("Your UID").performScrollTo().getBoundsInRoot()
        assertTrue("it stands at the right", title.left > rule.onRoot().getBoundsInRoot().width / 2)
    }
}
