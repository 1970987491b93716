package dev.pure2p.app.ui.contact

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.Button
import androidx.compose.material3.ButtonDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableIntStateOf
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Ask
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState

/** Blocking and deleting, each with what it means. Who is blocked, or has asked, is answered further up. */
@Composable
internal fun Parting(contact: Contact, busy: Boolean, actions: ContactActions) {
    if (contact.state == ContactState.REQUESTED) return
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        Heading(stringResource(R.string.contact_parting))
        if (!contact.blocked) {
            Small(stringResource(R.string.contact_block_why))
            Block(contact, busy, actions.block, Modifier.fillMaxWidth())
        }
        Small(stringResource(R.string.contact_delete_why))
        Delete(contact, busy, actions.delete)
    }
}

@Composable
internal fun Block(contact: Contact, busy: Boolean, block: () -> Unit, modifier: Modifier = Modifier) {
    var asking by rememberSaveable { mutableStateOf(false) }
    OutlinedButton({ asking = true }, modifier, enabled = !busy) { Text(stringResource(R.string.contact_block)) }
    if (!asking) return
    val request = contact.state == ContactState.REQUESTED
    Ask(
        stringResource(R.string.contact_block_ask, isolated(contact.name)),
        stringResource(if (request) R.string.contact_block_text_request else R.string.contact_block_text),
        stringResource(R.string.contact_block),
        cancel = { asking = false },
        destructive = true,
    ) {
        asking = false
        block()
    }
}

@Composable
internal fun Unblock(contact: Contact, busy: Boolean, unblock: () -> Unit) {
    var asking by rememberSaveable { mutableStateOf(false) }
    Button({ asking = true }, enabled = !busy) { Text(stringResource(R.string.contact_unblock)) }
    if (!asking) return
    // Of who was never more than a stranger nothing is left: they may knock again, and that is all.
    val stranger = contact.state == ContactState.REQUESTED || contact.state == ContactState.REMOVED
    Ask(
        stringResource(R.string.contact_unblock_ask, isolated(contact.name)),
        stringResource(if (stranger) R.string.contact_unblock_text_stranger else R.string.contact_unblock_text),
        stringResource(R.string.contact_unblock),
        cancel = { asking = false },
    ) {
        asking = false
        unblock()
    }
}

/** Two questions, since nothing brings it back: what is lost, and whether that is meant. */
@Composable
private fun Delete(contact: Contact, busy: Boolean, delete: () -> Unit) {
    var step by rememberSaveable { mutableIntStateOf(0) }
    val name = isolated(contact.name)
    OutlinedButton(
        { step = 1 },
        Modifier.fillMaxWidth(),
        enabled = !busy,
        colors = ButtonDefaults.outlinedButtonColors(contentColor = MaterialTheme.colorScheme.error),
    ) { Text(stringResource(R.string.contact_delete)) }
    when (step) {
        1 -> Ask(
            stringResource(R.string.contact_delete_ask, name),
            lost(contact),
            stringResource(R.string.contact_delete_next),
            cancel = { step = 0 },
        ) { step = 2 }
        2 -> Ask(
            stringResource(R.string.contact_delete_sure, name),
            stringResource(R.string.contact_delete_sure_text),
            stringResource(R.string.contact_delete_yes),
            cancel = { step = 0 },
            destructive = true,
        ) {
            step = 0
            delete()
        }
    }
}

@Composable
private fun lost(contact: Contact): String {
    val parts = mutableListOf(stringResource(R.string.contact_delete_lost))
    if (contact.waiting > 0) {
        parts += pluralStringResource(R.plurals.contact_delete_waiting, contact.waiting, contact.waiting)
    }
    parts += stringResource(if (contact.blocked) R.string.contact_delete_blocked else R.string.contact_delete_theirs)
    return parts.joinToString("\n\n")
}
