package dev.pure2p.app.ui.scan

import android.Manifest
import android.app.Activity
import android.content.Context
import android.content.pm.PackageManager
import androidx.activity.compose.LocalActivity
import androidx.activity.compose.rememberLauncherForActivityResult
import androidx.activity.result.contract.ActivityResultContracts
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.MutableState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.core.app.ActivityCompat
import androidx.core.content.ContextCompat
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.compose.LifecycleEventEffect
import dev.pure2p.app.Pure2pApp
import dev.pure2p.app.R
import dev.pure2p.app.camera.Camera
import dev.pure2p.app.ui.common.openSystemSettings

/** Whether a screen shows the scanner, and what the person said to the camera. How to use it stands at [ScanScreen]. */
class Scanning internal constructor(
    /** Whether there is a camera: without one no scanning is offered. */
    val offered: Boolean,
    private val visible: MutableState<Boolean>,
    private val refused: MutableState<CameraRefusal?>,
    private val ask: () -> Unit,
) {
    /** Whether the scanner is in the screen's place. */
    val shown: Boolean get() = visible.value

    /** What the person, or the system for them, said the last time. */
    val refusal: CameraRefusal? get() = refused.value

    /** A tap on *Scan*: the scanner, once it may use the camera. */
    fun start() = ask()

    /** The screen again. */
    fun stop() {
        visible.value = false
    }
}

/** The camera may not be used. */
enum class CameraRefusal {
    /** Not this time. */
    ONCE,

    /** The system asks no more: only its settings help. */
    FOR_GOOD,
}

/** For a screen that wants a code. */
@Composable
fun rememberScanning(camera: Camera = deviceCamera()): Scanning {
    val context = LocalContext.current
    val activity = LocalActivity.current
    val visible = rememberSaveable { mutableStateOf(false) }
    val refused = rememberSaveable { mutableStateOf<CameraRefusal?>(null) }
    val launcher = rememberLauncherForActivityResult(ActivityResultContracts.RequestPermission()) { granted ->
        visible.value = granted
        refused.value = if (granted) null else activity.refusal()
    }
    val ask = {
        refused.value = null
        if (context.mayUseCamera()) visible.value = true else launcher.launch(Manifest.permission.CAMERA)
    }
    // Back from the system's settings, where it may have been allowed.
    LifecycleEventEffect(Lifecycle.Event.ON_RESUME) { if (context.mayUseCamera()) refused.value = null }
    val offered = remember(camera) { camera.isThere() }
    return Scanning(offered, visible, refused, ask)
}

/** Says that the camera may not be used, and what then; nothing if it may, or was never asked for. */
@Composable
fun Refused(scanning: Scanning, modifier: Modifier = Modifier) {
    val refusal = scanning.refusal ?: return
    val context = LocalContext.current
    RefusedCard(refusal, modifier) { context.openSystemSettings() }
}

@Composable
internal fun RefusedCard(refusal: CameraRefusal, modifier: Modifier = Modifier, settings: () -> Unit) {
    Card(modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp, 12.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            val words = when (refusal) {
                CameraRefusal.ONCE -> R.string.scan_refused
                CameraRefusal.FOR_GOOD -> R.string.scan_refused_for_good
            }
            Text(
                stringResource(words),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyMedium,
            )
            if (refusal == CameraRefusal.FOR_GOOD) {
                TextButton(settings) { Text(stringResource(R.string.scan_settings)) }
            }
        }
    }
}

/** The one of the app. */
@Composable
internal fun deviceCamera(): Camera = (LocalContext.current.applicationContext as Pure2pApp).camera

internal fun Context.mayUseCamera(): Boolean =
    ContextCompat.checkSelfPermission(this, Manifest.permission.CAMERA) == PackageManager.PERMISSION_GRANTED

/** After a no. Whoever swiped the question away looks to the system like somebody who never wants to be asked again. */
private fun Activity?.refusal(): CameraRefusal {
    val again = this != null && ActivityCompat.shouldShowRequestPermissionRationale(this, Manifest.permission.CAMERA)
    return if (again) CameraRefusal.ONCE else CameraRefusal.FOR_GOOD
}
