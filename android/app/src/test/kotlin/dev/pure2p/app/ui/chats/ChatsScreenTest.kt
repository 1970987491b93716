package dev.pure2p.app.ui.chats

import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertHasClickAction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.ui.chats.SessionBarState.Outside
import dev.pure2p.app.ui.reach.ReachPreviews
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.ReachState
import dev.pure2p.core.SessionState
import dev.pure2p.messenger.ForegroundState
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What TalkBack says of each state, and where taps lead. */
@RunWith(AndroidJUnit4::class)
class ChatsScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(state: String) {
        val actions = ChatsActions(
            open = { taps += it },
            add = { taps += "add" },
            myLink = { taps += "my link" },
            requests = { taps += "requests" },
            settings = { taps += "settings" },
            reach = { taps += "reach" },
            retry = { taps += "retry" },
            read = { taps += "read $it" },
        )
        rule.setContent { Pure2pTheme(dynamic = false) { ChatsScreen(ChatsPreviews.states.getValue(state), actions) } }
    }

    /** The row of this person, which says all of these. */
    private fun says(name: String, vararg parts: String) {
        val row = hasText(name)
        rule.onNodeWithTag("chats").performScrollToNode(row)
        val matcher = parts.fold(row) { all, part ->
            all and (hasText(part, substring = true) or hasContentDescription(part))
        }
        rule.onNode(matcher).assertHasClickAction()
    }

    @Test
    fun `each row says who, what, and whether they are here`() {
        show("full")
        says("Bob", "See you at the station?", "here now", "3 unread")
        says("Carol", "Carol’s app isn’t open.", "waiting", "was here")
        // Once is enough: it stands in the line below.
        rule.onNode(hasText("Last here", substring = true)).assertDoesNotExist()
        says("Dana", "Thank you!", "read", "here now")
        says("Erik", "On my way", "delivered")
        says("Frida", "Draft: What I wanted to say")
        says("Georg", "No address for Georg yet. Ask for a link, or send yours.", "not met yet")
        says("A person with a name that is much too long for one line", "Nothing written yet.")
    }

    @Test
    fun `taps lead where they should`() {
        show("full")
        rule.onNodeWithText("Bob").performClick()
        for (words in listOf("Add a contact", "My link", "Requests", "Settings")) {
            rule.onNodeWithContentDescription(words).performClick()
        }
        rule.onNodeWithText("Open and reachable · 2 of 7 here").assertHasClickAction().performClick()
        assertEquals(listOf(Samples.uid(1), "add", "my link", "requests", "settings", "reach"), taps)
    }

    @Test
    fun `an empty list tells how two people start`() {
        show("empty")
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("No contacts yet")).assertIsDisplayed()
        rule.onNodeWithText("Open and reachable").assertIsDisplayed()
        rule.onNodeWithText("My link").performClick()
        rule.onNodeWithText("Add a contact").performClick()
        assertEquals(listOf("my link", "add"), taps)
    }

    @Test
    fun `a list that nobody has read yet is not called empty`() {
        show("unread")
        rule.onNodeWithText("No contacts yet").assertDoesNotExist()
    }

    @Test
    fun `requests are counted in words`() {
        show("requests")
        rule.onNodeWithContentDescription("Requests: 2 wait").performClick()
        assertEquals(listOf("requests"), taps)
    }

    @Test
    fun `the bar counts what is delivered`() {
        show("delivering")
        rule.onNodeWithText("Open and reachable · 2 of 7 here · delivering 7 of 40").assertIsDisplayed()
    }

    @Test
    fun `the bar counts what waits`() {
        show("waiting")
        rule.onNodeWithText("Open and reachable · 0 of 7 here · 3 messages wait").assertIsDisplayed()
    }

    @Test
    fun `one that waits is one`() {
        show("waiting-one")
        rule.onNodeWithText("Open and reachable · 0 of 7 here · 1 message waits").assertIsDisplayed()
    }

    @Test
    fun `the bar says no more of who can come in than is known`() {
        var state by mutableStateOf("looking")
        rule.setContent { Pure2pTheme(dynamic = false) { ChatsScreen(ChatsPreviews.states.getValue(state), ChatsActions()) } }
        rule.onNodeWithText("Open · 2 of 7 here").assertIsDisplayed()
        state = "not-confirmed"
        rule.onNodeWithText("Open, not confirmed · 2 of 7 here").assertIsDisplayed()
        state = "near-only"
        rule.onNodeWithText("Open, same network only · 2 of 7 here").assertIsDisplayed()
        state = "offline"
        rule.onNodeWithText("Offline · 0 of 7 here").assertIsDisplayed()
    }

    @Test
    fun `what the core says of reaching this device is what the bar says`() {
        fun of(state: ReachState, vararg listening: String) = SessionBarState.of(
            SessionState(emptyList(), 0, 0, 0, 0),
            ForegroundState.Listening(emptyList()),
            ReachPreviews.states.getValue("confirmed").reach.copy(state = state, listening = listening.toList()),
        ).outside
        assertEquals(Outside.CONFIRMED, of(ReachState.CONFIRMED))
        assertEquals(Outside.UNKNOWN, of(ReachState.LOOKING))
        assertEquals(Outside.UNKNOWN, of(ReachState.CLOSED))
        assertEquals(Outside.OFFLINE, of(ReachState.OFFLINE))
        assertEquals(Outside.NEAR_ONLY, of(ReachState.LAN_ONLY, "192.168.7.20:20731"))
        assertEquals("only this device", Outside.UNKNOWN, of(ReachState.LAN_ONLY, "127.0.0.1:20731"))
        for (near in listOf(ReachState.NO_ROUTER_PROTOCOL, ReachState.ROUTER_REFUSED, ReachState.SECOND_ROUTER)) {
            assertEquals(Outside.NEAR_ONLY, of(near))
        }
        for (perhaps in listOf(ReachState.OPENED, ReachState.IPV6_ONLY, ReachState.LOCAL_NETWORK_FORBIDDEN)) {
            assertEquals(Outside.NOT_CONFIRMED, of(perhaps))
        }
    }

    @Test
    fun `the bar says that it opens`() {
        show("opening")
        rule.onNodeWithText("Opening · 2 of 7 here").assertIsDisplayed()
    }

    @Test
    fun `the bar says that it cannot open`() {
        show("failed")
        rule.onNodeWithText("Can’t open to others right now · 2 of 7 here").assertIsDisplayed()
    }

    @Test
    fun `what may be old says so`() {
        show("stale")
        rule.onNodeWithText("The database did not answer. What you see may be old.").assertIsDisplayed()
        rule.onNodeWithText("Look again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `the chat that is open beside is marked`() {
        show("selected")
        rule.onNode(hasText("Dana")).assertIsSelected()
        rule.onNode(hasText("Bob")).assert(SemanticsMatcher.keyNotDefined(SemanticsProperties.Selected))
    }

    @Test
    fun `that app lock cannot ask is said until it was read`() {
        show("lock-cannot-ask")
        rule.onNodeWithText("App lock is on, but can’t ask", substring = true).assertIsDisplayed()
        rule.onNodeWithText("OK").performClick()
        assertEquals(listOf("read LOCK_CANNOT_ASK"), taps)
    }

    @Test
    fun `that leaving ends being here is said until it was read`() {
        show("here-ends-stays-on")
        rule.onNodeWithText("up to ten minutes without a touch", substring = true).assertIsDisplayed()
        rule.onNodeWithText("OK").performClick()
        assertEquals(listOf("read HERE_ENDS_STAYS_ON"), taps)
    }

    @Test
    fun `without the promise that the screen stays on`() {
        show("here-ends")
        rule.onNodeWithText("You are here only while this app is open and the screen is on.").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+de", fontScale = 2f)
    fun `a notice in large German letters`() {
        show("here-ends-stays-on")
        rule.assertTouchable()
        rule.onNodeWithText("OK").assertIsDisplayed()
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters nothing that counts is cut off`() {
        show("full")
        rule.onNodeWithText("Open and reachable · 2 of 7 here").assertIsDisplayed()
        says("Bob", "here now", "3 unread")
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("full")
        says("Bob", "jetzt da", "3 ungelesen")
        rule.onNodeWithText("Offen und erreichbar · 2 von 7 da").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() {
        show("full")
        says("Bob", "here now", "3 unread")
        val title = rule.onNodeWithText("Chats").getBoundsInRoot()
        assertTrue("the title stands at the right", title.left > rule.onRoot().getBoundsInRoot().width / 2)
    }
}
