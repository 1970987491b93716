package dev.pure2p.app.ui.common

import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import dev.pure2p.app.R

/**
 * Asks before something is done: what it does, and the two answers. In large letters the text scrolls. What nothing brings back is
 * [destructive], and its answer is red.
 */
@Composable
internal fun Ask(
    title: String,
    text: String,
    yes: String,
    cancel: () -> Unit,
    no: String = stringResource(R.string.cancel),
    destructive: Boolean = false,
    confirm: () -> Unit,
) {
    AlertDialog(
        onDismissRequest = cancel,
        title = { Text(title) },
        text = { Text(text, Modifier.verticalScroll(rememberScrollState())) },
        confirmButton = {
            val colors = MaterialTheme.colorScheme
            TextButton(
                confirm,
                colors = ButtonDefaults.textButtonColors(contentColor = if (destructive) colors.error else colors.primary),
            ) { Text(yes) }
        },
        dismissButton = { TextButton(cancel) { Text(no) } },
    )
}
