package dev.pure2p.app.ui.settings.log

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.style.TextDirection
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Small

/** What this page shows. */
data class LogState(
    /** The lines as they would be shared, oldest first; nothing until they were read. */
    val lines: List<String>?,
    /** Whether there were older ones, which are too many to share. */
    val shortened: Boolean = false,
    /** Whether there is no app to share with. */
    val noApp: Boolean = false,
)

/** What taps do. */
class LogActions(val back: () -> Unit = {}, val share: () -> Unit = {}, val clear: () -> Unit = {})

/** What the app has noted about itself: all of it can be read before any of it goes anywhere. */
@Composable
fun LogScreen(state: LogState, actions: LogActions) {
    Below(stringResource(R.string.settings_log), actions.back) { modifier ->
        LazyColumn(modifier.fillMaxSize().testTag("log"), contentPadding = PaddingValues(16.dp)) {
            item { About(state, actions) }
            items(state.lines.orEmpty()) { line ->
                Text(
                    line,
                    Modifier.padding(bottom = 8.dp),
                    // Made for comparing with others' lines: never mirrored.
                    style = MaterialTheme.typography.bodySmall.copy(
                        fontFamily = FontFamily.Monospace,
                        textDirection = TextDirection.Ltr,
                    ),
                )
            }
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun About(state: LogState, actions: LogActions) {
    Column(Modifier.padding(bottom = 16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
        Text(stringResource(R.string.log_has), style = MaterialTheme.typography.bodyLarge)
        Text(stringResource(R.string.log_has_not), style = MaterialTheme.typography.bodyLarge)
        Text(stringResource(R.string.log_where), style = MaterialTheme.typography.bodyLarge)
        when {
            state.lines == null -> Unit
            state.lines.isEmpty() -> Text(
                stringResource(R.string.log_empty),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyLarge,
            )
            else -> {
                FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) {
                    Button(actions.share) { Text(stringResource(R.string.log_share)) }
                    OutlinedButton(actions.clear) { Text(stringResource(R.string.log_clear)) }
                }
                if (state.noApp) Small(stringResource(R.string.log_no_app))
                if (state.shortened) Small(stringResource(R.string.log_shortened))
            }
        }
    }
}
