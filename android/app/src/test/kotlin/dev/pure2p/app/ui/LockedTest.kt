package dev.pure2p.app.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onLast
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.Problem
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.frame.KeyLostScreen
import dev.pure2p.app.ui.frame.UnavailableScreen
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** What is said when there is nothing to show. */
@RunWith(AndroidJUnit4::class)
class LockedTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private var asked = 0

    @Test
    fun `not now, and nothing was touched`() {
        rule.setContent { Pure2pTheme(dynamic = false) { UnavailableScreen(Problem.KEY_STORE) { asked++ } } }
        rule.picture("unavailable")
        rule.onNodeWithText("Nothing was changed or deleted", substring = true).assertIsDisplayed()
        rule.onNodeWithText("Try now").performClick()
        assertEquals(1, asked)
    }

    @Test
    fun `a fresh start takes two yeses`() {
        rule.setContent { Pure2pTheme(dynamic = false) { KeyLostScreen { asked++ } } }
        rule.picture("key-lost")
        rule.onNodeWithText("Start afresh").performClick()
        assertEquals(0, asked)
        rule.onNodeWithText("Cancel").performClick()
        rule.onNodeWithText("Start afresh").performClick()
        rule.picture("key-lost-ask")
        rule.onAllNodes(hasText("Start afresh")).onLast().performClick()
        assertEquals(1, asked)
    }
}
