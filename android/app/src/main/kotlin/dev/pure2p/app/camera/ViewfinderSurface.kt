package dev.pure2p.app.camera

import android.graphics.Matrix
import android.graphics.RectF
import android.graphics.SurfaceTexture
import android.util.Size
import android.view.Surface
import android.view.TextureView
import kotlin.math.max

/** Says when there is something to draw on, and keeps what is drawn upright and unstretched. */
internal class ViewfinderSurface(
    private val view: TextureView,
    private val camera: ChosenCamera,
    private val available: (SurfaceTexture) -> Unit,
) : TextureView.SurfaceTextureListener {
    private var turned = 0

    override fun onSurfaceTextureAvailable(surface: SurfaceTexture, width: Int, height: Int) {
        place()
        available(surface)
    }

    override fun onSurfaceTextureSizeChanged(surface: SurfaceTexture, width: Int, height: Int) {
        // The view has just made it as large as itself.
        surface.setDefaultBufferSize(camera.size.width, camera.size.height)
        place()
    }

    override fun onSurfaceTextureDestroyed(surface: SurfaceTexture): Boolean = true

    // Turned upside down, a screen has the size that it had: nothing else says so.
    override fun onSurfaceTextureUpdated(surface: SurfaceTexture) {
        if (turned != turned()) place()
    }

    private fun place() {
        turned = turned()
        view.setTransform(covering(view.width, view.height, camera.size, camera.orientation, turned))
    }

    private fun turned(): Int = when (view.display?.rotation) {
        Surface.ROTATION_90 -> 90
        Surface.ROTATION_180 -> 180
        Surface.ROTATION_270 -> 270
        else -> 0
    }
}

/**
 * From a picture that is stretched over all of a view [width] × [height], as a [TextureView] draws it, to one that covers the
 * view in its own proportions. The picture stands as the device does when it is not turned; the view is [turned] with the screen.
 */
internal fun covering(width: Int, height: Int, size: Size, orientation: Int, turned: Int): Matrix {
    val matrix = Matrix()
    if (width <= 0 || height <= 0) return matrix
    val view = RectF(0f, 0f, width.toFloat(), height.toFloat())
    val lies = orientation % 180 != 0
    val across = (if (lies) size.height else size.width).toFloat()
    val down = (if (lies) size.width else size.height).toFloat()
    val picture = RectF(0f, 0f, across, down).apply { offset(view.centerX() - across / 2, view.centerY() - down / 2) }
    matrix.setRectToRect(view, picture, Matrix.ScaleToFit.FILL)
    matrix.postRotate(-turned.toFloat(), view.centerX(), view.centerY())
    val onSide = turned % 180 != 0
    val scale = max(width / if (onSide) down else across, height / if (onSide) across else down)
    matrix.postScale(scale, scale, view.centerX(), view.centerY())
    return matrix
}
