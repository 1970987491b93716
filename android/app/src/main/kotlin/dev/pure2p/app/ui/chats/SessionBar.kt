package dev.pure2p.app.ui.chats

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Icon
import androidx.compose.material3.LinearProgressIndicator
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.chats.SessionBarState.Opened
import dev.pure2p.app.ui.chats.SessionBarState.Outside

/** "Open and reachable · 4 of 12 here · delivering 7 of 40". A tap leads to how this device is reached. */
@Composable
internal fun SessionBar(state: SessionBarState, reach: () -> Unit) {
    Surface(color = MaterialTheme.colorScheme.surfaceContainer) {
        Column(
            Modifier.fillMaxWidth()
                .clickable(onClickLabel = stringResource(R.string.session_reach), role = Role.Button, onClick = reach)
                .heightIn(min = 48.dp)
                .padding(horizontal = 16.dp, vertical = 8.dp),
            verticalArrangement = Arrangement.spacedBy(6.dp, Alignment.CenterVertically),
        ) {
            Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                Text(sessionWords(state), Modifier.weight(1f), style = MaterialTheme.typography.labelLarge)
                // That it leads somewhere; where, the tap's own words say.
                Icon(painterResource(R.drawable.ic_chevron), null, tint = MaterialTheme.colorScheme.onSurfaceVariant)
            }
            if (state.isDelivering) {
                // The words beside it say the same, and more exactly.
                LinearProgressIndicator(
                    { state.done.toFloat() / state.total },
                    Modifier.fillMaxWidth().clearAndSetSemantics {},
                )
            }
        }
    }
}

private val SessionBarState.isDelivering get() = opened == Opened.OPEN && here > 0 && done < total

private fun openWords(outside: Outside): Int = when (outside) {
    Outside.UNKNOWN -> R.string.session_open
    Outside.CONFIRMED -> R.string.session_open_confirmed
    Outside.NOT_CONFIRMED -> R.string.session_open_not_confirmed
    Outside.NEAR_ONLY -> R.string.session_open_near_only
    Outside.OFFLINE -> R.string.session_offline
}

@Composable
private fun sessionWords(state: SessionBarState): String {
    val opened = stringResource(
        when (state.opened) {
            Opened.OPENING -> R.string.session_opening
            Opened.OPEN -> openWords(state.outside)
            Opened.FAILED -> R.string.session_failed
            Opened.CLOSED -> R.string.session_closed
        },
    )
    val parts = mutableListOf(opened)
    if (state.contacts > 0) parts += stringResource(R.string.session_here, state.here, state.contacts)
    val waiting = state.total - state.done
    when {
        state.isDelivering -> parts += stringResource(R.string.session_delivering, state.done, state.total)
        waiting > 0 -> parts += pluralStringResource(R.plurals.session_waiting, waiting, waiting)
    }
    return parts.joinToString(" · ")
}
