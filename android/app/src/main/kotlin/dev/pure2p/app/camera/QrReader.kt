package dev.pure2p.app.camera

import com.google.zxing.Binarizer
import com.google.zxing.BinaryBitmap
import com.google.zxing.DecodeHintType
import com.google.zxing.LuminanceSource
import com.google.zxing.PlanarYUVLuminanceSource
import com.google.zxing.ReaderException
import com.google.zxing.common.GlobalHistogramBinarizer
import com.google.zxing.common.HybridBinarizer
import com.google.zxing.qrcode.QRCodeReader

/** Finds QR codes in pictures, on this device. Not to be asked by two threads at once. */
class QrReader {
    private val reader = QRCodeReader()

    /** What the code in this picture says, whichever way it is turned; nothing if there is none that can be read. */
    fun read(frame: Frame): String? {
        val picture = pictureOf(frame)
        // By what is around each point first: light is seldom even. A dark app's code may be light on dark. Where there is
        // little light, points are noisy, and four of them together less so. And where all is blurred, the darkest and
        // the lightest of the whole say more than what is around.
        return read(HybridBinarizer(picture))
            ?: read(HybridBinarizer(picture.invert()))
            ?: read(HybridBinarizer(pictureOf(half(frame))))
            ?: read(GlobalHistogramBinarizer(picture))
    }

    private fun pictureOf(frame: Frame): LuminanceSource =
        PlanarYUVLuminanceSource(frame.luminance, frame.stride, frame.height, 0, 0, frame.width, frame.height, false)

    /** Of each two by two points the middle. */
    private fun half(frame: Frame): Frame {
        val (width, height) = frame.width / 2 to frame.height / 2
        val bytes = ByteArray(width * height)
        val from = frame.luminance
        for (row in 0 until height) for (column in 0 until width) {
            val at = 2 * row * frame.stride + 2 * column
            val below = at + frame.stride
            val four = light(from[at]) + light(from[at + 1]) + light(from[below]) + light(from[below + 1])
            bytes[row * width + column] = (four / 4).toByte()
        }
        return Frame(bytes, width, height)
    }

    private fun light(byte: Byte): Int = byte.toInt() and 0xFF

    private fun read(binarizer: Binarizer): String? = try {
        reader.decode(BinaryBitmap(binarizer), HINTS).text
    } catch (_: ReaderException) {
        null
    } finally {
        reader.reset()
    }

    private companion object {
        val HINTS = mapOf(DecodeHintType.TRY_HARDER to true)
    }
}
