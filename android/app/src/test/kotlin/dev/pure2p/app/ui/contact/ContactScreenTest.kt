package dev.pure2p.app.ui.contact

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class ContactScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(state: String, canScan: Boolean = true) {
        val actions = ContactActions(
            back = { taps += "back" },
            startNaming = { taps += "start naming" },
            stopNaming = { taps += "stop naming" },
            rename = { taps += "rename $it" },
            copyUid = { taps += "copy uid" },
            scan = { taps += "scan" },
            setVerified = { taps += "verified $it" },
            compared = { taps += "compared" },
            accept = { taps += "accept" },
            block = { taps += "block" },
            unblock = { taps += "unblock" },
            delete = { taps += "delete" },
            myLink = { taps += "my link" },
            retry = { taps += "retry" },
        )
        rule.setContent {
            Pure2pTheme(dynamic = false) { ContactScreen(ContactPreviews.states.getValue(state), actions, canScan) }
        }
        rule.picture("contact-$state")
    }

    private fun says(words: String) =
        rule.onNode(hasText(words, substring = true)).performScrollTo().assertIsDisplayed()

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    /** A dialog's words, which nobody has to scroll to. */
    private fun asks(words: String) =
        rule.onNode(hasText(words, substring = true) and hasAnyAncestor(isDialog())).assertIsDisplayed()

    private fun answer(words: String) =
        rule.onNode(hasText(words) and hasClickAction() and hasAnyAncestor(isDialog())).performClick()

    private fun tap(words: String) =
        rule.onNode(hasText(words) and hasClickAction()).performScrollTo().performClick()

    @Test
    fun `it says who it is, whether they are here, and what both compare`() {
        show("here")
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Bob")).assertIsDisplayed()
        says("That is what they call themselves. Nobody has checked it.")
        says("here now")
        rule.onNodeWithContentDescription("Their UID, in groups of four: p u r e, 1 ", substring = true).performScrollTo()
        says("Your first exchange has bound you")
        rule.onNodeWithContentDescription("Safety number, in groups of five: 0 2 5 3 8, 6 1 1 7 0, ", substring = true)
            .performScrollTo().assertIsDisplayed()
        rule.onNodeWithContentDescription("QR code of the safety number.", substring = true).performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `who reaches whom is said for each way, with when`() {
        show("here")
        // A way and when it last worked are one stop each for whoever listens.
        val mine = hasText("You reach them (since", substring = true) and hasText("You last reached them", substring = true)
        rule.onNode(mine).performScrollTo().assertIsDisplayed()
        rule.onNode(hasText("They don’t reach you (since", substring = true)).performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `an address says how and when it was learnt, and whether it was of use`() {
        show("here")
        val told = hasText("192.168.7.23:21544") and hasText("They told you: ", substring = true)
        rule.onNode(told and hasText("Last led to them: ", substring = true)).performScrollTo().assertIsDisplayed()
        val link = hasText("[2001:db8::23]:21544") and hasText("From a link: ", substring = true)
        rule.onNode(link and hasText("Last in vain: ", substring = true)).performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `many addresses are there when asked for`() {
        show("many-addresses")
        saysNot("203.0.113.9:21544")
        tap("Show all 11 addresses")
        says("203.0.113.9:21544")
        saysNot("Show all")
    }

    @Test
    fun `without an address there is something to do`() {
        show("no-addresses")
        says("Ask for a link, or send yours.")
        tap("My link")
        assertEquals(listOf("my link"), taps)
    }

    @Test
    fun `whoever was here is said to have been`() {
        show("was-here")
        says("was here")
        says("They reach you (since")
    }

    @Test
    fun `nothing exchanged yet binds nobody yet`() {
        show("not-met")
        says("not met yet")
        says("The first exchange binds you")
        says("You haven’t tried them yet.")
        says("They haven’t come in yet.")
        saysNot("has bound you")
    }

    @Test
    fun `a name of one's own stands beside the one they claim`() {
        show("renamed")
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Robert from the choir")).assertIsDisplayed()
        says("They call themselves “\u2068Bob\u2069”. Nobody has checked it.")
    }

    @Test
    fun `a long name is there to its end`() {
        show("long-name")
        rule.assertUncut()
    }

    @Test
    fun `renaming asks for a name`() {
        show("here")
        tap("Rename")
        assertEquals(listOf("start naming"), taps)
    }

    @Test
    fun `a name is given`() {
        show("naming")
        says("Only you see it.")
        rule.onNode(hasSetTextAction()).performTextReplacement("Robert")
        tap("Save")
        tap("Cancel")
        assertEquals(listOf("rename Robert", "stop naming"), taps)
    }

    @Test
    fun `a name that is none is refused where it is typed`() {
        show("name-refused")
        says("That name is too long")
    }

    @Test
    fun `the mark is set and taken back`() {
        show("here")
        saysNot("You compared the safety numbers.")
        rule.onNode(isToggleable()).performScrollTo().assertIsOff().performClick()
        assertEquals(listOf("verified true"), taps)
    }

    @Test
    fun `who is verified is said to be, at the top and at the mark`() {
        show("verified")
        rule.onNode(hasText("Verified") and !isToggleable()).assertIsDisplayed()
        says("You compared the safety numbers.")
        rule.onNode(isToggleable()).performScrollTo().assertIsOn().performClick()
        assertEquals(listOf("verified false"), taps)
    }

    @Test
    fun `comparing by scanning is offered where there is a scanner`() {
        show("here")
        tap("Compare by scanning")
        tap("Copy the UID")
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("scan", "copy uid", "back"), taps)
    }

    @Test
    fun `without a scanner it is not offered`() {
        show("here", canScan = false)
        saysNot("Compare by scanning")
    }

    @Test
    fun `codes that match offer the mark`() {
        show("same")
        asks("The codes match")
        asks("nobody is in between")
        answer("Mark as verified")
        assertEquals(listOf("compared", "verified true"), taps)
    }

    @Test
    fun `codes that match of somebody verified only say so`() {
        show("same-already")
        asks("It is marked as verified.")
        answer("Close")
        assertEquals(listOf("compared"), taps)
    }

    @Test
    fun `codes that do not match say so plainly, and what it means`() {
        show("other")
        asks("The codes do not match")
        asks("somebody may be reading along")
        saysNot("Mark as verified")
        answer("Close")
        assertEquals(listOf("compared"), taps)
    }

    @Test
    fun `codes that do not match of somebody verified offer to take the mark back`() {
        show("other-verified")
        asks("The codes do not match")
        answer("Take the mark back")
        assertEquals(listOf("compared", "verified false"), taps)
    }

    @Test
    fun `another code is said to be another code`() {
        show("no-code")
        asks("This is not a safety code")
        answer("Scan again")
        assertEquals(listOf("compared", "scan"), taps)
    }

    @Test
    fun `blocking is asked about first`() {
        show("here")
        tap("Block")
        asks("They are not told")
        answer("Cancel")
        assertEquals(emptyList<String>(), taps)
        tap("Block")
        answer("Block")
        assertEquals(listOf("block"), taps)
        saysNot("They are not told")
    }

    @Test
    fun `who is blocked is said to be, and a block is taken back when asked about`() {
        show("blocked")
        says("Nothing of theirs is kept or answered.")
        saysNot("was here")
        tap("Unblock")
        asks("may still arrive")
        answer("Unblock")
        assertEquals(listOf("unblock"), taps)
        rule.onNode(hasText("Block") and hasClickAction()).assertDoesNotExist()
    }

    @Test
    fun `a stranger who is blocked may only ask again`() {
        show("blocked-stranger")
        saysNot("Rename")
        saysNot("Delete contact")
        tap("Unblock")
        asks("They can ask again")
    }

    @Test
    fun `deleting takes two steps, and says what is lost`() {
        show("waiting")
        tap("Delete contact")
        asks("all messages of this chat")
        asks("2 of your messages still wait for them. They are never sent.")
        asks("theirs keeps what it has")
        answer("Continue")
        asks("Nobody has a copy")
        rule.picture("contact-delete-sure")
        answer("Cancel")
        assertEquals(emptyList<String>(), taps)
        tap("Delete contact")
        answer("Continue")
        answer("Delete here")
        assertEquals(listOf("delete"), taps)
    }

    @Test
    fun `deleting somebody blocked says that they stay so`() {
        show("blocked")
        tap("Delete contact")
        asks("They stay blocked.")
    }

    @Test
    fun `a request is answered here, too, and compared before`() {
        show("requested")
        says("Until you accept, they learn only that your UID is here")
        says("Safety number")
        saysNot("Who reaches whom")
        saysNot("Delete contact")
        tap("Accept")
        tap("Block")
        asks("What they wrote is gone")
        answer("Block")
        assertEquals(listOf("accept", "block"), taps)
    }

    @Test
    fun `who is no longer in the list is said to be gone`() {
        show("removed")
        says("They are no longer in your list.")
        saysNot("Rename")
        saysNot("Safety number")
    }

    @Test
    fun `nobody is shown before they were read`() {
        show("unread")
        saysNot("UID")
        saysNot("not met yet")
    }

    @Test
    fun `what may be old says so`() {
        show("stale")
        // Above all that scrolls.
        rule.onNode(hasText("What you see may be old.", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Look again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `while one command is on its way there is no other`() {
        show("busy")
        rule.onNode(isToggleable()).assertIsNotEnabled()
        rule.onNodeWithText("Block").assertIsNotEnabled()
        rule.onNodeWithText("Delete contact").assertIsNotEnabled()
    }

    private fun readOut(words: String) {
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText(words, substring = true)).performScrollTo().assertIsDisplayed()
    }

    @Test
    fun `what was not done is said`() {
        show("not-done")
        readOut("nothing was changed")
    }

    @Test
    fun `that there is no room is said`() {
        show("device-full")
        readOut("no room left")
    }

    @Test
    fun `that the UID is copied is said`() {
        show("uid-copied")
        readOut("The UID is copied.")
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters nothing is cut off`() {
        show("renamed")
        rule.assertUncut()
        tap("Delete contact")
        asks("all messages of this chat")
        rule.picture("contact-delete")
        rule.assertUncut()
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters a code that does not match is told to its end`() {
        show("other-verified")
        rule.assertUncut()
    }

    @Test
    fun `everything can be hit`() {
        show("renamed")
        rule.assertTouchable()
    }

    @Test
    @Config(qualifiers = "+h2000dp")
    fun `all of it at once`() {
        show("renamed")
        rule.picture("contact-whole")
        rule.assertTouchable()
    }

    @Test
    @Config(qualifiers = "+h2000dp-night")
    fun `all of it in the dark`() {
        show("verified")
        says("Delete contact")
    }

    @Test
    @Config(qualifiers = "+de-h2000dp")
    fun `in German`() {
        show("renamed")
        says("Nennt sich selbst")
        says("Euer erster Austausch")
        rule.onNodeWithText("Kontakt löschen").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw-h2000dp")
    fun `from right to left`() {
        show("renamed")
        val rename = rule.onNodeWithText("Rename").getBoundsInRoot()
        assertTrue("it stands at the right", rename.left > rule.onRoot().getBoundsInRoot().width / 3)
        rule.assertUncut()
    }

    @Test
    @Config(qualifiers = "+w840dp-h600dp")
    fun `on a wide screen`() {
        show("here")
        val heading = rule.onNode(hasText("Bob")).getBoundsInRoot()
        assertTrue("lines are not wider than one can read", heading.width < rule.onRoot().getBoundsInRoot().width * 0.8f)
        rule.assertTouchable()
    }
}
