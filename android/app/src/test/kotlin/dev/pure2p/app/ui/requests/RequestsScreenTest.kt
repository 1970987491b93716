package dev.pure2p.app.ui.requests

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class RequestsScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(state: String) {
        val actions = RequestsActions(
            back = { taps += "back" },
            accept = { taps += "accept $it" },
            block = { taps += "block $it" },
            chat = { taps += "chat $it" },
            contact = { taps += "contact $it" },
            myLink = { taps += "my link" },
            retry = { taps += "retry" },
        )
        rule.setContent { Pure2pTheme(dynamic = false) { RequestsScreen(RequestsPreviews.states.getValue(state), actions) } }
    }

    private fun says(words: String) = rule.onNode(hasText(words, substring = true)).assertIsDisplayed()

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    @Test
    fun `a request says who claims to be whom, and what they wrote`() {
        show("one")
        says("no name, no addresses, no receipts")
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Hanna", substring = true))
            .assertIsDisplayed()
        says("That is what they call themselves. Nobody has checked it.")
        says("Came with your current link.")
        says("Hi, we met at the station.")
        says("Is this your new phone?")
        rule.onNodeWithContentDescription("Their UID, in groups of four: p u r e, 1 ", substring = true).assertIsDisplayed()
    }

    @Test
    fun `the order is the core's`() {
        show("full")
        for (words in listOf("Hanna", "They gave no name", "A person with", "Ivo", "Jana")) {
            rule.onNodeWithTag("requests").performScrollToNode(hasText(words, substring = true))
        }
    }

    @Test
    fun `who gave no name is not given one`() {
        show("nameless")
        says("They gave no name")
        says("Came without your current link.")
        saysNot("call themselves")
        rule.onNodeWithContentDescription("Accept the person with 1", substring = true, useUnmergedTree = true).assertExists()
    }

    @Test
    fun `who wrote nothing is said to`() {
        show("silent")
        says("They have written nothing yet.")
    }

    @Test
    fun `many words are there when asked for`() {
        show("many-words")
        saysNot("Message number 7")
        rule.onNodeWithText("Show all they wrote").performScrollTo().performClick()
        rule.onNodeWithText("Message number 7").performScrollTo().assertIsDisplayed()
        saysNot("Show all they wrote")
    }

    @Test
    fun `long words are there when asked for`() {
        show("long-words")
        rule.onNodeWithText("Show all they wrote").performScrollTo().performClick()
        rule.assertUncut()
    }

    @Test
    fun `accepting is one tap, and says whom`() {
        show("one")
        rule.onNode(hasText("Accept") and hasContentDescription("Hanna", substring = true)).performScrollTo().performClick()
        assertEquals(listOf("accept ${Samples.uid(11)}"), taps)
    }

    @Test
    fun `blocking is asked about first`() {
        show("one")
        rule.onNodeWithText("Block").performScrollTo().performClick()
        says("They are not told.")
        rule.onNodeWithText("Cancel").performClick()
        assertEquals(emptyList<String>(), taps)
        rule.onNodeWithText("Block").performClick()
        rule.onNode(hasText("Block") and hasAnyAncestor(isDialog())).performClick()
        assertEquals(listOf("block ${Samples.uid(11)}"), taps)
        saysNot("They are not told.")
    }

    @Test
    fun `while one answer is on its way there is no other`() {
        show("busy")
        rule.onNodeWithText("Accept").assertIsNotEnabled()
        rule.onNodeWithText("Block").assertIsNotEnabled()
    }

    @Test
    fun `an empty list says so, and how it fills`() {
        show("empty")
        says("No requests")
        says("no name, no addresses, no receipts")
        rule.onNodeWithText("My link").performClick()
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("my link", "back"), taps)
    }

    @Test
    fun `a list that nobody has read yet is not called empty`() {
        show("unread")
        saysNot("No requests")
    }

    @Test
    fun `what may be old says so`() {
        show("stale")
        says("What you see may be old.")
        rule.onNodeWithText("Look again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `who was accepted is one tap away, and it is read out`() {
        show("accepted")
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText("is your contact now", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Open the chat").performClick()
        assertEquals(listOf("chat ${Samples.uid(11)}"), taps)
    }

    @Test
    fun `that somebody is blocked is said`() {
        show("blocked")
        says("Blocked. Nothing of theirs is kept or answered.")
    }

    @Test
    fun `whoever is blocked stands below those who ask, and can be found`() {
        show("people-blocked")
        rule.onNodeWithTag("requests").performScrollToNode(hasText("Carol"))
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Blocked")).assertIsDisplayed()
        rule.onNodeWithText("Carol").performClick()
        assertEquals(listOf("contact ${Samples.uid(2)}"), taps)
    }

    @Test
    @Config(fontScale = 2f)
    fun `without requests those who are blocked are still found`() {
        show("only-blocked")
        says("No requests")
        rule.onNodeWithTag("requests").performScrollToNode(hasText("A person with", substring = true))
        rule.assertUncut()
    }

    @Test
    fun `that nothing was changed is said`() {
        show("failed")
        says("Nothing was changed")
        rule.onNodeWithText("Accept").assertExists()
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("one")
        says("So nennt sich diese Person selbst. Niemand hat das geprüft.")
        rule.onNodeWithText("Annehmen").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() {
        show("one")
        val accept = rule.onNodeWithText("Accept").getBoundsInRoot()
        assertTrue("it stands at the right", accept.left > rule.onRoot().getBoundsInRoot().width / 2)
    }
}
