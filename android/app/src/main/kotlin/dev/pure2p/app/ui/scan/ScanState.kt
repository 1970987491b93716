package dev.pure2p.app.ui.scan

import dev.pure2p.app.camera.CameraProblem

/** What the scanner shows, beside what the camera sees. */
data class ScanState(
    /** Whether there is a light, and whether it is on. */
    val torch: Torch = Torch.NONE,
    /** Why nothing is seen. */
    val problem: CameraProblem? = null,
    /** What a code that is not the right one is. */
    val said: String? = null,
)

/** A camera's light. */
enum class Torch { NONE, OFF, ON }

/** What taps do. */
class ScanActions(
    val back: () -> Unit = {},
    val torch: (Boolean) -> Unit = {},
    val retry: () -> Unit = {},
)
