package dev.pure2p.app.ui.welcome

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What TalkBack says of each state, and what is asked for. */
@RunWith(AndroidJUnit4::class)
class WelcomeScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val asked = mutableListOf<String>()

    private fun show(state: String) {
        rule.setContent {
            Pure2pTheme(dynamic = false) {
                WelcomeScreen(WelcomePreviews.states.getValue(state), { asked += "create $it" }, { asked += "delete" })
            }
        }
    }

    @Test
    fun `the whole bargain is told`() {
        show("first")
        for (words in listOf("There is no server, ever", "Both of you must have the app open", "you lose its history", "Mobile data on both sides")) {
            rule.onNodeWithText(words, substring = true).performScrollTo().assertIsDisplayed()
        }
    }

    @Test
    fun `the keyboard's own button makes the account, too`() {
        show("first")
        rule.onNode(hasSetTextAction()).performTextInput("Alice")
        rule.onNode(hasSetTextAction()).performImeAction()
        assertEquals(listOf("create Alice"), asked)
    }

    @Test
    fun `it is made once`() {
        show("creating")
        rule.onNodeWithText("Create").assertIsNotEnabled()
    }

    @Test
    fun `a bad name says what a name is`() {
        show("bad-name")
        rule.onNodeWithText("That name is too long", substring = true).assertExists()
    }

    @Test
    fun `what could not be stored says what to do`() {
        show("not-stored")
        rule.onNodeWithText("Is there room on this device?", substring = true).assertExists()
    }

    @Test
    fun `what was set aside is deleted after two yeses`() {
        show("set-aside")
        rule.onNodeWithText("(3.2 MB)", substring = true).performScrollTo().assertIsDisplayed()
        rule.onNodeWithText("Delete it").performScrollTo().performClick()
        rule.onNodeWithText("Delete the old database?").assertIsDisplayed()
        assertEquals(emptyList<String>(), asked)
        rule.onAllNodes(hasText("Delete it"))[1].performClick()
        assertEquals(listOf("delete"), asked)
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters everything can be reached`() {
        show("first")
        rule.onNodeWithText("Create").performScrollTo().assertIsDisplayed()
    }
}
