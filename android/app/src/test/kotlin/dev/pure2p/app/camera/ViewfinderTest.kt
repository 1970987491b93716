package dev.pure2p.app.camera

import android.graphics.Matrix
import android.util.Size
import androidx.test.ext.junit.runners.AndroidJUnit4
import kotlin.math.hypot
import kotlin.math.max
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith

/** What the camera sees stands upright and unstretched, and covers its view, however the device is held. */
@RunWith(AndroidJUnit4::class)
class ViewfinderTest {
    private val picture = Size(1280, 720)

    /** Where a point of the view goes, of which the picture is stretched over all. */
    private fun Matrix.at(x: Float, y: Float): Pair<Float, Float> = floatArrayOf(x, y).also(::mapPoints).let { it[0] to it[1] }

    @Test
    fun `for every way a device and its camera are turned`() {
        for (orientation in listOf(0, 90, 180, 270)) for (turned in listOf(0, 90, 180, 270)) {
            for ((width, height) in listOf(400 to 700, 700 to 400, 500 to 500)) {
                assertCovers(width.toFloat(), height.toFloat(), orientation, turned)
            }
        }
    }

    private fun assertCovers(width: Float, height: Float, orientation: Int, turned: Int) {
        val what = "$width x $height, camera $orientation, device $turned"
        val matrix = covering(width.toInt(), height.toInt(), picture, orientation, turned)
        val lies = orientation % 180 != 0
        val (left, top) = matrix.at(0f, 0f)
        val (right, besideTop) = matrix.at(width, 0f)
        val (below, bottom) = matrix.at(0f, height)
        // Of the picture's own proportions, as it stands when the device is not turned.
        val across = hypot(right - left, besideTop - top)
        val down = hypot(below - left, bottom - top)
        val want = if (lies) 720f / 1280f else 1280f / 720f
        assertEquals(what, want, across / down, 0.01f)
        // It covers the view, and on one pair of sides no more than that.
        val corners = listOf(matrix.at(0f, 0f), matrix.at(width, 0f), matrix.at(0f, height), matrix.at(width, height))
        val extra = listOf(
            -corners.minOf { it.first }, corners.maxOf { it.first } - width, -corners.minOf { it.second }, corners.maxOf { it.second } - height,
        )
        assertTrue("$what: $extra", extra.all { it > -1f })
        assertTrue("$what: $extra", minOf(max(extra[0], extra[1]), max(extra[2], extra[3])) < 1f)
        // The device turned one way, the picture is turned the other: its upper edge stays above.
        val up = when (turned) {
            0 -> top < bottom && left < right
            90 -> left < below && top > besideTop
            180 -> top > bottom && left > right
            else -> left > below && top < besideTop
        }
        assertTrue("$what is upside down", up)
    }

    @Test
    fun `a view without a size has a picture all the same`() = assertTrue(covering(0, 0, picture, 90, 0).isIdentity)
}
