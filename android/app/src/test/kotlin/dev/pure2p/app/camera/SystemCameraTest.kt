package dev.pure2p.app.camera

import android.content.Context
import android.graphics.ImageFormat
import android.graphics.SurfaceTexture
import android.hardware.camera2.CameraCharacteristics
import android.hardware.camera2.CameraManager
import android.hardware.camera2.CameraMetadata
import android.util.Size
import android.view.TextureView
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import java.util.concurrent.LinkedBlockingQueue
import java.util.concurrent.TimeUnit
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowCameraCharacteristics
import org.robolectric.shadows.StreamConfigurationMapBuilder

/** Which camera is chosen, and that it is opened and closed. What a real one sees, only a phone shows. */
@RunWith(AndroidJUnit4::class)
class SystemCameraTest : CameraListener {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private val manager = shadowOf(context.getSystemService(CameraManager::class.java))
    private val camera = SystemCamera(context)
    private val said = LinkedBlockingQueue<String>()

    override fun onReady(hasTorch: Boolean) {
        said += "ready, torch $hasTorch"
    }

    override fun onFrame(frame: Frame) = Unit

    override fun onFailure(problem: CameraProblem) {
        said += problem.name
    }

    private fun next(): String? = said.poll(30, TimeUnit.SECONDS)

    private fun add(id: String, facing: Int, torch: Boolean = false, vararg sizes: Size = arrayOf(Size(640, 480))) {
        val map = StreamConfigurationMapBuilder.newBuilder()
        for (size in sizes) {
            map.addOutputSize(ImageFormat.PRIVATE, size)
            map.addOutputSize(ImageFormat.YUV_420_888, size)
        }
        val has = ShadowCameraCharacteristics.newCameraCharacteristics()
        shadowOf(has).apply {
            set(CameraCharacteristics.LENS_FACING, facing)
            set(CameraCharacteristics.FLASH_INFO_AVAILABLE, torch)
            set(CameraCharacteristics.SENSOR_ORIENTATION, 90)
            if (sizes.isNotEmpty()) set(CameraCharacteristics.SCALER_STREAM_CONFIGURATION_MAP, map.build())
        }
        manager.addCamera(id, has)
    }

    /** A viewfinder that can be drawn on at once. */
    private fun open(): OpenCamera {
        val view = TextureView(context)
        return camera.open(view, this).also {
            view.surfaceTextureListener?.onSurfaceTextureAvailable(SurfaceTexture(1), 400, 600)
        }
    }

    @Test
    fun `without a camera there is none`() {
        assertFalse(camera.isThere())
        open().close()
        assertEquals("BROKEN", next())
    }

    @Test
    fun `one that gives no pictures is none`() {
        add("depth", CameraMetadata.LENS_FACING_BACK, sizes = emptyArray())
        assertFalse(camera.isThere())
    }

    @Test
    fun `the one that looks away is opened, and closed`() {
        add("0", CameraMetadata.LENS_FACING_FRONT)
        add("1", CameraMetadata.LENS_FACING_BACK, torch = true)
        assertTrue(camera.isThere())
        val open = open()
        assertEquals("ready, torch true", next())
        open.setTorch(true)
        open.close()
        awaitEnd()
    }

    @Test
    fun `where there is only one, it is that one`() {
        add("0", CameraMetadata.LENS_FACING_FRONT)
        open().use { assertEquals("ready, torch false", next()) }
        awaitEnd()
    }

    @Test
    fun `one that is taken away says so, and ends`() {
        add("1", CameraMetadata.LENS_FACING_BACK)
        open().use {
            assertEquals("ready, torch false", next())
            manager.triggerDisconnect()
            assertEquals("IN_USE", next())
        }
        awaitEnd()
    }

    @Test
    fun `pictures are as large as codes need them, and no larger`() {
        val sizes = listOf(Size(4000, 3000), Size(1280, 720), Size(640, 480), Size(1920, 1080), Size(1024, 768))
        assertEquals(Size(1280, 720), ChosenCamera.sizeOf(sizes))
        assertEquals(Size(1920, 1080), ChosenCamera.sizeOf(listOf(Size(4000, 3000), Size(1920, 1080))))
        assertNull(ChosenCamera.sizeOf(emptyList()))
    }

    /** Each use has a thread of its own: with it goes the camera. */
    private fun awaitEnd() {
        val threads = Thread.getAllStackTraces().keys.filter { it.name == "camera" }
        for (thread in threads) {
            thread.join(30_000)
            assertFalse("the camera is still open", thread.isAlive)
        }
    }
}
