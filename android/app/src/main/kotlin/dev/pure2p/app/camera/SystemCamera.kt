package dev.pure2p.app.camera

import android.content.Context
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.util.Size
import android.view.TextureView

/** The camera of this device, by the framework alone. */
class SystemCamera(private val context: Context) : Camera {
    // Not all at once: a device without one has no service for it either.
    private val manager: CameraManager? get() = context.getSystemService(CameraManager::class.java)

    override fun isThere(): Boolean = manager?.let(::choose) != null

    override fun open(viewfinder: TextureView, listener: CameraListener): OpenCamera {
        val manager = manager
        val chosen = manager?.let(::choose)
        if (manager == null || chosen == null) {
            listener.onFailure(CameraProblem.BROKEN)
            return Closed
        }
        return CameraSession(manager, chosen, viewfinder, listener).apply { start() }
    }

    /** The one that looks away from the person; where there is none, any that sees. */
    private fun choose(manager: CameraManager): ChosenCamera? = try {
        val all = manager.cameraIdList.mapNotNull { ChosenCamera.of(it, manager.getCameraCharacteristics(it)) }
        all.firstOrNull { it.looksAway } ?: all.firstOrNull()
    } catch (_: CameraAccessException) {
        null
    } catch (_: IllegalArgumentException) {
        // It was unplugged in between.
        null
    }

    private object Closed : OpenCamera {
        override fun setTorch(on: Boolean) = Unit

        override fun close() = Unit
    }
}

/** A camera, and what of its features reading codes needs. */
internal data class ChosenCamera(
    val id: String,
    val looksAway: Boolean,
    val hasTorch: Boolean,
    /** By how much what it gives must be turned to stand as the device does, in degrees. */
    val orientation: Int,
    val focusesByItself: Boolean,
    val size: Size,
) {
    companion object {
        /** None if it gives no pictures of the kind that codes are read from, as a sensor of depth does. */
        fun of(id: String, has: CameraCharacteristics): ChosenCamera? {
            val map = has.get(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP) ?: return null
            val shown = map.getOutputSizes(SurfaceTexture::class.java).orEmpty().toSet()
            val read = map.getOutputSizes(ImageFormat.YUV_420_888).orEmpty()
            val size = sizeOf(read.filter { it in shown }) ?: return null
            val focus = has.get(CameraCharacteristics.CONTROL_AF_AVAILABLE_MODES) ?: IntArray(0)
            return ChosenCamera(
                id,
                looksAway = has.get(CameraCharacteristics.LENS_FACING) == CameraMetadata.LENS_FACING_BACK,
                hasTorch = has.get(CameraCharacteristics.FLASH_INFO_AVAILABLE) == true,
                orientation = has.get(CameraCharacteristics.SENSOR_ORIENTATION) ?: 0,
                focusesByItself = CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE in focus,
                size = size,
            )
        }

        /** The largest that is still read many times a second: a code of the longest link has 73 modules a side. */
        internal fun sizeOf(sizes: List<Size>): Size? {
            val byArea = sizes.sortedBy { it.width * it.height }
            return byArea.lastOrNull { it.width * it.height <= ENOUGH } ?: byArea.firstOrNull()
        }

        private const val ENOUGH = 1280 * 960
    }
}
