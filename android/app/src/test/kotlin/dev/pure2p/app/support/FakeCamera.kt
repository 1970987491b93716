package dev.pure2p.app.support

import android.view.TextureView
import dev.pure2p.app.camera.Camera
import dev.pure2p.app.camera.CameraListener
import dev.pure2p.app.camera.CameraProblem
import dev.pure2p.app.camera.Frame
import dev.pure2p.app.camera.OpenCamera
import java.util.concurrent.CopyOnWriteArrayList

/** Stands in for the device's camera: it sees what a test draws. Codes are found in that as in any picture. */
class FakeCamera : Camera {
    private val listeners = CopyOnWriteArrayList<CameraListener>()

    /** Whether the device has one. */
    var there = true

    /** Whether it has a light. */
    var hasTorch = true

    /** Why opening it fails. */
    var problem: CameraProblem? = null

    /** Whether its light is on. */
    var torch = false
        private set

    /** How often it was opened. */
    var openings = 0
        private set

    /** Whether somebody looks through it. */
    val isOpen: Boolean get() = listeners.isNotEmpty()

    override fun isThere(): Boolean = there

    override fun open(viewfinder: TextureView, listener: CameraListener): OpenCamera {
        openings++
        problem?.let(listener::onFailure) ?: run {
            listeners += listener
            listener.onReady(hasTorch)
        }
        return object : OpenCamera {
            override fun setTorch(on: Boolean) {
                torch = on
            }

            override fun close() {
                listeners -= listener
                torch = false
            }
        }
    }

    /** Held before it. */
    fun sees(frame: Frame) = listeners.forEach { it.onFrame(frame) }

    /** Something takes it away. */
    fun fails(problem: CameraProblem) {
        listeners.forEach { it.onFailure(problem) }
        listeners.clear()
    }
}
