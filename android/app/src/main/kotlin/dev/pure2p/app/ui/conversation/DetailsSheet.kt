package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.ExperimentalMaterial3Api
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.ModalBottomSheet
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.material3.rememberModalBottomSheetState
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.reasonWords
import dev.pure2p.core.AttemptError
import dev.pure2p.core.Direction
import dev.pure2p.core.Happening
import dev.pure2p.core.TimelineEntry

/** What truly happened to a message. */
@OptIn(ExperimentalMaterial3Api::class)
@Composable
internal fun DetailsSheet(details: Details, name: String, close: () -> Unit) {
    ModalBottomSheet(onDismissRequest = close, sheetState = rememberModalBottomSheetState(skipPartiallyExpanded = true)) {
        DetailsContent(details, name, close)
    }
}

@Composable
internal fun DetailsContent(details: Details, name: String, close: () -> Unit) {
    val mine = details.message.direction == Direction.OUT
    Column(
        Modifier.fillMaxWidth().verticalScroll(rememberScrollState()).padding(horizontal = 24.dp, vertical = 8.dp),
        verticalArrangement = Arrangement.spacedBy(16.dp),
    ) {
        Text(
            stringResource(R.string.details_title),
            Modifier.semantics { heading() },
            style = MaterialTheme.typography.titleLarge,
        )
        // Enough to know which one it is.
        Text(
            details.message.text,
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            maxLines = 2,
            overflow = TextOverflow.Ellipsis,
            style = MaterialTheme.typography.bodyMedium,
        )
        details.timeline.forEach { Entry(it, mine, name) }
        details.message.reason?.takeIf { mine }?.let {
            Text(reasonWords(it, name), style = MaterialTheme.typography.bodyLarge)
        }
        TextButton(onClick = close, Modifier.align(Alignment.End)) { Text(stringResource(R.string.details_close)) }
    }
}

@Composable
private fun Entry(entry: TimelineEntry, mine: Boolean, name: String) {
    Column(Modifier.semantics(mergeDescendants = true) {}) {
        Text(happened(entry.what, mine, name), style = MaterialTheme.typography.bodyLarge)
        val times = (entry.what as? Happening.Attempt)?.times ?: 1
        if (times > 1) Small(pluralStringResource(R.plurals.details_times, times, times))
        Small(exactly(entry.at))
    }
}

@Composable
private fun happened(what: Happening, mine: Boolean, name: String): String = when (what) {
    // The one time in a chat that is another device's word.
    Happening.Written -> stringResource(if (mine) R.string.details_written else R.string.details_written_theirs)
    Happening.Delivered ->
        if (mine) stringResource(R.string.details_delivered, name) else stringResource(R.string.details_arrived)
    Happening.Read ->
        if (mine) stringResource(R.string.details_read, name) else stringResource(R.string.details_read_mine)
    is Happening.Attempt -> {
        val result = stringResource(result(what.error))
        when (val address = what.address) {
            null -> stringResource(R.string.details_tried, result)
            else -> stringResource(R.string.details_tried_at, address, result)
        }
    }
}

private fun result(error: AttemptError?): Int = when (error) {
    null -> R.string.attempt_through
    AttemptError.BAD_ANSWER -> R.string.attempt_bad_answer
    AttemptError.CANCELLED -> R.string.attempt_cancelled
    AttemptError.DARK -> R.string.attempt_dark
    AttemptError.LATER -> R.string.attempt_later
    AttemptError.NO_ADDRESS -> R.string.attempt_no_address
    AttemptError.NO_ROUTE -> R.string.attempt_no_route
    AttemptError.NOT_ACCEPTED -> R.string.attempt_not_accepted
    AttemptError.NOT_UNDERSTOOD -> R.string.attempt_not_understood
    AttemptError.NOTHING_OPEN -> R.string.attempt_nothing_open
    AttemptError.REFUSED -> R.string.attempt_refused
    AttemptError.SILENT -> R.string.attempt_silent
    AttemptError.STARVED -> R.string.attempt_starved
    AttemptError.TOO_LARGE -> R.string.attempt_too_large
}
