package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.ExperimentalTestApi
import androidx.compose.ui.test.KeyInjectionScope
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assert
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.junit4.v2.createComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performKeyInput
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.pressKey
import androidx.compose.ui.test.withKeyDown
import androidx.compose.ui.text.input.ImeAction
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** What Enter does in the composer, as it was chosen. */
@OptIn(ExperimentalTestApi::class)
@RunWith(AndroidJUnit4::class)
class EnterSendsTest {
    @get:Rule
    val rule = createComposeRule()

    private val draft = TextFieldState()
    private var sent = 0
    private val field get() = rule.onNode(hasSetTextAction())

    private fun show(enterSends: Boolean, text: String = "Hello") {
        val state = ConversationPreviews.states.getValue("empty").copy(enterSends = enterSends)
        rule.setContent { Pure2pTheme { ConversationScreen(state, draft, ConversationActions(send = { sent++ })) } }
        field.performClick()
        if (text.isNotEmpty()) field.performTextInput(text)
    }

    private fun press(keys: KeyInjectionScope.() -> Unit) = field.performKeyInput(keys)

    @Test
    fun `chosen so, Enter sends, and with Shift begins a new line`() {
        show(enterSends = true)
        press { pressKey(Key.Enter) }
        assertEquals(1 to "Hello", sent to draft.text.toString())
        press { pressKey(Key.NumPadEnter) }
        press { withKeyDown(Key.CtrlLeft) { pressKey(Key.Enter) } }
        assertEquals(3, sent)
        press { withKeyDown(Key.ShiftLeft) { pressKey(Key.Enter) } }
        assertEquals(3 to "Hello\n", sent to draft.text.toString())
    }

    @Test
    fun `chosen so, the keyboard on the screen offers to send`() {
        show(enterSends = true)
        field.assert(SemanticsMatcher.expectValue(SemanticsProperties.ImeAction, ImeAction.Send))
        field.performImeAction()
        assertEquals(1, sent)
    }

    @Test
    fun `nothing is not sent, and makes no empty line`() {
        show(enterSends = true, text = "")
        press { pressKey(Key.Enter) }
        field.performImeAction()
        assertEquals(0 to "", sent to draft.text.toString())
    }

    @Test
    fun `otherwise Enter begins a new line, and with Ctrl sends`() {
        show(enterSends = false)
        press { pressKey(Key.Enter) }
        assertEquals(0 to "Hello\n", sent to draft.text.toString())
        press { withKeyDown(Key.CtrlLeft) { pressKey(Key.Enter) } }
        assertEquals(1, sent)
    }
}
