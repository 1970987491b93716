package dev.pure2p.app.ui.frame

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
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
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.home.Problem

/** The database can't be opened right now. */
@Composable
fun UnavailableScreen(problem: Problem, retry: () -> Unit) {
    val why = when (problem) {
        Problem.BUSY -> R.string.unavailable_busy
        Problem.DAMAGED -> R.string.unavailable_damaged
        Problem.DEVICE_FULL -> R.string.unavailable_device_full
        Problem.KEY_STORE -> R.string.unavailable_key_store
        Problem.NEWER -> R.string.unavailable_newer
        Problem.OTHER -> R.string.unavailable_other
    }
    Notice(stringResource(R.string.unavailable_title), stringResource(why), stringResource(R.string.unavailable_untouched)) {
        Button(onClick = retry) { Text(stringResource(R.string.unavailable_retry)) }
    }
}

/** The key is provably gone. Nothing happens without two yeses. */
@Composable
fun KeyLostScreen(startAfresh: () -> Unit) {
    var asking by rememberSaveable { mutableStateOf(false) }
    Notice(stringResource(R.string.key_lost_title), stringResource(R.string.key_lost_why), stringResource(R.string.key_lost_what)) {
        Button(onClick = { asking = true }) { Text(stringResource(R.string.key_lost_start)) }
    }
    if (!asking) return
    AlertDialog(
        onDismissRequest = { asking = false },
        title = { Text(stringResource(R.string.key_lost_ask)) },
        text = { Text(stringResource(R.string.key_lost_ask_text)) },
        confirmButton = {
            TextButton(onClick = {
                asking = false
                startAfresh()
            }) { Text(stringResource(R.string.key_lost_start)) }
        },
        dismissButton = { TextButton(onClick = { asking = false }) { Text(stringResource(R.string.cancel)) } },
    )
}

@Composable
private fun Notice(title: String, vararg sentences: String, action: @Composable () -> Unit) {
    Column(
        Modifier.fillMaxSize().verticalScroll(rememberScrollState()).safeDrawingPadding().padding(24.dp),
        verticalArrangement = Arrangement.spacedBy(16.dp, Alignment.CenterVertically),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Column(Modifier.widthIn(max = 480.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
            Text(title, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineSmall)
            sentences.forEach { Text(it, style = MaterialTheme.typography.bodyLarge) }
            action()
        }
    }
}
