package dev.pure2p.app.ui.contact

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.imePadding
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.CardDefaults
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.StaleNotice
import dev.pure2p.app.ui.common.UidText
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState

/** All there is to know of one person, and to decide. [canScan]: there is something that reads codes; [refused]: or would be. */
@Composable
fun ContactScreen(state: ContactScreenState, actions: ContactActions, canScan: Boolean, refused: @Composable () -> Unit = {}) {
    val scroll = rememberScrollState()
    // What a tap further down has led to is said at the top.
    LaunchedEffect(state.said, state.contact?.blocked) {
        if (state.said != null || state.contact?.blocked == true) scroll.animateScrollTo(0)
    }
    Below(stringResource(R.string.contact_title), actions.back) { modifier ->
        Column(modifier.fillMaxSize().imePadding()) {
            if (state.stale) StaleNotice(stringResource(R.string.contact_stale), stringResource(R.string.contact_retry), actions.retry)
            Box(Modifier.fillMaxSize().verticalScroll(scroll), Alignment.TopCenter) {
                Column(Modifier.widthIn(max = 560.dp).padding(16.dp), verticalArrangement = Arrangement.spacedBy(24.dp)) {
                    // Until somebody was read, nothing that could be said would be true.
                    state.contact?.let { Everything(it, state, actions, canScan, refused) }
                }
            }
        }
    }
    val contact = state.contact ?: return
    state.comparison?.let { Compared(it, contact, canScan, actions) }
}

@Composable
private fun Everything(
    contact: Contact,
    state: ContactScreenState,
    actions: ContactActions,
    canScan: Boolean,
    refused: @Composable () -> Unit,
) {
    val listed = contact.state != ContactState.REMOVED
    Head(contact, fixed = !listed || state.busy || state.naming != null, actions.startNaming)
    state.naming?.let { Name(contact, it, state.busy, actions) }
    state.said?.let { Outcome(it) }
    Standing(contact, state.busy, actions)
    Uid(state.grouped, actions.copyUid)
    if (listed) {
        state.safety?.let { SafetyNumber(contact, it, canScan, refused, state.busy, actions) }
        if (contact.state != ContactState.REQUESTED) Ways(contact)
        Addresses(contact, actions.myLink)
        Parting(contact, state.busy, actions)
    }
}

/** How things stand between the two, where that needs words or an answer. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Standing(contact: Contact, busy: Boolean, actions: ContactActions) {
    val name = isolated(contact.name)
    when {
        contact.blocked -> Notice(stringResource(R.string.contact_blocked, name)) { Unblock(contact, busy, actions.unblock) }
        contact.state == ContactState.REQUESTED -> Notice(stringResource(R.string.contact_requested, name)) {
            FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
                Button(actions.accept, enabled = !busy) { Text(stringResource(R.string.contact_accept)) }
                Block(contact, busy, actions.block)
            }
        }
        contact.state == ContactState.REMOVED -> Notice(stringResource(R.string.contact_removed)) {}
        contact.state == ContactState.ENTERED -> Notice(stringResource(R.string.contact_entered)) {}
        contact.state == ContactState.BOUND -> Unit
    }
}

@Composable
private fun Notice(words: String, buttons: @Composable () -> Unit) {
    Card(
        Modifier.fillMaxWidth(),
        colors = CardDefaults.cardColors(MaterialTheme.colorScheme.secondaryContainer, MaterialTheme.colorScheme.onSecondaryContainer),
    ) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Text(
                words,
                Modifier.semantics { liveRegion = LiveRegionMode.Polite },
                style = MaterialTheme.typography.bodyLarge,
            )
            buttons()
        }
    }
}

@Composable
private fun Outcome(said: Said) {
    val words = when (said) {
        Said.UID_COPIED -> R.string.contact_uid_copied
        Said.DEVICE_FULL -> R.string.contact_device_full
        Said.NOT_DONE -> R.string.contact_not_done
    }
    val failed = said != Said.UID_COPIED
    Text(
        stringResource(words),
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        color = if (failed) MaterialTheme.colorScheme.error else MaterialTheme.colorScheme.onSurface,
        style = MaterialTheme.typography.bodyLarge,
    )
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Uid(grouped: String, copy: () -> Unit) {
    if (grouped.isEmpty()) return
    Column {
        // Below each other where large words have no room side by side.
        FlowRow(
            Modifier.fillMaxWidth(),
            horizontalArrangement = Arrangement.SpaceBetween,
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            Heading(stringResource(R.string.contact_uid))
            TextButton(copy) { Text(stringResource(R.string.contact_copy_uid)) }
        }
        UidText(grouped, { stringResource(R.string.contact_uid_spoken, it) })
    }
}
