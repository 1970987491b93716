package dev.pure2p.app.support

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.text.TextLayoutResult
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue

/** Whatever can be tapped can be hit: 48 dp each way. And it says what it is. */
fun ComposeTestRule.assertTouchable() {
    val nodes = onAllNodes(hasClickAction()).fetchSemanticsNodes()
    assertTrue("something can be tapped", nodes.isNotEmpty())
    nodes.forEach { assertFalse("something that can be tapped says nothing", spoken(it).isBlank()) }
    assertEquals(emptyList<String>(), small(nodes))
}

/** Every text is there to its end. An avatar's two letters, which nobody must read, have the room of their circle. */
fun ComposeTestRule.assertUncut() {
    val texts = SemanticsMatcher.keyIsDefined(SemanticsActions.GetTextLayoutResult)
    for (node in onAllNodes(texts, useUnmergedTree = true).fetchSemanticsNodes()) {
        val results = mutableListOf<TextLayoutResult>()
        node.config[SemanticsActions.GetTextLayoutResult].action?.invoke(results)
        val cut = results.filter(::isCut).map { it.layoutInput.text.text }.filter { it.length > 2 }
        assertEquals(emptyList<String>(), cut)
    }
}

// Not by `didOverflowWidth`: it is true of every text of several lines none of which is as wide as it might be.
internal fun isCut(text: TextLayoutResult): Boolean =
    text.didOverflowHeight || (0 until text.lineCount).any { text.isLineEllipsized(it) }
