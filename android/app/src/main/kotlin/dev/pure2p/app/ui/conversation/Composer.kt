package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.text.input.KeyboardActionHandler
import androidx.compose.foundation.text.input.TextFieldLineLimits
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.material3.Button
import androidx.compose.material3.FilledIconButton
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.derivedStateOf
import androidx.compose.runtime.getValue
import androidx.compose.runtime.remember
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.input.key.Key
import androidx.compose.ui.input.key.KeyEventType
import androidx.compose.ui.input.key.isCtrlPressed
import androidx.compose.ui.input.key.isShiftPressed
import androidx.compose.ui.input.key.key
import androidx.compose.ui.input.key.onPreviewKeyEvent
import androidx.compose.ui.input.key.type
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState

/** Where one writes; or why one can't, and what helps. */
@Composable
internal fun Bottom(
    contact: Contact,
    problem: Problem?,
    draft: TextFieldState,
    enterSends: Boolean,
    actions: ConversationActions,
) {
    Surface(Modifier.fillMaxWidth(), color = MaterialTheme.colorScheme.surfaceContainerLow) {
        Column {
            if (problem != null) Why(problem)
            when {
                contact.blocked -> Instead(stringResource(R.string.conversation_blocked, contact.name)) {
                    Button(actions.unblock) { Text(stringResource(R.string.conversation_unblock)) }
                }
                contact.state == ContactState.REQUESTED ->
                    Instead(stringResource(R.string.conversation_requested, contact.name)) {
                        Button(actions.accept) { Text(stringResource(R.string.conversation_accept)) }
                        OutlinedButton(actions.block) { Text(stringResource(R.string.conversation_block)) }
                    }
                contact.state == ContactState.REMOVED ->
                    Instead(stringResource(R.string.conversation_removed, contact.name)) {}
                else -> Composer(draft, enterSends, actions.send)
            }
        }
    }
}

private val enters = setOf(Key.Enter, Key.NumPadEnter)

@Composable
private fun Composer(draft: TextFieldState, enterSends: Boolean, send: () -> Unit) {
    val something by remember(draft) { derivedStateOf { draft.text.isNotBlank() } }
    Row(
        Modifier.padding(8.dp),
        horizontalArrangement = Arrangement.spacedBy(8.dp),
        verticalAlignment = Alignment.Bottom,
    ) {
        OutlinedTextField(
            draft,
            // A keyboard of keys has no other way to the button that is as short.
            Modifier.weight(1f).onPreviewKeyEvent {
                val asked = it.type == KeyEventType.KeyDown && it.key in enters && (it.isCtrlPressed || enterSends && !it.isShiftPressed)
                if (asked && something) send()
                asked
            },
            placeholder = { Text(stringResource(R.string.conversation_write)) },
            lineLimits = TextFieldLineLimits.MultiLine(maxHeightInLines = 5),
            keyboardOptions = KeyboardOptions(
                capitalization = KeyboardCapitalization.Sentences,
                // Where Enter sends, the keyboard on the screen shows that in the place of its Enter.
                imeAction = if (enterSends) ImeAction.Send else ImeAction.Default,
            ),
            onKeyboardAction = if (enterSends) KeyboardActionHandler { if (something) send() } else null,
            shape = MaterialTheme.shapes.extraLarge,
        )
        FilledIconButton(onClick = send, Modifier.padding(bottom = 4.dp).size(48.dp), enabled = something) {
            Icon(painterResource(R.drawable.ic_send), stringResource(R.string.conversation_send))
        }
    }
}

@Composable
private fun Why(problem: Problem) {
    Text(
        when (problem) {
            is Problem.TooLong -> pluralStringResource(R.plurals.conversation_too_long, problem.by, problem.by)
            Problem.DeviceFull -> stringResource(R.string.conversation_device_full)
            Problem.NotStored -> stringResource(R.string.conversation_not_stored)
            Problem.NotDone -> stringResource(R.string.conversation_not_done)
        },
        // Spoken when it comes: the eyes, or the finger, are on the keyboard.
        Modifier.padding(start = 16.dp, end = 16.dp, top = 8.dp).semantics { liveRegion = LiveRegionMode.Polite },
        color = MaterialTheme.colorScheme.error,
        style = MaterialTheme.typography.bodyMedium,
    )
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Instead(words: String, buttons: @Composable () -> Unit) {
    Column(Modifier.fillMaxWidth().padding(16.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
        Text(words, style = MaterialTheme.typography.bodyMedium)
        FlowRow(horizontalArrangement = Arrangement.spacedBy(8.dp)) { buttons() }
    }
}
