package dev.pure2p.app.support

import androidx.compose.ui.geometry.Rect
import androidx.compose.ui.layout.positionInRoot
import androidx.compose.ui.platform.ViewRootForTest
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsConfiguration
import androidx.compose.ui.semantics.SemanticsNode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getAllSemanticsNodes
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.isRoot
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.dp

/** WCAG AA: text, large text, and signs without words. */
private const val TEXT = 4.5
private const val LARGE = 3.0

/**
 * Whatever is wrong with all that is on the screen, for people who can't see it, or not well, or can't aim well. These are
 * the checks of the Accessibility Test Framework, which can't run here: what can be used says what it is, no two things
 * say the same, 48 dp, no words of ours cut off, and with [contrast], which takes longer than all else, that too. What
 * people wrote may be cut off: [isData] knows it.
 */
fun ComposeTestRule.faults(contrast: Boolean = true, isData: (String) -> Boolean = { false }): List<String> =
    onAllNodes(isRoot()).fetchSemanticsNodes().flatMap { root ->
        val merged = root.all(unmerged = false)
        val single = root.all(unmerged = true)
        val texts = single.mapNotNull { node -> layout(node)?.let { node to it } }
        val shape = unlabelled(merged) + alike(merged) + small(merged) + cut(texts, root.boundsInRoot, isData)
        if (!contrast) return@flatMap shape
        val pixels = Pixels((root.root as ViewRootForTest).view)
        shape + pale(texts, pixels) + paleSigns(single, pixels)
    }

private fun SemanticsNode.all(unmerged: Boolean) =
    (root as ViewRootForTest).semanticsOwner.getAllSemanticsNodes(mergingEnabled = !unmerged)

private fun layout(node: SemanticsNode): TextLayoutResult? {
    val results = mutableListOf<TextLayoutResult>()
    node.config.getOrNull(SemanticsActions.GetTextLayoutResult)?.action?.invoke(results)
    return results.firstOrNull()?.takeIf { it.layoutInput.text.isNotBlank() }
}

private val SemanticsConfiguration.isUsed
    get() = contains(SemanticsActions.OnClick) || contains(SemanticsActions.SetText)

private fun unlabelled(nodes: List<SemanticsNode>) =
    nodes.filter { it.config.isUsed && spoken(it).isBlank() }.map { "says nothing: ${it.config} at ${it.boundsInRoot}" }

// A sign and a word for the same thing are not taken for two things.
private fun alike(nodes: List<SemanticsNode>) =
    nodes.filter { it.config.contains(SemanticsActions.OnClick) && spoken(it).isNotBlank() }
        .groupingBy { spoken(it) to it.config.contains(SemanticsProperties.Text) }.eachCount()
        .filterValues { it > 1 }.keys.map { (words, _) -> "said by several: $words" }

/** What is touched beside a small thing counts as it, as far as nothing else is nearer: Compose sees to that. */
internal fun small(nodes: List<SemanticsNode>): List<String> {
    val used = nodes.filter { it.config.isUsed && it.isWhole }
    return used.mapNotNull { node ->
        val least = with(node.layoutInfo.density) { 48.dp.toPx() } - 0.5f
        val touched = node.touchBoundsInRoot
        // What lies on top of something takes of it on purpose.
        val beside = used.filter { it !== node && !it.boundsInRoot.deflate(0.5f).overlaps(node.boundsInRoot) }
        val shared = beside.map { it.touchBoundsInRoot.intersect(touched) }.filter { it.width > 0 && it.height > 0 }
        val width = touched.width - shared.filter { it.width <= it.height }.fold(0f) { all, it -> all + it.width / 2 }
        val height = touched.height - shared.filter { it.width > it.height }.fold(0f) { all, it -> all + it.height / 2 }
        "less than 48 dp: ${spoken(node)}, $width x $height pixels".takeIf { width < least || height < least }
    }
}

private fun cut(texts: List<Pair<SemanticsNode, TextLayoutResult>>, window: Rect, isData: (String) -> Boolean): List<String> =
    texts.mapNotNull { (node, layout) ->
        val words = layout.layoutInput.text.text
        val bounds = node.boundsInRoot
        val outside = bounds.width > 0 && bounds.height > 0 && bounds.width < node.size.width - 1
        // An avatar's two letters, which nobody must read, have the room of their circle.
        "cut off: $words".takeIf { words.length > 2 && (isCut(layout) && !isData(words) || outside || bounds.right > window.right) }
    }

private fun pale(texts: List<Pair<SemanticsNode, TextLayoutResult>>, pixels: Pixels) =
    // A field with more than it can show has rolled some of it away, and does not say how much.
    texts.filter { (node, layout) -> node.isSeen && layout.size.height <= node.size.height }.mapNotNull { (node, layout) ->
        val style = layout.layoutInput.style
        val size = with(node.layoutInfo.density) { style.fontSize.toDp() } / node.layoutInfo.density.fontScale
        val bold = (style.fontWeight ?: FontWeight.Normal) >= FontWeight.Bold
        val least = if (size >= 24.dp || bold && size >= 18.6.dp) LARGE else TEXT
        val at = node.layoutInfo.coordinates.positionInRoot()
        val contrasts = (0 until layout.lineCount).mapNotNull { line -> pixels.contrast(letters(layout, line).translate(at)) }
        tooLittle(layout.layoutInput.text.text, contrasts.minOrNull(), least)
    }

/** Where the letters of a line are: beside a short line may be anything. */
private fun letters(layout: TextLayoutResult, line: Int): Rect {
    val boxes = (layout.getLineStart(line) until layout.getLineEnd(line, visibleEnd = true)).map(layout::getBoundingBox)
    return boxes.reduceOrNull { all, box ->
        Rect(minOf(all.left, box.left), minOf(all.top, box.top), maxOf(all.right, box.right), maxOf(all.bottom, box.bottom))
    } ?: Rect.Zero
}

private fun paleSigns(nodes: List<SemanticsNode>, pixels: Pixels) =
    nodes.filter { it.config.getOrNull(SemanticsProperties.Role) == Role.Image && it.isSeen }
        .mapNotNull { tooLittle(spoken(it), pixels.contrast(it.boundsInRoot), LARGE) }

private fun tooLittle(words: String, contrast: Double?, least: Double): String? =
    if (contrast == null || contrast >= least) null else "contrast %.2f, and not %.1f: %s".format(contrast, least, words)

/** What is scrolled out of sight, or half of it, is smaller than it is. */
internal val SemanticsNode.isWhole get() = boundsInRoot.height >= size.height - 1 && boundsInRoot.width >= size.width - 1

/** Must be seen well. What can't be used right now may be pale: that is how one sees it. */
private val SemanticsNode.isSeen: Boolean
    get() = isWhole && generateSequence(this) { it.parent }.none { it.config.contains(SemanticsProperties.Disabled) }

/** What TalkBack would say of it. */
internal fun spoken(node: SemanticsNode): String {
    val config = node.config
    val words = config.getOrNull(SemanticsProperties.ContentDescription).orEmpty() +
        config.getOrNull(SemanticsProperties.Text).orEmpty().map { it.text } +
        listOfNotNull(config.getOrNull(SemanticsProperties.EditableText)?.text)
    return words.filter { it.isNotBlank() }.joinToString(" ")
}
