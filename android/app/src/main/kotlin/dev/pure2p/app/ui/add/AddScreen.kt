package dev.pure2p.app.ui.add

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.BoxWithConstraints
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.FilledTonalButton
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.PrivateKeyboard

/**
 * Adds a contact: by scanning, pasting or typing, and never without showing who it would be. [refused] says what became of the
 * camera, if a person said no to it.
 */
@Composable
fun AddScreen(
    state: AddState,
    text: TextFieldState,
    name: TextFieldState,
    actions: AddActions,
    refused: @Composable () -> Unit = {},
) {
    Below(stringResource(R.string.add_title), actions.back) { modifier ->
        BoxWithConstraints(modifier.fillMaxSize().imePadding()) {
            // What can be done stays in sight, however much is said above. Where a keyboard leaves little, it comes last.
            val inSight = maxHeight >= 480.dp
            Column(Modifier.fillMaxSize()) {
                Box(Modifier.weight(1f).fillMaxWidth().verticalScroll(rememberScrollState()), contentAlignment = Alignment.TopCenter) {
                    Column(Narrow.padding(16.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
                        Beginning(state, text, actions, refused)
                        if (state.entry is Entry.Somebody) {
                            Preview(state.entry, state.standing)
                            if (state.standing.takesName) {
                                PrivateKeyboard { NameField(name, state.said == AddSaid.BAD_NAME, state.entry.name != null) }
                            }
                            Where(state.entry)
                            if (!inSight) Answer(state, name, actions)
                        }
                    }
                }
                if (inSight) Box(Modifier.fillMaxWidth(), contentAlignment = Alignment.TopCenter) {
                    Column(Narrow.padding(horizontal = 16.dp)) { Answer(state, name, actions) }
                }
            }
        }
    }
}

private val Narrow = Modifier.widthIn(max = 560.dp)

/** How it can be done, until somebody is found; the field, in which there may be a mistake. */
@Composable
private fun Beginning(state: AddState, text: TextFieldState, actions: AddActions, refused: @Composable () -> Unit) {
    if (state.entry !is Entry.Somebody) {
        Text(
            stringResource(if (state.scans) R.string.add_how else R.string.add_how_without_camera),
            style = MaterialTheme.typography.bodyLarge,
        )
    }
    Ways(state, actions)
    refused()
    PrivateKeyboard { EnteredField(text, state.entry) }
    if (state.said == AddSaid.NOTHING_TO_PASTE) Said(stringResource(R.string.add_nothing_to_paste))
}

/** Both begin with something from elsewhere; typing needs no button. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Ways(state: AddState, actions: AddActions) {
    // Below each other where large words have no room side by side.
    FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
        if (state.scans) {
            FilledTonalButton(actions.scan) {
                Icon(painterResource(R.drawable.ic_qr), null, Modifier.padding(end = 8.dp).size(ButtonDefaults.IconSize))
                Text(stringResource(R.string.add_scan))
            }
        }
        OutlinedButton(actions.paste) { Text(stringResource(R.string.add_paste)) }
    }
}

/** What can be done about somebody, by who they are to this device; nothing until that is known. */
@Composable
private fun Answer(state: AddState, name: TextFieldState, actions: AddActions) {
    val somebody = state.entry as? Entry.Somebody ?: return
    val standing = state.standing ?: return
    Column(Modifier.padding(vertical = 8.dp)) {
        if (state.said == AddSaid.NOT_STORED) Said(stringResource(R.string.add_not_stored))
        when (standing) {
            Standing.Own -> Choice(stringResource(R.string.add_my_link), state, actions.myLink)
            is Standing.Blocked -> Choice(stringResource(R.string.add_unblock), state, actions.unblock)
            is Standing.Known ->
                // Where somebody is now, they say in a new link: that is what one asks for when nobody finds them.
                if (somebody.addresses.isNotEmpty()) {
                    Choice(stringResource(R.string.add_take_addresses), state) { actions.add("") }
                    OutlinedButton(actions.chat, Modifier.fillMaxWidth()) { Text(stringResource(R.string.add_open_chat)) }
                } else {
                    Choice(stringResource(R.string.add_open_chat), state, actions.chat)
                }
            Standing.Asking -> Choice(stringResource(R.string.add_accept), state) { actions.add(name.text.toString()) }
            Standing.New -> Choice(stringResource(R.string.add_add), state) { actions.add(name.text.toString()) }
        }
    }
}

/** Whether they can be given a name right now. */
private val Standing?.takesName: Boolean get() = this == Standing.New || this == Standing.Asking

@Composable
private fun Choice(words: String, state: AddState, act: () -> Unit) {
    Button(act, Modifier.fillMaxWidth(), enabled = !state.busy) { Text(words) }
}

@Composable
private fun Said(words: String) {
    Text(
        words,
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        color = MaterialTheme.colorScheme.error,
        style = MaterialTheme.typography.bodyMedium,
    )
}
