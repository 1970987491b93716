package dev.pure2p.app

import android.app.Application
import android.content.Intent
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.core.content.IntentCompat
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import dev.pure2p.core.clearLog
import dev.pure2p.core.logCarelessly
import dev.pure2p.core.logLines
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** The library's own log, on the screen and in another app's hands. */
@RunWith(AndroidJUnit4::class)
class LogStoryTest {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun `what is shared is what was read, and gives nobody away`() {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        clearLog()
        logCarelessly("somebody at 203.0.113.7:20731 did something odd")
        rule.await(hasContentDescription("Settings")).performClick()
        rule.await("Log").performScrollTo().performClick()
        rule.await("did something odd").assertIsDisplayed()
        val lines = logLines()
        rule.onNodeWithText("Share the log").performClick()
        rule.waitForIdle()
        val chooser = shadowOf(ApplicationProvider.getApplicationContext<Application>()).nextStartedActivity
        val sent = checkNotNull(IntentCompat.getParcelableExtra(chooser, Intent.EXTRA_INTENT, Intent::class.java))
        assertEquals(lines.joinToString("\n"), sent.getStringExtra(Intent.EXTRA_TEXT))
        assertFalse("203.0.113.7" in checkNotNull(sent.getStringExtra(Intent.EXTRA_TEXT)))
        rule.onNodeWithText("Clear it").performClick()
        rule.await(hasText("Nothing is noted", substring = true)).assertIsDisplayed()
        assertEquals(emptyList<String>(), logLines())
    }
}
