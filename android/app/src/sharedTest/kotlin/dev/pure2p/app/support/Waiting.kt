package dev.pure2p.app.support

import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.printToString

/** Far more than anything takes on a busy machine: what is not there then never comes. */
private const val LIMIT = 60_000L

/** Waits for the real library, real disk and real sockets until something like this is on the screen. */
fun ComposeTestRule.await(matcher: SemanticsMatcher): SemanticsNodeInteraction {
    try {
        waitUntil(LIMIT) { onAllNodes(matcher).fetchSemanticsNodes().isNotEmpty() }
    } catch (error: Throwable) {
        throw AssertionError("never on the screen: ${matcher.description}\n${onRoot().printToString(100)}", error)
    }
    return onAllNodes(matcher).onFirst()
}

/** Waits until a text with these words is on the screen. */
fun ComposeTestRule.await(words: String): SemanticsNodeInteraction = await(hasText(words, substring = true))
