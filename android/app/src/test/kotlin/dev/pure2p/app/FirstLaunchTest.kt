package dev.pure2p.app

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** The real activity over the real library, from nothing. */
@RunWith(AndroidJUnit4::class)
class FirstLaunchTest {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun `from the first launch to an account that is open`() {
        rule.await("There is no server, ever")
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await("No contacts yet").assertIsDisplayed()
        rule.await("Open").assertIsDisplayed()
        rule.activityRule.scenario.recreate()
        rule.await("No contacts yet").assertIsDisplayed()
    }

    @Test
    fun `a name that is none is refused, and nothing is made`() {
        rule.await(hasSetTextAction()).performTextInput("A".repeat(65))
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await("That name is too long")
        rule.onNodeWithText("Create").performScrollTo().assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+de")
    fun `it speaks German`() {
        rule.await("Es gibt keinen Server, niemals")
        rule.onNodeWithText("Anlegen").performScrollTo().performClick()
        rule.await("Noch keine Kontakte").assertIsDisplayed()
    }
}
