package dev.pure2p.app.camera

import android.annotation.SuppressLint
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraAccessException
import android.hardware.camera2.CameraCaptureSession
import android.hardware.camera2.CameraDevice
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.hardware.camera2.CaptureRequest
import android.hardware.camera2.params.OutputConfiguration
import android.hardware.camera2.params.SessionConfiguration
import android.media.ImageReader
import android.os.Build
import android.os.Handler
import android.os.HandlerThread
import android.view.Surface
import android.view.TextureView

/**
 * One use of a camera. All of it happens on a thread of its own: opening one takes a while, and reading codes, too. The
 * viewfinder's surface comes and goes on the main thread.
 */
internal class CameraSession(
    private val manager: CameraManager,
    private val camera: ChosenCamera,
    private val viewfinder: TextureView,
    private val listener: CameraListener,
) : OpenCamera {
    private val thread = HandlerThread("camera").apply { start() }
    private val handler = Handler(thread.looper)

    // From here on: of that thread alone.
    private var closed = false
    private var opening = false
    private var device: CameraDevice? = null
    private var session: CameraCaptureSession? = null
    private var request: CaptureRequest.Builder? = null
    private var reader: ImageReader? = null
    private var shown: Surface? = null
    private var torch = false

    fun start() {
        val surface = ViewfinderSurface(viewfinder, camera) { texture -> handler.post { open(texture) } }
        viewfinder.surfaceTextureListener = surface
        viewfinder.surfaceTexture?.let { surface.onSurfaceTextureAvailable(it, viewfinder.width, viewfinder.height) }
    }

    override fun setTorch(on: Boolean) {
        handler.post {
            torch = on
            attempt(::repeat)
        }
    }

    override fun close() {
        viewfinder.surfaceTextureListener = null
        // Nobody waits for it: a camera may take its time.
        handler.post {
            release()
            endIfDone()
        }
    }

    /** An answer that is still to come must find the thread: only then can what it brings be closed. */
    private fun endIfDone() {
        if (closed && !opening) thread.quitSafely()
    }

    // The scanner asked for the permission; if it is gone since, that is said as a problem.
    @SuppressLint("MissingPermission")
    private fun open(texture: SurfaceTexture) {
        if (closed || opening || device != null) return
        texture.setDefaultBufferSize(camera.size.width, camera.size.height)
        shown = Surface(texture)
        attempt {
            manager.openCamera(camera.id, Device(), handler)
            opening = true
        }
    }

    private fun begin(device: CameraDevice) {
        val reader = ImageReader.newInstance(camera.size.width, camera.size.height, ImageFormat.YUV_420_888, BUFFERS)
        reader.setOnImageAvailableListener(::look, handler)
        this.reader = reader
        val surfaces = listOfNotNull(shown, reader.surface)
        request = device.createCaptureRequest(CameraDevice.TEMPLATE_PREVIEW).apply { surfaces.forEach(::addTarget) }
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.P) {
            val outputs = surfaces.map(::OutputConfiguration)
            device.createCaptureSession(SessionConfiguration(SessionConfiguration.SESSION_REGULAR, outputs, handler::post, Session()))
        } else {
            @Suppress("DEPRECATION")
            device.createCaptureSession(surfaces, Session(), handler)
        }
    }

    private fun repeat() {
        val request = request ?: return
        val session = session ?: return
        if (camera.focusesByItself) request.set(CaptureRequest.CONTROL_AF_MODE, CameraMetadata.CONTROL_AF_MODE_CONTINUOUS_PICTURE)
        request.set(CaptureRequest.FLASH_MODE, if (torch) CameraMetadata.FLASH_MODE_TORCH else CameraMetadata.FLASH_MODE_OFF)
        session.setRepeatingRequest(request.build(), null, handler)
    }

    /** Looks at the newest picture: while it did, others may have come. */
    private fun look(from: ImageReader) {
        if (closed) return
        from.acquireLatestImage()?.use { image ->
            val plane = image.planes[0]
            val bytes = ByteArray(plane.buffer.remaining())
            plane.buffer.get(bytes)
            // The last row may end with its last point. Points are one byte each: for this plane the format says so.
            val stride = plane.rowStride
            val whole = if (bytes.size < stride * image.height) bytes.copyOf(stride * image.height) else bytes
            listener.onFrame(Frame(whole, image.width, image.height, stride))
        }
    }

    /** What a camera does not do any more, it says in four ways. */
    private fun attempt(what: () -> Unit) {
        val problem = try {
            return what()
        } catch (error: CameraAccessException) {
            problemOf(error.reason)
        } catch (_: SecurityException) {
            CameraProblem.FORBIDDEN
        } catch (_: IllegalStateException) {
            CameraProblem.BROKEN
        } catch (_: IllegalArgumentException) {
            CameraProblem.BROKEN
        }
        fail(problem)
    }

    private fun fail(problem: CameraProblem) {
        if (closed) return
        release()
        listener.onFailure(problem)
    }

    private fun release() {
        closed = true
        // The device first: it ends the session, and nothing is written into the surfaces any more.
        device?.close()
        reader?.close()
        shown?.release()
        device = null
        session = null
        reader = null
        shown = null
    }

    private inner class Device : CameraDevice.StateCallback() {
        override fun onOpened(camera: CameraDevice) {
            opening = false
            if (closed) {
                camera.close()
                return endIfDone()
            }
            device = camera
            attempt { begin(camera) }
        }

        override fun onDisconnected(camera: CameraDevice) = gone(camera, CameraProblem.IN_USE)

        override fun onError(camera: CameraDevice, error: Int) = gone(
            camera,
            when (error) {
                ERROR_CAMERA_IN_USE, ERROR_MAX_CAMERAS_IN_USE -> CameraProblem.IN_USE
                ERROR_CAMERA_DISABLED -> CameraProblem.FORBIDDEN
                else -> CameraProblem.BROKEN
            },
        )

        private fun gone(camera: CameraDevice, problem: CameraProblem) {
            opening = false
            camera.close()
            if (closed) endIfDone() else fail(problem)
        }
    }

    private inner class Session : CameraCaptureSession.StateCallback() {
        override fun onConfigured(configured: CameraCaptureSession) {
            if (closed) return
            session = configured
            attempt {
                repeat()
                listener.onReady(camera.hasTorch)
            }
        }

        override fun onConfigureFailed(failed: CameraCaptureSession) = fail(CameraProblem.BROKEN)
    }

    private companion object {
        /** One that is looked at, and one that is written. */
        const val BUFFERS = 2

        fun problemOf(reason: Int): CameraProblem = when (reason) {
            CameraAccessException.CAMERA_IN_USE, CameraAccessException.MAX_CAMERAS_IN_USE -> CameraProblem.IN_USE
            CameraAccessException.CAMERA_DISABLED -> CameraProblem.FORBIDDEN
            else -> CameraProblem.BROKEN
        }
    }
}
