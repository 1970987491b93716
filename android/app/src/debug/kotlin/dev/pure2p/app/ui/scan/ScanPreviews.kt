package dev.pure2p.app.ui.scan

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.runtime.Composable
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.R
import dev.pure2p.app.camera.CameraProblem
import dev.pure2p.app.ui.theme.Pure2pTheme

/** Every state of the scanner, by name: what previews show, and what tests look at. */
object ScanPreviews {
    private val seeing = ScanState(Torch.OFF)

    val states: Map<String, ScanState> = mapOf(
        "seeing" to seeing,
        "light" to ScanState(Torch.ON),
        "no-light" to ScanState(Torch.NONE),
        "wrong-code" to seeing.copy(said = "This code isn’t a Pure2P link. The right one is at “My link” on the other device."),
        "forbidden" to ScanState(problem = CameraProblem.FORBIDDEN),
        "in-use" to ScanState(problem = CameraProblem.IN_USE),
        "broken" to ScanState(problem = CameraProblem.BROKEN),
    )
}

/** A state as the app would show it, with nothing before the camera. */
@Composable
internal fun ScanPreview(state: ScanState, actions: ScanActions = ScanActions()) = ScanLayout(
    stringResource(R.string.add_scan_title),
    stringResource(R.string.add_scan_hint),
    state,
    actions,
) { Box(it.background(Color.DarkGray)) }

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { ScanPreview(ScanPreviews.states.getValue(state)) }

@Preview
@Composable
private fun Seeing() = Show("seeing")

@Preview
@Composable
private fun Dark() = Show("seeing", dark = true)

@Preview(fontScale = 2f)
@Composable
private fun Large() = Show("wrong-code")

@Preview(widthDp = 800, heightDp = 400)
@Composable
private fun Lying() = Show("wrong-code")

@Preview
@Composable
private fun InUse() = Show("in-use")
