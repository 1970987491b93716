package dev.pure2p.app.ui.requests

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.UidText
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.common.moment

/** One stranger: what is sure of them (the UID), what they claim, what they wrote, and the two answers. */
@Composable
internal fun RequestCard(
    shown: ShownRequest,
    busy: Boolean,
    accept: () -> Unit,
    block: () -> Unit,
    modifier: Modifier = Modifier,
) {
    Card(modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Who(shown)
            UidText(
                shown.grouped,
                { stringResource(R.string.requests_uid_spoken, it) },
                style = MaterialTheme.typography.bodyMedium,
            )
            FirstWords(shown)
            Answers(shown, busy, accept, block)
        }
    }
}

@Composable
private fun Who(shown: ShownRequest) {
    val request = shown.request
    Row(horizontalArrangement = Arrangement.spacedBy(16.dp), verticalAlignment = Alignment.Top) {
        Avatar(request.uid)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(2.dp)) {
            val name = request.suggestedName
            Text(
                if (name == null) stringResource(R.string.requests_no_name)
                else stringResource(R.string.requests_claim, isolated(name)),
                Modifier.semantics { heading() },
                style = MaterialTheme.typography.titleMedium,
            )
            if (name != null) Small(stringResource(R.string.requests_claim_why))
            Small(stringResource(if (request.invited) R.string.requests_invited else R.string.requests_not_invited))
            Small(stringResource(R.string.requests_came, moment(request.cameAt)))
        }
    }
}

/** What they wrote first. A stranger's many words push nobody else off the screen. */
@Composable
private fun FirstWords(shown: ShownRequest) {
    val texts = shown.request.texts
    var all by rememberSaveable { mutableStateOf(false) }
    if (texts.isEmpty()) return Small(stringResource(R.string.requests_no_words))
    (if (all) texts else texts.take(FEW)).forEach { text ->
        Surface(Modifier.fillMaxWidth(), MaterialTheme.shapes.medium, MaterialTheme.colorScheme.surface) {
            Text(
                text,
                Modifier.padding(12.dp, 8.dp),
                maxLines = if (all) Int.MAX_VALUE else LINES,
                overflow = TextOverflow.Ellipsis,
                style = MaterialTheme.typography.bodyLarge,
            )
        }
    }
    if (!all && (texts.size > FEW || texts.any(::long))) {
        // As of the answers below: there is one in each card.
        val words = stringResource(R.string.requests_show_all_spoken, calledName(shown))
        TextButton({ all = true }) {
            Text(stringResource(R.string.requests_show_all), Modifier.semantics { contentDescription = words })
        }
    }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Answers(shown: ShownRequest, busy: Boolean, accept: () -> Unit, block: () -> Unit) {
    val name = calledName(shown)
    // Of several cards each has such buttons: whoever only hears them must hear whose they are.
    val acceptWords = stringResource(R.string.requests_accept_spoken, name)
    val blockWords = stringResource(R.string.requests_block_spoken, name)
    // Below each other where large words have no room side by side.
    FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
        Button(accept, enabled = !busy) {
            Text(stringResource(R.string.requests_accept), Modifier.semantics { contentDescription = acceptWords })
        }
        OutlinedButton(block, enabled = !busy) {
            Text(stringResource(R.string.requests_block), Modifier.semantics { contentDescription = blockWords })
        }
    }
}

/** How a question calls them: by the name that they claim, or by the beginning of the UID. */
@Composable
internal fun calledName(shown: ShownRequest): String =
    shown.request.suggestedName?.let { stringResource(R.string.requests_quoted, isolated(it)) }
        ?: stringResource(R.string.requests_nameless, shown.grouped.split(' ').drop(1).take(2).joinToString(" "))

private fun long(text: String): Boolean = text.length > LINES * SHORT_LINE || text.count { it == '\n' } >= LINES

private const val FEW = 3
private const val LINES = 6

/** Characters that fit into a line also on a narrow screen with large letters. */
private const val SHORT_LINE = 12
