package dev.pure2p.app.ui.settings

import androidx.activity.compose.BackHandler
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.LocalTextStyle
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.welcome.SetAside

/** What the history takes, and how to be rid of it. */
@Composable
internal fun StorageSection(state: SettingsState, actions: SettingsActions) {
    var step by rememberSaveable { mutableIntStateOf(0) }
    Section(stringResource(R.string.settings_storage)) {
        state.stored?.let {
            SaysRow(
                stringResource(R.string.settings_stored),
                pluralStringResource(R.plurals.settings_stored_messages, it.messages, it.messages, it.size),
                Modifier.padding(16.dp, 12.dp),
            )
        }
        if (state.setAside != null) {
            Box(Modifier.padding(16.dp, 8.dp)) { SetAside(state.setAside, actions.deleteSetAside) }
        }
        GoRow(stringResource(R.string.settings_delete), color = MaterialTheme.colorScheme.error) { step = 1 }
    }
    when (step) {
        1 -> WhatIsLost(cancel = { step = 0 }) { step = 2 }
        2 -> LastQuestion(cancel = { step = 0 }) {
            step = 0
            actions.deleteEverything()
        }
    }
}

/** The first step names what is lost. */
@Composable
private fun WhatIsLost(cancel: () -> Unit, goOn: () -> Unit) {
    AlertDialog(
        onDismissRequest = cancel,
        title = { Text(stringResource(R.string.settings_delete_ask)) },
        text = {
            Column(Modifier.verticalScroll(rememberScrollState()), verticalArrangement = Arrangement.spacedBy(8.dp)) {
                Text(stringResource(R.string.settings_delete_what))
                for (lost in listOf(
                    R.string.settings_delete_account,
                    R.string.settings_delete_contacts,
                    R.string.settings_delete_messages,
                    R.string.settings_delete_settings,
                )) {
                    Point(stringResource(lost), LocalTextStyle.current)
                }
                Text(stringResource(R.string.settings_delete_theirs))
            }
        },
        confirmButton = { TextButton(goOn) { Text(stringResource(R.string.settings_delete_go_on)) } },
        dismissButton = { TextButton(cancel) { Text(stringResource(R.string.cancel)) } },
    )
}

@Composable
private fun LastQuestion(cancel: () -> Unit, delete: () -> Unit) {
    AlertDialog(
        onDismissRequest = cancel,
        title = { Text(stringResource(R.string.settings_delete_last)) },
        text = { Text(stringResource(R.string.settings_delete_last_text)) },
        confirmButton = {
            val colors = ButtonDefaults.textButtonColors(contentColor = MaterialTheme.colorScheme.error)
            TextButton(delete, colors = colors) { Text(stringResource(R.string.settings_delete_now)) }
        },
        dismissButton = { TextButton(cancel) { Text(stringResource(R.string.cancel)) } },
    )
}

/** There is nothing to go back to: what the other screens show is going, or gone. */
@Composable
internal fun ErasingScreen(erasing: Erasing, again: () -> Unit) {
    BackHandler {}
    Column(
        Modifier.fillMaxSize().verticalScroll(rememberScrollState()).safeDrawingPadding().padding(24.dp),
        verticalArrangement = Arrangement.Center,
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Column(Modifier.widthIn(max = 480.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            if (erasing == Erasing.FAILED) {
                Text(
                    stringResource(R.string.settings_not_deleted_title),
                    Modifier.semantics { heading() },
                    style = MaterialTheme.typography.headlineSmall,
                )
            }
            val words = if (erasing == Erasing.FAILED) R.string.settings_not_deleted else R.string.settings_deleting
            Text(
                stringResource(words),
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyLarge,
            )
            if (erasing == Erasing.FAILED) Button(again) { Text(stringResource(R.string.settings_retry)) }
        }
    }
}
