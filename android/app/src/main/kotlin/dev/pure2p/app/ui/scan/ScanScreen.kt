package dev.pure2p.app.ui.scan

import android.view.TextureView
import androidx.activity.compose.BackHandler
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberUpdatedState
import androidx.compose.runtime.setValue
import androidx.compose.ui.hapticfeedback.HapticFeedbackType
import androidx.compose.ui.platform.LocalHapticFeedback
import androidx.compose.ui.viewinterop.AndroidView
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.compose.LifecycleEventEffect
import androidx.lifecycle.compose.LocalLifecycleOwner
import androidx.lifecycle.repeatOnLifecycle
import dev.pure2p.app.camera.Camera
import dev.pure2p.app.camera.CameraListener
import dev.pure2p.app.camera.CameraProblem
import dev.pure2p.app.camera.Frame
import dev.pure2p.app.camera.OpenCamera
import dev.pure2p.app.camera.QrReader
import kotlinx.coroutines.channels.Channel
import kotlinx.coroutines.channels.SendChannel

/**
 * Looks for a QR code until there is one that [onCode] takes: it gets what a code says, and answers nothing if that is taken
 * (and then shows something else than this), or why this code is not the one, in a sentence for people. The same code is not
 * asked about twice in a row.
 *
 * It takes the place of the screen that wants a code, and is not one of its own to go to. All that such a screen needs:
 *
 * ```
 * val scanning = rememberScanning()
 * if (scanning.shown) {
 *     ScanScreen(title, hint, onCode = { scanning.stop(); compare(it); null }, onBack = scanning::stop)
 * } else {
 *     if (scanning.offered) Button(scanning::start) { Text("Scan") }   // asks for the permission, and for nothing before
 *     Refused(scanning)                                                // says so, if it was refused
 * }
 * ```
 *
 * The camera is open while this is on the screen and the app is in front.
 */
@Composable
fun ScanScreen(
    title: String,
    hint: String,
    onCode: (String) -> String?,
    onBack: () -> Unit,
    camera: Camera = deviceCamera(),
) {
    var state by remember { mutableStateOf(ScanState()) }
    var open by remember { mutableStateOf<OpenCamera?>(null) }
    var viewfinder by remember { mutableStateOf<TextureView?>(null) }
    val taken by rememberUpdatedState(onCode)
    val lifecycle = LocalLifecycleOwner.current.lifecycle
    val haptics = LocalHapticFeedback.current
    BackHandler(onBack = onBack)

    // While something is wrong there is no viewfinder, and with a new one it begins anew: also for whoever comes back from
    // where the wrong was put right.
    LifecycleEventEffect(Lifecycle.Event.ON_START) { state = ScanState() }
    // As it was when this was composed: read later, it would be there already, and the camera opened twice.
    val view = viewfinder
    LaunchedEffect(camera, view) {
        if (view == null) return@LaunchedEffect
        lifecycle.repeatOnLifecycle(Lifecycle.State.STARTED) {
            camera.use(view, { open = it }) { seen ->
                when (seen) {
                    is Seen.Ready -> state = state.copy(torch = if (seen.hasTorch) Torch.OFF else Torch.NONE)
                    is Seen.Nothing -> state = ScanState(problem = seen.problem)
                    is Seen.Code -> {
                        val why = taken(seen.text)
                        state = state.copy(said = why)
                        // For whoever holds it over something, and looks elsewhere or does not see.
                        haptics.performHapticFeedback(if (why == null) HapticFeedbackType.Confirm else HapticFeedbackType.Reject)
                    }
                }
            }
        }
    }
    ScanLayout(
        title,
        hint,
        state,
        ScanActions(
            back = onBack,
            torch = { on ->
                open?.setTorch(on)
                state = state.copy(torch = if (on) Torch.ON else Torch.OFF)
            },
            retry = { state = ScanState() },
        ),
    ) { modifier ->
        AndroidView(
            { context ->
                TextureView(context).apply {
                    viewfinder = this
                }
            },
            modifier,
            onRelease = { viewfinder = null },
        )
    }
}

/** What an open camera has led to. */
private sealed interface Seen {
    data class Ready(val hasTorch: Boolean) : Seen

    data class Nothing(val problem: CameraProblem) : Seen

    /** Another code than the one before. */
    data class Code(val text: String) : Seen
}

/** Has the camera open until this is cancelled. What it sees is said where this was called. */
private suspend fun Camera.use(viewfinder: TextureView, opened: (OpenCamera?) -> Unit, seen: (Seen) -> Unit) {
    val all = Channel<Seen>(Channel.UNLIMITED)
    open(viewfinder, Looking(all)).use {
        opened(it)
        try {
            for (one in all) seen(one)
        } finally {
            opened(null)
        }
    }
}

/** Looks for codes, on the camera's thread. */
private class Looking(private val found: SendChannel<Seen>) : CameraListener {
    private val reader = QrReader()
    private var last: String? = null

    override fun onReady(hasTorch: Boolean) {
        found.trySend(Seen.Ready(hasTorch))
    }

    override fun onFrame(frame: Frame) {
        val text = reader.read(frame)?.takeIf { it != last } ?: return
        last = text
        found.trySend(Seen.Code(text))
    }

    override fun onFailure(problem: CameraProblem) {
        found.trySend(Seen.Nothing(problem))
    }
}
