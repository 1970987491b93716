package dev.pure2p.app.ui.scan

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxHeight
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.width
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.drawWithContent
import androidx.compose.ui.geometry.CornerRadius
import androidx.compose.ui.geometry.Offset
import androidx.compose.ui.geometry.Size
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.camera.CameraProblem
import dev.pure2p.app.ui.common.Below

/** What the camera sees, and words: below it, or beside it where the screen lies. */
@Composable
internal fun ScanLayout(
    title: String,
    hint: String,
    state: ScanState,
    actions: ScanActions,
    viewfinder: @Composable (Modifier) -> Unit,
) {
    Below(title, actions.back) { modifier ->
        BoxWithConstraints(modifier.fillMaxSize()) {
            val (across, down) = maxWidth to maxHeight
            if (state.problem != null) {
                Trouble(state.problem, actions)
            } else if (across > down) {
                Row(Modifier.fillMaxSize()) {
                    Sight(Modifier.weight(1f).fillMaxHeight(), viewfinder)
                    Words(hint, state, actions, Modifier.width(across * 0.4f).fillMaxHeight())
                }
            } else {
                Column(Modifier.fillMaxSize()) {
                    Sight(Modifier.weight(1f).fillMaxWidth(), viewfinder)
                    // Large words must leave something to see.
                    Words(hint, state, actions, Modifier.fillMaxWidth().heightIn(max = down * 0.6f))
                }
            }
        }
    }
}

/** What the camera sees, and a square for the eye: codes are found everywhere. */
@Composable
private fun Sight(modifier: Modifier, viewfinder: @Composable (Modifier) -> Unit) {
    val words = stringResource(R.string.scan_picture)
    Box(modifier.background(Color.Black), contentAlignment = Alignment.Center) {
        viewfinder(
            Modifier.fillMaxSize().semantics { contentDescription = words }.drawWithContent {
                drawContent()
                val side = size.minDimension * 0.72f
                drawRoundRect(
                    Color.White.copy(alpha = 0.9f),
                    Offset((size.width - side) / 2, (size.height - side) / 2),
                    Size(side, side),
                    CornerRadius(24.dp.toPx()),
                    Stroke(3.dp.toPx()),
                )
            },
        )
    }
}

/** Nothing is seen, and why. */
@Composable
private fun Trouble(problem: CameraProblem, actions: ScanActions) {
    Box(Modifier.fillMaxSize().verticalScroll(rememberScrollState()), contentAlignment = Alignment.Center) {
        Column(Modifier.widthIn(max = 480.dp).padding(24.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Text(
                stringResource(wordsOf(problem)),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyLarge,
            )
            Button(actions.retry, Modifier.fillMaxWidth()) { Text(stringResource(R.string.scan_retry)) }
            TextButton(actions.back, Modifier.fillMaxWidth()) { Text(stringResource(R.string.scan_without)) }
        }
    }
}

@Composable
private fun Words(hint: String, state: ScanState, actions: ScanActions, modifier: Modifier) {
    Column(
        modifier.verticalScroll(rememberScrollState()).padding(16.dp),
        verticalArrangement = Arrangement.spacedBy(8.dp),
    ) {
        Text(hint, style = MaterialTheme.typography.bodyLarge)
        if (state.said != null) {
            Text(
                state.said,
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                color = MaterialTheme.colorScheme.error,
                style = MaterialTheme.typography.bodyLarge,
            )
        }
        if (state.torch != Torch.NONE) Light(state.torch == Torch.ON, actions.torch)
    }
}

@Composable
private fun Light(on: Boolean, turn: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().toggleable(on, role = Role.Switch, onValueChange = turn).heightIn(min = 48.dp),
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Text(stringResource(R.string.scan_torch), Modifier.weight(1f), style = MaterialTheme.typography.bodyLarge)
        Switch(on, onCheckedChange = null)
    }
}

private fun wordsOf(problem: CameraProblem): Int = when (problem) {
    CameraProblem.FORBIDDEN -> R.string.scan_forbidden
    CameraProblem.IN_USE -> R.string.scan_in_use
    CameraProblem.BROKEN -> R.string.scan_broken
}
