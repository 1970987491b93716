package dev.pure2p.app.support

import android.graphics.Bitmap
import android.graphics.BitmapFactory
import android.graphics.BitmapShader
import android.graphics.Canvas
import android.graphics.Color
import android.graphics.Paint
import android.graphics.Shader
import androidx.core.graphics.createBitmap
import androidx.core.graphics.scale
import java.io.File

private const val COLUMNS = 10
private const val GAP = 16
private const val WORDS = 22
private const val GREY = 0xFF5F6968.toInt()

/** In percent: sheets are many, and all together must stay small. */
private const val COARSE = 35
private const val FINE = 80

/** How a picture was taken. */
enum class Kind(val words: String) {
    LIGHT("light"),
    DARK("dark"),
    LARGE("200 %"),
    RIGHT_TO_LEFT("right to left"),
    GERMAN("German"),
    WIDE("tablet"),
}

/** A picture of a screen in a state. */
class Photograph(val screen: String, val state: String, val kind: Kind, val file: File)

/** All pictures of a screen, small: each state in light and below it in dark, and then what is not as usual. */
fun contactSheet(photographs: List<Photograph>): Bitmap {
    val (usual, others) = photographs.partition { it.kind == Kind.LIGHT || it.kind == Kind.DARK }
    val rows = usual.map { it.state }.distinct().chunked(COLUMNS).flatMap { states ->
        listOf(Kind.LIGHT, Kind.DARK).map { kind -> usual.filter { it.kind == kind && it.state in states } }
    }
    val small = (rows + listOf(others.sortedBy { it.kind })).filter { it.isNotEmpty() }.map { row -> row.map { it to small(it.file) } }
    val width = small.maxOf { row -> row.sumOf { (_, picture) -> picture.width + GAP } } + GAP
    val height = small.sumOf { row -> row.maxOf { (_, picture) -> picture.height } + WORDS + GAP } + GAP
    val sheet = createBitmap(width, height)
    val canvas = Canvas(sheet).apply { drawColor(GREY) }
    val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply {
        color = Color.WHITE
        textSize = 14f
    }
    var y = GAP
    for (row in small) {
        var x = GAP
        for ((photograph, picture) in row) {
            val words = "${photograph.kind.words}: ${photograph.state}"
            val fitting = paint.breakText(words, true, picture.width.toFloat(), null)
            canvas.drawText(words, 0, fitting, x.toFloat(), y + WORDS - 7f, paint)
            canvas.drawBitmap(picture, x.toFloat(), (y + WORDS).toFloat(), null)
            x += picture.width + GAP
        }
        y += row.maxOf { (_, picture) -> picture.height } + WORDS + GAP
    }
    return sheet
}

/** Some pictures beside each other, for a page of whatever colour. */
fun strip(photographs: List<Photograph>): Bitmap {
    val pictures = photographs.map { small(it.file, by = 3) }
    val strip = createBitmap(pictures.sumOf { it.width + GAP } - GAP, pictures.maxOf { it.height })
    val canvas = Canvas(strip)
    for (picture in pictures) {
        val paint = Paint(Paint.ANTI_ALIAS_FLAG).apply { shader = BitmapShader(picture, Shader.TileMode.CLAMP, Shader.TileMode.CLAMP) }
        canvas.drawRoundRect(0f, 0f, picture.width.toFloat(), picture.height.toFloat(), 20f, 20f, paint)
        canvas.translate((picture.width + GAP).toFloat(), 0f)
    }
    return strip
}

/** Leaves it there, small: the same picture makes the same bytes. And a sharper one beside the photographs, to look at. */
fun Bitmap.keep(file: File, fine: Boolean = false) {
    file.parentFile?.mkdirs()
    file.outputStream().use { compress(Bitmap.CompressFormat.WEBP_LOSSY, if (fine) FINE else COARSE, it) }
    File(pictures, "${file.nameWithoutExtension}.png").outputStream().use { compress(Bitmap.CompressFormat.PNG, 100, it) }
}

// Half of it first, so that each pixel counts.
private fun small(file: File, by: Int = 4): Bitmap {
    val whole = checkNotNull(BitmapFactory.decodeFile(file.path))
    return whole.scale(whole.width / 2, whole.height / 2).scale(whole.width / by, whole.height / by)
}
