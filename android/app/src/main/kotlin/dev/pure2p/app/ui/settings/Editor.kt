package dev.pure2p.app.ui.settings

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.foundation.text.input.TextFieldLineLimits
import androidx.compose.foundation.text.input.rememberTextFieldState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.remember
import androidx.compose.ui.Modifier
import androidx.compose.ui.focus.FocusRequester
import androidx.compose.ui.focus.focusRequester
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.text.input.KeyboardType
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.PrivateKeyboard
import dev.pure2p.app.ui.common.Small
import dev.pure2p.core.Settings

/** Where a name or a port is typed. It stays open until the core has taken what was typed, or says why not. */
@Composable
internal fun Editor(editing: What?, settings: Settings, refusal: Refusal?, actions: SettingsActions) {
    when (editing) {
        What.NAME -> TypeIn(
            title = stringResource(R.string.settings_name),
            before = settings.name.orEmpty(),
            notes = listOf(stringResource(R.string.settings_name_why)),
            refusal = refusal.words(What.NAME),
            keyboard = KeyboardOptions(capitalization = KeyboardCapitalization.Words, imeAction = ImeAction.Done),
            cancel = { actions.edit(null) },
            save = actions.setName,
        )
        What.PORT -> TypeIn(
            title = stringResource(R.string.settings_port),
            before = settings.port.toString(),
            notes = listOf(stringResource(R.string.settings_port_why), stringResource(R.string.settings_port_next)),
            refusal = refusal.words(What.PORT),
            keyboard = KeyboardOptions(keyboardType = KeyboardType.Number, imeAction = ImeAction.Done),
            cancel = { actions.edit(null) },
            save = actions.setPort,
        )
        else -> Unit
    }
}

@Composable
private fun TypeIn(
    title: String,
    before: String,
    notes: List<String>,
    refusal: String?,
    keyboard: KeyboardOptions,
    cancel: () -> Unit,
    save: (String) -> Unit,
) {
    val typed = rememberTextFieldState(before)
    val focus = remember { FocusRequester() }
    AlertDialog(
        onDismissRequest = cancel,
        title = { Text(title) },
        text = {
            Column(Modifier.verticalScroll(rememberScrollState()), verticalArrangement = Arrangement.spacedBy(8.dp)) {
                // A dialog is a window of its own, with its own way to keyboards.
                PrivateKeyboard {
                    OutlinedTextField(
                        typed,
                        Modifier.fillMaxWidth().focusRequester(focus),
                        label = { Text(title) },
                        supportingText = refusal?.let { words -> { Refused(words) } },
                        isError = refusal != null,
                        lineLimits = TextFieldLineLimits.SingleLine,
                        keyboardOptions = keyboard,
                        onKeyboardAction = { save(typed.text.toString()) },
                    )
                }
                notes.forEach { Small(it) }
            }
            LaunchedEffect(Unit) { focus.requestFocus() }
        },
        confirmButton = {
            TextButton({ save(typed.text.toString()) }) { Text(stringResource(R.string.settings_save)) }
        },
        dismissButton = { TextButton(cancel) { Text(stringResource(R.string.cancel)) } },
    )
}
