package dev.pure2p.app.ui.lock

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What stands in front of everything while the app is locked. */
@RunWith(AndroidJUnit4::class)
class LockedScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private var taps = 0

    private fun show() {
        rule.setContent { Pure2pTheme(dynamic = false) { LockedScreen { taps++ } } }
        rule.picture("locked-screen")
        rule.assertTouchable()
        rule.assertUncut()
    }

    @Test
    fun `it says that it is locked, and opens by a tap`() {
        show()
        rule.onNode(SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and hasText("Pure2P is locked")).assertIsDisplayed()
        rule.onNodeWithText("messages still arrive", substring = true).assertIsDisplayed()
        rule.onNodeWithText("Unlock").performClick()
        assertEquals(1, taps)
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark`() = show()

    @Test
    @Config(fontScale = 2f)
    fun `in large letters`() = show()

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show()
        rule.onNodeWithText("Entsperren").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() = show()

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `on a tablet`() = show()
}
