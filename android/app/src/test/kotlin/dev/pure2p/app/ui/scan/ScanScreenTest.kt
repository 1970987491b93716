package dev.pure2p.app.ui.scan

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.height
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What the scanner says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class ScanScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(state: String) {
        val actions = ScanActions(back = { taps += "back" }, torch = { taps += "torch $it" }, retry = { taps += "retry" })
        rule.setContent { Pure2pTheme(dynamic = false) { ScanPreview(ScanPreviews.states.getValue(state), actions) } }
    }

    private fun says(words: String) =
        rule.onNode(hasText(words, substring = true)).performScrollTo().assertIsDisplayed()

    @Test
    fun `it says what to hold before the camera`() {
        show("seeing")
        says("Point the camera at the code")
        rule.onNodeWithContentDescription("What the camera sees").assertIsDisplayed()
        rule.onNodeWithText("Flashlight").assertIsOff().performClick()
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("torch true", "back"), taps)
        rule.assertTouchable()
    }

    @Test
    fun `light can be put out`() {
        show("light")
        rule.onNodeWithText("Flashlight").assertIsOn().performClick()
        assertEquals(listOf("torch false"), taps)
    }

    @Test
    fun `without a light none is offered`() {
        show("no-light")
        rule.onNodeWithText("Flashlight").assertDoesNotExist()
    }

    @Test
    fun `that a code is not the right one is read out, and scanning goes on`() {
        show("wrong-code")
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText("This code isn’t a Pure2P link.", substring = true)).assertIsDisplayed()
        rule.onNodeWithContentDescription("What the camera sees").assertIsDisplayed()
    }

    @Test
    fun `why nothing is seen is said, each in its own sentence`() {
        show("in-use")
        says("Another app uses the camera.")
        rule.onNodeWithContentDescription("What the camera sees").assertDoesNotExist()
        rule.onNodeWithText("Try again").performClick()
        rule.onNodeWithText("Continue without the camera").performClick()
        assertEquals(listOf("retry", "back"), taps)
        rule.assertTouchable()
    }

    @Test
    fun `that it may not see is said`() {
        show("forbidden")
        says("This app may not use the camera, or the camera is switched off")
    }

    @Test
    fun `that it does not answer is said`() {
        show("broken")
        says("The camera does not answer.")
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark`() {
        show("wrong-code")
        says("This code isn’t a Pure2P link.")
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters nothing is cut off, and there is something to see`() {
        show("wrong-code")
        rule.assertUncut()
        rule.assertTouchable()
        val seen = rule.onNodeWithContentDescription("What the camera sees").getBoundsInRoot()
        assertTrue("${seen.height}", seen.height > 200.dp)
        says("Flashlight")
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("in-use")
        says("Eine andere App benutzt die Kamera.")
        says("Ohne die Kamera weiter")
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() {
        show("seeing")
        val words = rule.onNodeWithContentDescription("Back").getBoundsInRoot()
        assertTrue("the way back stands at the right", words.left > rule.onRoot().getBoundsInRoot().width / 2)
    }

    @Test
    @Config(qualifiers = "w800dp-h360dp-land")
    fun `on its side words stand beside what is seen`() {
        show("wrong-code")
        val seen = rule.onNodeWithContentDescription("What the camera sees").getBoundsInRoot()
        val words = rule.onNode(hasText("Point the camera", substring = true)).getBoundsInRoot()
        assertTrue("$seen $words", words.left >= seen.right)
        assertTrue("${seen.height}", seen.height > 250.dp)
    }
}
