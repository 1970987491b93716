package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.consumeWindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.windowInsetsPadding
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Scaffold
import androidx.compose.material3.Surface
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Ask
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.PresenceMark
import dev.pure2p.app.ui.common.StaleNotice
import dev.pure2p.app.ui.common.presenceWords
import dev.pure2p.core.Contact
import dev.pure2p.core.Direction
import dev.pure2p.core.Message
import dev.pure2p.core.MessageState

/** What two people wrote to each other. [draft] is what the composer holds. */
@Composable
fun ConversationScreen(state: ConversationScreenState, draft: TextFieldState, actions: ConversationActions) {
    val name = state.contact?.name.orEmpty()
    var deleting by rememberSaveable { mutableStateOf<String?>(null) }
    Scaffold(topBar = { Bar(state.contact, actions) }, contentWindowInsets = WindowInsets.safeDrawing) { padding ->
        Column(Modifier.padding(padding).consumeWindowInsets(padding).fillMaxSize()) {
            if (state.stale) {
                StaleNotice(stringResource(R.string.conversation_stale), stringResource(R.string.conversation_retry), actions.retry)
            }
            Box(Modifier.weight(1f)) {
                when {
                    state.messages.isNotEmpty() -> {
                        val menu = remember(actions) {
                            MessageActions(actions.copy, actions.showDetails, { deleting = it.id }, actions::help)
                        }
                        MessageList(state, name, menu, actions)
                    }
                    // Not read yet: neither messages nor the word that there are none would be true.
                    state.contact != null -> Empty(state.contact, actions.contact)
                }
            }
            if (state.contact != null) Bottom(state.contact, state.problem, draft, state.enterSends, actions)
        }
    }
    state.details?.let { DetailsSheet(it, name, actions.hideDetails) }
    state.messages.firstOrNull { it.id == deleting }?.let { message ->
        AskToDelete(message, name, { deleting = null }) {
            deleting = null
            actions.delete(message)
        }
    }
}

/** Who it is. Not Material's bar: that one is of a fixed height, which large text does not fit. */
@Composable
private fun Bar(contact: Contact?, actions: ConversationActions) {
    Surface(color = MaterialTheme.colorScheme.surface) {
        Row(
            Modifier
                .fillMaxWidth()
                .windowInsetsPadding(WindowInsets.safeDrawing.only(WindowInsetsSides.Top + WindowInsetsSides.Horizontal))
                .heightIn(min = 64.dp)
                .padding(horizontal = 4.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            IconButton(onClick = actions.back) {
                Icon(painterResource(R.drawable.ic_back), stringResource(R.string.back))
            }
            if (contact != null) Who(contact, Modifier.weight(1f), actions.contact)
        }
    }
}

@Composable
private fun Who(contact: Contact, modifier: Modifier, open: () -> Unit) {
    Row(
        modifier
            .clickable(onClickLabel = stringResource(R.string.conversation_show_contact, contact.name), onClick = open)
            .heightIn(min = 56.dp)
            .padding(horizontal = 8.dp, vertical = 4.dp),
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Avatar(contact.uid, size = 40.dp)
        Column {
            Text(
                contact.name,
                Modifier.semantics { heading() },
                maxLines = 1,
                overflow = TextOverflow.Ellipsis,
                style = MaterialTheme.typography.titleMedium,
            )
            // Of who is blocked nothing is heard.
            if (!contact.blocked) Here(contact)
        }
    }
}

@Composable
private fun Here(contact: Contact) {
    Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
        PresenceMark(contact.presence)
        Text(
            presenceWords(contact.presence, contact.lastSeen),
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            style = MaterialTheme.typography.labelMedium,
        )
    }
}

/** Says what it does, and what it does not. */
@Composable
private fun AskToDelete(message: Message, name: String, cancel: () -> Unit, delete: () -> Unit) {
    val waits = message.direction == Direction.OUT && message.state == MessageState.WAITING
    val what =
        if (waits) stringResource(R.string.conversation_delete_waiting)
        else stringResource(R.string.conversation_delete_theirs, name)
    Ask(
        stringResource(R.string.conversation_delete_title),
        what,
        stringResource(R.string.conversation_delete_yes),
        cancel,
        destructive = true,
        confirm = delete,
    )
}
