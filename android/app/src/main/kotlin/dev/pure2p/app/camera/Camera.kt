package dev.pure2p.app.camera

import android.view.TextureView

/** The device's camera, as a reader of codes needs it. A test has one of its own, which shows what the test draws. */
interface Camera {
    /** Whether there is one; what takes none is not offered then. Asks for no permission. */
    fun isThere(): Boolean

    /**
     * Opens it, and shows in [viewfinder] what it sees. What comes of it is said to [listener], on a thread of the camera's
     * own, one thing after another; the last of it may come when [OpenCamera.close] has returned already.
     */
    fun open(viewfinder: TextureView, listener: CameraListener): OpenCamera
}

/** A camera that sees something, until it is closed. */
interface OpenCamera : AutoCloseable {
    /** Light, where there is one. */
    fun setTorch(on: Boolean)

    override fun close()
}

/** What is said of an open camera. */
interface CameraListener {
    /** It sees. */
    fun onReady(hasTorch: Boolean)

    /** What it sees now. The next picture is looked at when this has returned; those in between are nobody's. */
    fun onFrame(frame: Frame)

    /** It sees no more. */
    fun onFailure(problem: CameraProblem)
}

/** How light each point is, row by row; between two rows may be [stride] - [width] bytes of nothing. */
class Frame(val luminance: ByteArray, val width: Int, val height: Int, val stride: Int = width)

/** Why a camera sees nothing. */
enum class CameraProblem {
    /** The person, or who runs this device, does not let this app use it. */
    FORBIDDEN,

    /** Another app has it. */
    IN_USE,

    /** It does not answer. */
    BROKEN,
}
