package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertHeightIsAtLeast
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertLeftPositionInRootIsEqualTo
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasTestTag
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToIndex
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.Direction
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The screen alone, in each of its states. */
@RunWith(AndroidJUnit4::class)
class ConversationScreenTest {
    @get:Rule
    val rule = createComposeRule()

    private val draft = TextFieldState()
    private val done = mutableListOf<String>()
    private var state by mutableStateOf(ConversationScreenState(contact = null))
    private val actions = ConversationActions(
        contact = { done += "contact" },
        send = { done += "send" },
        copy = { done += "copy ${it.text}" },
        delete = { done += "delete ${it.text}" },
        showDetails = { done += "details ${it.text}" },
        older = { done += "older" },
        toNewest = { done += "newest" },
        seen = { done += "seen" },
        accept = { done += "accept" },
        unblock = { done += "unblock" },
    )

    private fun show(name: String, dark: Boolean = false) {
        state = ConversationPreviews.states.getValue(name)
        rule.setContent { Pure2pTheme(dark, dynamic = false) { ConversationScreen(state, draft, actions) } }
        rule.waitForIdle()
    }

    private fun said(words: String) = rule.onNodeWithContentDescription(words, substring = true)

    @Test
    fun `each message is one sentence`() {
        show("full")
        said("Bob, 2:02 PM: Are you at the station?").assertIsDisplayed()
        said("Two minutes!. Message read.").assertIsDisplayed()
        said("Bring an umbrella. Message delivered.").assertIsDisplayed()
        said("And the keys. Message waiting. Trying now.").assertIsDisplayed().assertHeightIsAtLeast(48.dp)
        rule.onNodeWithText("here now").assertIsDisplayed()
        rule.onNodeWithText("Compare safety numbers", substring = true).assertIsDisplayed()
    }

    @Test
    fun `each message has its actions, by finger and by voice`() {
        show("full")
        val node = said("And the keys").fetchSemanticsNode()
        val custom = node.config[SemanticsActions.CustomActions]
        assertEquals(listOf("Copy", "Details", "Delete here"), custom.map { it.label })
        rule.runOnUiThread { custom[0].action() }
        said("And the keys").performSemanticsAction(SemanticsActions.OnLongClick)
        rule.onNodeWithText("Details").performClick()
        assertEquals(listOf("copy And the keys", "details And the keys"), done)
    }

    @Test
    fun `deleting asks, and says what it does not`() {
        show("full")
        said("Bring an umbrella").performSemanticsAction(SemanticsActions.OnLongClick)
        rule.onNodeWithText("Delete here").performClick()
        rule.onNodeWithText("Bob’s device keeps its own copy", substring = true).assertIsDisplayed()
        assertEquals(emptyList<String>(), done)
        rule.onNodeWithText("Delete here").performClick()
        assertEquals(listOf("delete Bring an umbrella"), done)
    }

    @Test
    fun `nothing can be sent until something is written`() {
        show("empty")
        rule.onNodeWithText("Nothing written yet").assertIsDisplayed()
        rule.onNodeWithContentDescription("Send").assertIsNotEnabled()
        rule.onNode(hasSetTextAction()).performTextInput("Hello")
        rule.onNodeWithContentDescription("Send").assertIsEnabled().assertHeightIsAtLeast(48.dp).performClick()
        assertEquals("Hello", draft.text.toString())
        assertEquals(listOf("send"), done)
    }

    @Test
    fun `before anything was read it says nothing`() {
        show("not read yet")
        rule.onAllNodes(hasText("Nothing", substring = true)).assertCountEquals(0)
        rule.onNodeWithContentDescription("Back").assertIsDisplayed()
    }

    @Test
    fun `what is new is marked and seen`() {
        show("unread")
        rule.onNodeWithText("New since you were last here").assertIsDisplayed()
        assertEquals(listOf("seen"), done)
    }

    @Test
    fun `what lies behind another app is not seen`() {
        rule.setContent { Pure2pTheme { ConversationScreen(state, draft, actions) } }
        val unread = ConversationPreviews.states.getValue("unread")
        state = unread.copy(inFront = false)
        rule.waitForIdle()
        assertEquals(emptyList<String>(), done)
        state = unread
        rule.waitForIdle()
        assertEquals(listOf("seen"), done)
    }

    @Test
    fun `older pages are asked for on the way up, and the newest is one tap away`() {
        show("long")
        said("Message 200").assertIsDisplayed()
        assertEquals(emptyList<String>(), done)
        rule.onNode(hasTestTag("messages")).performScrollToIndex(195)
        rule.waitForIdle()
        assertTrue("older" in done)
        rule.onNodeWithContentDescription("To the newest message").performClick()
        said("Message 200").assertIsDisplayed()
    }

    @Test
    fun `who is at the end follows, who reads back stays, who writes goes to the end`() {
        show("long")
        fun say(number: Int, direction: Direction) {
            val new = Samples.message(number, Samples.uid(1), "New $number", direction)
            state = state.copy(messages = state.messages + new)
            rule.waitForIdle()
        }
        say(901, Direction.IN)
        said("New 901").assertIsDisplayed()
        rule.onNode(hasTestTag("messages")).performScrollToIndex(60)
        say(902, Direction.IN)
        rule.onAllNodes(hasContentDescription("New 902", substring = true)).assertCountEquals(0)
        say(903, Direction.OUT)
        said("New 903").assertIsDisplayed()
    }

    @Test
    fun `why one can't write, and what helps`() {
        show("blocked")
        rule.onAllNodes(hasSetTextAction()).assertCountEquals(0)
        rule.onNodeWithText("Unblock").performClick()
        state = ConversationPreviews.states.getValue("requested")
        rule.onNodeWithText("Accept").performClick()
        assertEquals(listOf("unblock", "accept"), done)
        state = ConversationPreviews.states.getValue("removed")
        rule.onNodeWithText("no longer in your list", substring = true).assertIsDisplayed()
        state = ConversationPreviews.states.getValue("not accepted")
        said("hasn’t accepted you yet").assertIsDisplayed()
    }

    @Test
    fun `of who is blocked nothing is said to be heard`() {
        show("blocked")
        rule.onNodeWithText("Bob").assertIsDisplayed()
        rule.onAllNodes(hasText("here", substring = true) and hasText("Bob")).assertCountEquals(0)
    }

    @Test
    @Config(qualifiers = "+w900dp-h600dp")
    fun `on a wide screen the first words stay short`() {
        show("full")
        val banner = rule.onNodeWithText("Compare safety numbers", substring = true).getBoundsInRoot()
        assertTrue("$banner", banner.width <= 560.dp && banner.left > 100.dp)
    }

    @Test
    fun `what went wrong, and what to do`() {
        show("too long")
        rule.onNodeWithText("Shorten it by about 12 letters", substring = true).assertIsDisplayed()
        state = ConversationPreviews.states.getValue("device full")
        rule.onNodeWithText("no room left", substring = true).assertIsDisplayed()
        state = ConversationPreviews.states.getValue("stale")
        rule.onNodeWithText("Look again").assertIsDisplayed()
    }

    @Test
    fun `the timeline is what happened`() {
        show("details")
        listOf("Written", "Tried at 192.168.7.21:45801: no answer", "it went through", "it is on Bob’s device", "Read by Bob")
            .forEach { rule.onAllNodes(hasText(it, substring = true)).onFirst().assertIsDisplayed() }
        rule.onNodeWithText("3 times in a row", substring = true).assertIsDisplayed()
    }

    @Test
    fun `the name leads to the contact`() {
        show("verified")
        rule.onAllNodes(hasText("Compare safety", substring = true)).assertCountEquals(0)
        rule.onNode(hasText("Bob") and hasClickAction()).assertHeightIsAtLeast(48.dp).performClick()
        assertEquals(listOf("contact"), done)
    }

    @Test
    fun `large text is not cut off`() {
        RuntimeEnvironment.setFontScale(2f)
        show("full", dark = true)
        rule.onNodeWithText("here now").assertIsDisplayed()
        rule.onNodeWithContentDescription("Send").assertIsDisplayed()
        said("And the keys").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+ar-ldrtl")
    fun `from right to left it is mirrored`() {
        show("full")
        said("And the keys").assertIsDisplayed()
        rule.onNodeWithContentDescription("Back").assertLeftPositionInRootIsEqualTo(352.dp)
    }

    @Test
    @Config(qualifiers = "+de")
    fun `it speaks German`() {
        show("full")
        said("Du, 14:02: Two minutes!. Nachricht gelesen.").assertIsDisplayed()
    }
}
