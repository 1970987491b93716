package dev.pure2p.app.support

import android.graphics.Bitmap
import android.graphics.Canvas
import android.view.View
import androidx.compose.ui.geometry.Rect
import androidx.core.graphics.ColorUtils
import androidx.core.graphics.createBitmap

/** What a window truly looks like: colours and layers on top of each other have no say in it any more. */
class Pixels(view: View) {
    private val bitmap: Bitmap = createBitmap(view.width, view.height).also { view.draw(Canvas(it)) }

    /**
     * The contrast of what stands in there (1 to 21, as WCAG has it): between the colour that most of it has, and the one
     * that differs most from it. The edges of letters are mixtures of the two. Nothing where it is not within the window.
     */
    fun contrast(of: Rect): Double? {
        val left = of.left.toInt().coerceAtLeast(0)
        val top = of.top.toInt().coerceAtLeast(0)
        val width = of.right.toInt().coerceAtMost(bitmap.width) - left
        val height = of.bottom.toInt().coerceAtMost(bitmap.height) - top
        if (width <= 0 || height <= 0) return null
        val pixels = IntArray(width * height)
        bitmap.getPixels(pixels, 0, width, left, top, width, height)
        pixels.sort()
        var ground = pixels[0]
        var most = 0
        val colours = mutableListOf<Int>()
        var start = 0
        while (start < pixels.size) {
            var end = start + 1
            while (end < pixels.size && pixels[end] == pixels[start]) end++
            // A single pixel may be of something else.
            if (end - start > 1) colours += pixels[start] or OPAQUE
            if (end - start > most) {
                most = end - start
                ground = pixels[start] or OPAQUE
            }
            start = end
        }
        return colours.maxOfOrNull { ColorUtils.calculateContrast(it, ground) }
    }

    private companion object {
        const val OPAQUE = 0xFF shl 24
    }
}
