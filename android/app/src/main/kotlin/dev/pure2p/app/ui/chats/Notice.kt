package dev.pure2p.app.ui.chats

import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R

/** What is said once, above the chats and in nobody's way. */
@Composable
internal fun Notice(notice: ChatsNotice, read: () -> Unit) {
    val words = when (notice) {
        ChatsNotice.LOCK_CANNOT_ASK -> listOf(R.string.lock_cannot_ask)
        ChatsNotice.HERE_ENDS -> listOf(R.string.here_ends)
        ChatsNotice.HERE_ENDS_STAYS_ON -> listOf(R.string.here_ends, R.string.here_stays_on)
    }
    Surface(color = MaterialTheme.colorScheme.surfaceContainerHighest) {
        Column(Modifier.fillMaxWidth().padding(start = 16.dp, end = 8.dp, top = 12.dp)) {
            Text(words.map { stringResource(it) }.joinToString(" "), Modifier.padding(end = 8.dp), style = MaterialTheme.typography.bodyMedium)
            TextButton(onClick = read, Modifier.align(Alignment.End)) { Text(stringResource(R.string.here_understood)) }
        }
    }
}
