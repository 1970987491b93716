package dev.pure2p.app.ui.frame

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.unit.dp
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.AppRule
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** Chats beside what is open, in a wide window: over the real activity and the real library. */
@RunWith(AndroidJUnit4::class)
class PanesTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 0)
    val carol = Peer("Carol")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    @get:Rule(order = 3)
    val device = AppRule()

    private fun launch() {
        device.account()
        runBlocking {
            device.open.messenger.run {
                add(bob.uid, "Bob")
                add(carol.uid, "Carol")
            }
        }
        device.app.home.device.change { it.copy(leavingExplained = true) }
        device.launch()
        rule.await(row("Bob"))
    }

    private fun row(name: String) = hasText(name) and hasText("Nothing written yet.")

    private fun back() = device.scenario.onActivity { it.onBackPressedDispatcher.onBackPressed() }

    private fun backLeaves() = device.window { !it.onBackPressedDispatcher.hasEnabledCallbacks() }

    private val unmarked = SemanticsMatcher.keyNotDefined(SemanticsProperties.Selected)

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `a chat opens beside the chats, and another one in its place`() {
        launch()
        rule.onNodeWithText("Chats open here.").assertIsDisplayed()
        rule.picture("panes-empty")
        assertTrue(backLeaves())
        rule.onNode(row("Bob")).performClick()
        rule.await("Nothing written yet").assertIsDisplayed()
        rule.await(row("Bob")).assertIsSelected()
        rule.onNode(row("Carol")).assert(unmarked)
        rule.picture("panes-conversation")
        val chats = rule.onNodeWithTag("chats").getBoundsInRoot()
        assertTrue("the composer stands beside the chats", rule.await(hasSetTextAction()).getBoundsInRoot().left >= chats.right)

        rule.onNode(row("Carol")).performClick()
        rule.await(row("Carol")).assertIsSelected()
        rule.onNode(row("Bob")).assert(unmarked)
        rule.onNodeWithContentDescription("Settings").performClick()
        rule.await(hasText("Settings")).assertIsDisplayed()
        rule.onNode(row("Carol")).assert(unmarked)
        assertFalse(backLeaves())
        back()
        rule.await("Chats open here.").assertIsDisplayed()
        assertTrue("one step back from anything beside the chats", backLeaves())
    }

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `a second tap on the same chat changes nothing`() {
        launch()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction()).performTextInput("A draft")
        rule.onNode(hasText("Bob") and unmarked.not() and hasClickAction()).performClick()
        rule.waitForIdle()
        // A screen made anew would have the draft as well, but nobody's cursor.
        rule.onNode(hasSetTextAction() and hasText("A draft")).assertIsFocused()
        back()
        rule.await("Chats open here.").assertIsDisplayed()
        assertTrue(backLeaves())
    }

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `a window that gets narrow keeps the conversation, and leads back to the chats`() {
        launch()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction()).performTextInput("A draft")
        RuntimeEnvironment.setQualifiers("+w400dp-h800dp")
        device.scenario.recreate()
        rule.await(hasSetTextAction() and hasText("A draft")).assertIsDisplayed()
        rule.onNodeWithText("Chats").assertDoesNotExist()
        assertFalse(backLeaves())
        back()
        rule.await("Chats").assertIsDisplayed()
        rule.onNode(hasText("Bob")).assert(unmarked)
        assertTrue(backLeaves())

        rule.onNode(hasText("Bob")).performClick()
        rule.await(hasSetTextAction() and hasText("A draft"))
        RuntimeEnvironment.setQualifiers("+w1000dp-h700dp")
        device.scenario.recreate()
        rule.await("Chats").assertIsDisplayed()
        rule.await(hasSetTextAction() and hasText("A draft")).assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw-w1000dp-h700dp")
    fun `from right to left the chats stand at the right`() {
        launch()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction())
        rule.picture("panes-conversation")
        assertTrue(rule.onNodeWithTag("chats").getBoundsInRoot().left > rule.await(hasSetTextAction()).getBoundsInRoot().left)
    }

    @Test
    @Config(qualifiers = "+w1000dp-h700dp-night")
    fun `in the dark`() {
        launch()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction())
        rule.picture("panes-conversation")
    }

    @Test
    @Config(qualifiers = "+w860dp-h600dp", fontScale = 2f)
    fun `in large letters`() {
        launch()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction())
        rule.picture("panes-conversation")
    }

    @Test
    @Config(qualifiers = "+de-w700dp-h600dp")
    fun `in German, on half a tablet`() {
        device.account()
        device.launch()
        rule.await("Hier gehen Chats auf.").assertIsDisplayed()
        rule.picture("panes-nobody")
    }

    @Test
    fun `on a phone there is one`() {
        launch()
        rule.onNodeWithText("Chats open here.").assertDoesNotExist()
        rule.onNode(row("Bob")).performClick()
        rule.await(hasSetTextAction()).assertIsDisplayed()
        rule.onNodeWithText("Chats").assertDoesNotExist()
    }

    @Test
    fun `two from what width on`() {
        assertNull("a phone", panes(412.dp, 915.dp, 1f))
        assertNotNull("a large one on its side", panes(915.dp, 412.dp, 1f))
        assertNull("a small one on its side", panes(740.dp, 360.dp, 1f))
        assertNull("a foldable, upright", panes(673.dp, 841.dp, 1f))
        assertNotNull("and on its side", panes(841.dp, 673.dp, 1f))
        assertNotNull("half a large tablet", panes(640.dp, 600.dp, 1f))
        assertNull("with large letters", panes(640.dp, 600.dp, 2f))
        assertNotNull("a tablet with large letters", panes(1280.dp, 800.dp, 2f))
        assertEquals(400.dp, panes(1280.dp, 800.dp, 1f))
        assertEquals(280.dp, panes(640.dp, 600.dp, 1f))
    }
}
