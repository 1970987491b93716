package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.ProgressBarRangeInfo
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertTouchHeightIsEqualTo
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.unit.dp
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.ui.common.TryingSign
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.MessageState
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** What helps a message that waits. */
@RunWith(AndroidJUnit4::class)
class ConversationRemedyTest {
    @get:Rule
    val rule = createComposeRule()

    private val done = mutableListOf<String>()
    private var state by mutableStateOf(ConversationScreenState(contact = null))
    private val actions = ConversationActions(
        unblock = { done += "unblock" },
        myLink = { done += "my link" },
        reach = { done += "reach" },
        settings = { done += "settings" },
    )

    private fun show(name: String) {
        state = ConversationPreviews.states.getValue(name)
        rule.setContent { Pure2pTheme { ConversationScreen(state, TextFieldState(), actions) } }
        rule.waitForIdle()
    }

    @Test
    fun `what waits offers what helps, by finger and by voice, once`() {
        val helps = listOf(
            Triple("no address", "My link", "my link"),
            Triple("neither reachable", "What helps", "reach"),
            Triple("no way in", "What helps", "reach"),
            Triple("unreachable", "What helps", "reach"),
            Triple("no answer", "What helps", "reach"),
            Triple("local network forbidden", "Open the settings", "settings"),
            // Not below the message: it stands in the composer's place.
            Triple("blocked", "Unblock", "unblock"),
        )
        show("full")
        for ((name, words, what) in helps) {
            state = ConversationPreviews.states.getValue(name)
            rule.waitForIdle()
            done.clear()
            rule.onNode(hasText(words) and hasClickAction()).assertIsDisplayed().assertTouchHeightIsEqualTo(48.dp).performClick()
            val spoken = rule.onAllNodes(hasContentDescription("And the keys", substring = true)).fetchSemanticsNodes()
                .flatMap { it.config[SemanticsActions.CustomActions] }.single { it.label == words }
            rule.runOnUiThread { spoken.action() }
            assertEquals(name, listOf(what, what), done)
        }
    }

    @Test
    fun `what only time helps offers nothing, nor does what waits no longer`() {
        show("not accepted")
        val buttons = listOf("My link", "What helps", "Open the settings", "Unblock").map { hasText(it) }.reduce { all, one -> all or one }
        rule.onAllNodes(buttons).assertCountEquals(0)
        val waits = ConversationPreviews.states.getValue("no address")
        state = waits
        rule.onAllNodes(buttons).assertCountEquals(1)
        // A later one waits for something else: what is said last is what is helped.
        state = waits.copy(messages = waits.messages + ConversationPreviews.states.getValue("full").messages.last().copy(id = "01"))
        rule.onAllNodes(buttons).assertCountEquals(0)
        state = waits.copy(messages = waits.messages.map { it.copy(state = MessageState.DELIVERED) })
        rule.onAllNodes(buttons).assertCountEquals(0)
    }

    @Test
    fun `what turns while it is tried stands still where nothing may move`() {
        var moves by mutableStateOf(true)
        rule.setContent { Pure2pTheme { TryingSign(moves = moves) } }
        fun progress() = rule.onNodeWithContentDescription("waiting").fetchSemanticsNode().config[SemanticsProperties.ProgressBarRangeInfo]
        assertEquals(ProgressBarRangeInfo.Indeterminate, progress())
        moves = false
        rule.waitForIdle()
        assertEquals(0.75f, progress().current)
    }
}
