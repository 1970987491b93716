package dev.pure2p.app.ui.frame

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.Problem
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.support.picture
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What is said when there is nothing to show. */
@RunWith(AndroidJUnit4::class)
class LockedTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private var asked = 0

    private fun show(state: String) {
        rule.setContent { LockedPreviews.Show(state) { asked++ } }
        rule.picture(state)
        rule.assertTouchable()
        rule.assertUncut()
    }

    /** Each problem says what it is, that nothing was touched, and what one can do. */
    private fun saysWhy(state: String, why: String) {
        show(state)
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Can’t open right now")).assertIsDisplayed()
        rule.onNodeWithText(why, substring = true).assertIsDisplayed()
        rule.onNodeWithText("Nothing was changed or deleted", substring = true).assertIsDisplayed()
        rule.onNodeWithText("Try now").performClick()
        assertEquals(1, asked)
    }

    @Test
    fun `each problem has a state`() = assertEquals(Problem.entries.toSet() + null, LockedPreviews.states.values.toSet())

    @Test
    fun `somebody else has it`() = saysWhy("unavailable-busy", "Another part of the app still has the database")

    @Test
    fun `it is damaged`() = saysWhy("unavailable-damaged", "damaged or was cut short")

    @Test
    fun `the device is full`() = saysWhy("unavailable-full", "Free some")

    @Test
    fun `the key is not given out`() = saysWhy("unavailable-key-store", "Unlocking or restarting it usually helps")

    @Test
    fun `a newer app wrote it`() = saysWhy("unavailable-newer", "Update the app")

    @Test
    fun `nobody knows why`() = saysWhy("unavailable-other", "can’t be read right now")

    @Test
    fun `a fresh start takes two yeses`() {
        show("key-lost")
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("The key is gone")).assertIsDisplayed()
        rule.onNodeWithText("The old database is set aside", substring = true).assertIsDisplayed()
        rule.onNodeWithText("Start afresh").performClick()
        assertEquals(0, asked)
        rule.onNodeWithText("Cancel").performClick()
        rule.onNodeWithText("Start afresh").performClick()
        rule.picture("key-lost-ask")
        rule.assertUncut()
        rule.onAllNodes(hasText("Start afresh")).onLast().performClick()
        assertEquals(1, asked)
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark`() = show("unavailable-damaged")

    @Test
    @Config(fontScale = 2f)
    fun `in large letters all of it can be read`() {
        show("key-lost")
        rule.onNodeWithText("Start afresh").performScrollTo().performClick()
        rule.picture("key-lost-ask")
        rule.assertUncut()
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("key-lost")
        rule.onNodeWithText("Neu anfangen").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() = show("unavailable-key-store")

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `on a tablet`() = show("unavailable-full")
}
