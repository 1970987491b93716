package dev.pure2p.app.ui.common

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.aspectRatio
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.DrawScope
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.role
import androidx.compose.ui.semantics.semantics
import dev.pure2p.core.QrMatrix
import kotlin.math.floor

/** Light modules around a code, as its standard wants. */
internal const val QUIET = 4

/** A code that is dark on light also where all else is light on dark: many readers know no other. */
@Composable
internal fun QrCode(matrix: QrMatrix, words: String, modifier: Modifier = Modifier) {
    Canvas(
        modifier.aspectRatio(1f).semantics {
            contentDescription = words
            role = Role.Image
        },
    ) { code(matrix) }
}

private fun DrawScope.code(matrix: QrMatrix) {
    drawRect(Color.White)
    val across = matrix.width + 2 * QUIET
    // Whole pixels, or the edges blur; fractions only where there are fewer pixels than modules.
    val module = (size.minDimension / across).let { if (it >= 1f) floor(it) else it }
    val left = floor((size.width - module * matrix.width) / 2)
    val top = floor((size.height - module * matrix.width) / 2)
    for (row in 0 until matrix.width) {
        var column = 0
        while (column < matrix.width) {
            // Neighbours in one stroke: between two rectangles a hair of light may show.
            var end = column
            while (end < matrix.width && matrix.modules[row * matrix.width + end] == DARK) end++
            if (end > column) {
                drawRect(
                    Color.Black,
                    Offset(left + column * module, top + row * module),
                    Size((end - column) * module, module),
                )
            }
            column = end + 1
        }
    }
}

private const val DARK: Byte = 1
