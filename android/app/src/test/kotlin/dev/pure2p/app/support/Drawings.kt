package dev.pure2p.app.support

import dev.pure2p.app.camera.Frame
import dev.pure2p.core.QrMatrix
import java.util.Random
import kotlin.math.cos
import kotlin.math.floor
import kotlin.math.roundToInt
import kotlin.math.sin

/** A code as a camera sees it: on something grey, and as far from perfect as a test wants. */
class Drawing(
    private val code: QrMatrix?,
    private val width: Int = 1280,
    private val height: Int = 960,
    /** Points per module. */
    private val module: Double = 8.0,
    private val degrees: Double = 0.0,
    private val dark: Int = 30,
    private val light: Int = 225,
    private val ground: Int = 120,
    /** Over how many points to each side light spreads. */
    private val blur: Int = 0,
    /** How much each point may be lighter or darker than it is. */
    private val noise: Int = 0,
    /** How much darker the right edge is than the left one. */
    private val shadow: Int = 0,
    /** Bytes of nothing after each row. */
    private val gap: Int = 0,
) {
    /** The picture. */
    fun frame(): Frame {
        val random = Random(7)
        val rows = spread(Array(height) { y -> IntArray(width) { x -> at(x, y) } })
        val bytes = ByteArray((width + gap) * height) { 0x55 }
        for (y in 0 until height) for (x in 0 until width) {
            val noisy = rows[y][x] + (random.nextGaussian() * noise).roundToInt() - shadow * x / width
            bytes[y * (width + gap) + x] = noisy.coerceIn(0, 255).toByte()
        }
        return Frame(bytes, width, height, width + gap)
    }

    private fun at(x: Int, y: Int): Int {
        val code = code ?: return ground
        val angle = Math.toRadians(degrees)
        val (dx, dy) = x + 0.5 - width / 2.0 to y + 0.5 - height / 2.0
        val column = floor((dx * cos(angle) + dy * sin(angle)) / module + code.width / 2.0).toInt()
        val row = floor((dy * cos(angle) - dx * sin(angle)) / module + code.width / 2.0).toInt()
        return when {
            column in 0 until code.width && row in 0 until code.width ->
                if (code.modules[row * code.width + column] == 1.toByte()) dark else light
            column in -QUIET until code.width + QUIET && row in -QUIET until code.width + QUIET -> light
            else -> ground
        }
    }

    /** The middle of what is around: one way, then the other. */
    private fun spread(rows: Array<IntArray>): Array<IntArray> {
        if (blur == 0) return rows
        fun along(line: IntArray) = IntArray(line.size) { at ->
            val from = maxOf(0, at - blur)
            val to = minOf(line.size - 1, at + blur)
            (from..to).sumOf { line[it] } / (to - from + 1)
        }
        val across = Array(height) { along(rows[it]) }
        val down = Array(width) { x -> along(IntArray(height) { y -> across[y][x] }) }
        return Array(height) { y -> IntArray(width) { x -> down[x][y] } }
    }

    private companion object {
        const val QUIET = 4
    }
}
