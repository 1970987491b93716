package dev.pure2p.app.ui.conversation

import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTouchInput
import androidx.compose.ui.test.swipeDown
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.support.LongHomeApp
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** A conversation of 100,000 messages, over the real library. */
@RunWith(AndroidJUnit4::class)
@Config(application = LongHomeApp::class)
class LongConversationTest {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun `only what is seen is composed, however far one scrolls`() {
        rule.await("Friend 0").performClick()
        rule.await(hasContentDescription("message 100000", substring = true))
        var oldest = 100_000
        while (oldest > FAR_BACK) {
            rule.onNodeWithTag("messages").performTouchInput { swipeDown(durationMillis = 100) }
            // At the top of what is held, the next page is being read.
            rule.waitUntil(60_000) { composed().isNotEmpty() }
            val composed = composed()
            assertTrue("${composed.size} of 100,000 are composed", composed.size <= AT_ONCE)
            oldest = minOf(oldest, composed.min())
        }

        rule.onNodeWithContentDescription("newest", substring = true).performClick()
        rule.await(hasContentDescription("message 100000", substring = true))
        assertTrue(composed().size in 1..AT_ONCE)
    }

    /** The numbers of the messages that TalkBack would find. */
    private fun composed(): Set<Int> =
        rule.onAllNodes(hasContentDescription("message ", substring = true)).fetchSemanticsNodes().mapNotNull { node ->
            val words = node.config.getOrNull(SemanticsProperties.ContentDescription).orEmpty().joinToString()
            Regex("message ([0-9]+)").find(words)?.groupValues?.get(1)?.toInt()
        }.toSet()

    private companion object {
        /** More than a screen has, far less than there are, and less than the holder has in memory. */
        const val AT_ONCE = 40

        /** Three times what the holder has in memory. */
        const val FAR_BACK = 99_400
    }
}
