package dev.pure2p.app.ui.chats

import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.selected
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontStyle
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.PresenceMark
import dev.pure2p.app.ui.common.StateIcon
import dev.pure2p.app.ui.common.moment
import dev.pure2p.app.ui.common.presenceWords
import dev.pure2p.app.ui.common.reasonWords
import dev.pure2p.app.ui.common.scaled
import dev.pure2p.core.Chat
import dev.pure2p.core.Contact
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.Presence
import dev.pure2p.core.Reason

/** One chat: who, what was last, why it waits if it does, and whether they are here. */
@Composable
internal fun ChatRow(chat: Chat, modifier: Modifier = Modifier, selected: Boolean = false, open: () -> Unit) {
    val contact = chat.contact
    val colour = MaterialTheme.colorScheme.surfaceContainerHighest
    val marked = if (selected) Modifier.background(colour).semantics { this.selected = true } else Modifier
    Row(
        modifier.fillMaxWidth().then(marked).clickable(onClick = open).heightIn(min = 72.dp).padding(16.dp, 10.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Avatar(contact.uid)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(2.dp)) {
            Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                Text(
                    contact.name,
                    Modifier.weight(1f),
                    fontWeight = if (contact.unread > 0) FontWeight.Bold else FontWeight.Medium,
                    maxLines = 1,
                    overflow = TextOverflow.Ellipsis,
                    style = MaterialTheme.typography.titleMedium,
                )
                chat.last?.let { Small(moment(it.storedAt)) }
            }
            Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                LastLine(chat, Modifier.weight(1f))
                if (contact.unread > 0) Unread(contact.unread)
            }
            Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
                PresenceMark(contact.presence)
                Small(presenceWords(contact.presence, contact.lastSeen))
            }
        }
    }
}

/** What was typed and not sent, or why something waits, or what was last said. */
@Composable
private fun LastLine(chat: Chat, modifier: Modifier) {
    val last = chat.last
    val reason = chat.reason
    Row(modifier, horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.Top) {
        // Beside the first line, of which there may be others below.
        if (chat.draft.isBlank() && last?.direction == Direction.OUT) StateIcon(last.state, Modifier.padding(top = scaled(2.sp)))
        when {
            chat.draft.isNotBlank() -> Line(stringResource(R.string.chats_draft, oneLine(chat.draft)), FontStyle.Italic)
            // A reason is no one's words: it says what one can do, and is there to its end.
            reason != null -> Line(reasonWords(unrepeated(reason, chat.contact), chat.contact.name), lines = Int.MAX_VALUE)
            last != null -> Line(said(last))
            else -> Line(stringResource(R.string.chats_nothing_written))
        }
    }
}

/** Without the time when they were last here, where their presence says it one line below. */
private fun unrepeated(reason: Reason, contact: Contact): Reason {
    if (contact.presence != Presence.WAS_HERE) return reason
    return when (reason) {
        is Reason.NoAnswer -> if (reason.lastSeen == contact.lastSeen) Reason.NoAnswer(null) else reason
        is Reason.NotOpen -> if (reason.lastSeen == contact.lastSeen) Reason.NotOpen(null) else reason
        else -> reason
    }
}

private fun said(message: Message): String = oneLine(message.text)

private fun oneLine(text: String): String = text.replace('\n', ' ').trim()

@Composable
private fun Line(text: String, style: FontStyle = FontStyle.Normal, lines: Int = 1) {
    Text(
        text,
        color = MaterialTheme.colorScheme.onSurfaceVariant,
        fontStyle = style,
        maxLines = lines,
        overflow = TextOverflow.Ellipsis,
        style = MaterialTheme.typography.bodyMedium,
    )
}

@Composable
private fun Small(text: String) {
    Text(text, color = MaterialTheme.colorScheme.onSurfaceVariant, maxLines = 1, style = MaterialTheme.typography.labelMedium)
}

@Composable
private fun Unread(many: Int) {
    val words = pluralStringResource(R.plurals.chats_unread, many, many)
    Surface(
        Modifier.semantics { contentDescription = words },
        shape = CircleShape,
        color = MaterialTheme.colorScheme.primary,
    ) {
        Text(
            if (many > 999) "999+" else "$many",
            Modifier.padding(horizontal = 7.dp, vertical = 2.dp),
            style = MaterialTheme.typography.labelMedium,
        )
    }
}
