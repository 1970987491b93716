package dev.pure2p.app.support

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput

/**
 * From nothing to an answer, in a minute: told on an emulator to a terminal program on its host, and by Robolectric here, so
 * that it stays true. Whoever is at the other end accepts strangers, and answers them with [ANSWER].
 */
object ShortStory {
    /** What is written here. */
    const val WORDS = "Hello from the phone"

    /** What comes back. */
    const val ANSWER = "Hello from the terminal"

    /** Tells it. [tap] does what the system does for a link that is tapped elsewhere. */
    fun tell(rule: ComposeTestRule, link: String, tap: (String) -> Unit) {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        rule.await("Open")

        tap(link)
        rule.await(hasText(link) and hasSetTextAction())
        rule.await(hasText("Add") and hasClickAction()).performClick()
        rule.await("Nothing written yet")

        rule.await(hasSetTextAction()).performTextInput(WORDS)
        rule.onNodeWithContentDescription("Send").performClick()
        rule.await(hasContentDescription(ANSWER, substring = true)).assertIsDisplayed()
        rule.await(hasContentDescription(WORDS, substring = true) and hasContentDescription("Message read", substring = true))
    }
}
