package dev.pure2p.app.ui.mylink

import androidx.annotation.StringRes
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.QrCode
import dev.pure2p.app.ui.common.UidText

/** What one shows or sends to somebody who shall be able to write. */
@Composable
fun MyLinkScreen(state: MyLinkState, actions: MyLinkActions) {
    Below(stringResource(R.string.my_link_title), actions.back) { modifier ->
        Box(modifier.fillMaxSize().verticalScroll(rememberScrollState()), contentAlignment = Alignment.TopCenter) {
            Column(Modifier.widthIn(max = 480.dp).padding(16.dp), verticalArrangement = Arrangement.spacedBy(16.dp)) {
                Honestly(state, actions)
                val link = state.link
                if (link != null) {
                    Code(link)
                    Text(stringResource(R.string.my_link_whoever), style = MaterialTheme.typography.bodyLarge)
                    Sharing(state, actions)
                }
                // Where it can be read out at once; and it takes no room until there is something to say.
                state.said?.let { Outcome(it, actions.retry) }
                if (link != null) {
                    Uid(link.grouped, actions.copyUid)
                    Addresses(link.addresses)
                    Renewal(state.renewing, actions.renew)
                }
            }
        }
    }
}

/** What would otherwise be found out by waiting in vain, and what leads to where it can be changed. */
@Composable
private fun Honestly(state: MyLinkState, actions: MyLinkActions) {
    val link = state.link
    val reaching = buildList {
        when (state.openness) {
            Openness.OPEN -> Unit
            Openness.OPENING -> add(R.string.my_link_opening)
            Openness.OFFLINE -> add(R.string.my_link_offline)
            Openness.FAILED -> add(R.string.my_link_failed)
            Openness.CLOSED -> add(R.string.my_link_closed)
        }
        if (link != null && link.addresses.isEmpty()) add(R.string.my_link_no_address)
        else if (link != null && link.addresses.all { it.lan }) add(R.string.my_link_only_near)
    }
    val noCode = link != null && link.qr == null
    if (reaching.isEmpty() && !noCode && !state.answersNobody) return
    Card(Modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp, 12.dp), verticalArrangement = Arrangement.spacedBy(8.dp)) {
            reaching.forEach { Sentence(it) }
            // Below what it helps against, or one would look for the one in the other.
            if (reaching.isNotEmpty()) Leading(R.string.my_link_reach, actions.reach)
            if (noCode) Sentence(R.string.my_link_no_code)
            if (state.answersNobody) {
                Sentence(R.string.my_link_answers_nobody)
                Leading(R.string.my_link_settings, actions.settings)
            }
        }
    }
}

@Composable
private fun Sentence(@StringRes words: Int) = Text(stringResource(words), style = MaterialTheme.typography.bodyMedium)

@Composable
private fun ColumnScope.Leading(@StringRes words: Int, go: () -> Unit) {
    TextButton(go, Modifier.align(Alignment.End)) { Text(stringResource(words)) }
}

@Composable
private fun Code(link: ShownLink) {
    val matrix = link.qr ?: return
    Box(Modifier.fillMaxWidth(), contentAlignment = Alignment.Center) {
        QrCode(
            matrix,
            stringResource(R.string.my_link_code),
            // On a wide screen a code as large as that would leave room for nothing else.
            Modifier.widthIn(max = 360.dp).fillMaxWidth().testTag("qr"),
        )
    }
}

@Composable
private fun Sharing(state: MyLinkState, actions: MyLinkActions) {
    Button(actions.share, Modifier.fillMaxWidth()) { Text(stringResource(R.string.my_link_share)) }
    OutlinedButton(actions.copyLink, Modifier.fillMaxWidth()) { Text(stringResource(R.string.my_link_copy)) }
    if (state.link?.addresses.orEmpty().any { it.lan }) LanTick(state, actions.tickLan)
}

@Composable
private fun Outcome(said: Said, retry: () -> Unit) {
    val words = when (said) {
        Said.LINK_COPIED -> R.string.my_link_copied
        Said.UID_COPIED -> R.string.my_link_uid_copied
        Said.RENEWED -> R.string.my_link_renewed
        Said.NOT_RENEWED -> R.string.my_link_not_renewed
        Said.NOT_MADE -> R.string.my_link_not_made
        Said.NO_APP -> R.string.my_link_no_app
    }
    Text(
        stringResource(words),
        Modifier.semantics { liveRegion = LiveRegionMode.Polite },
        style = MaterialTheme.typography.bodyMedium,
    )
    if (said == Said.NOT_MADE) Button(retry) { Text(stringResource(R.string.my_link_retry)) }
}

@Composable
private fun Uid(grouped: String, copy: () -> Unit) {
    Column {
        // Below each other where large words have no room side by side.
        FlowRow(
            Modifier.fillMaxWidth(),
            horizontalArrangement = Arrangement.SpaceBetween,
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            Heading(stringResource(R.string.my_link_uid))
            TextButton(copy) { Text(stringResource(R.string.my_link_copy_uid)) }
        }
        UidText(grouped, { stringResource(R.string.my_link_uid_spoken, it) })
        Text(stringResource(R.string.my_link_uid_why), style = MaterialTheme.typography.bodyMedium)
    }
}

@Composable
private fun Renewal(renewing: Boolean, renew: () -> Unit) {
    var asking by rememberSaveable { mutableStateOf(false) }
    Column(verticalArrangement = Arrangement.spacedBy(4.dp)) {
        Heading(stringResource(R.string.my_link_new))
        Text(stringResource(R.string.my_link_new_why), style = MaterialTheme.typography.bodyMedium)
        OutlinedButton({ asking = true }, Modifier.fillMaxWidth(), enabled = !renewing) {
            Text(stringResource(R.string.my_link_new_make))
        }
    }
    if (!asking) return
    AlertDialog(
        onDismissRequest = { asking = false },
        title = { Text(stringResource(R.string.my_link_new_ask)) },
        text = { Text(stringResource(R.string.my_link_new_ask_text), Modifier.verticalScroll(rememberScrollState())) },
        confirmButton = {
            TextButton({
                asking = false
                renew()
            }) { Text(stringResource(R.string.my_link_new_confirm)) }
        },
        dismissButton = { TextButton({ asking = false }) { Text(stringResource(R.string.cancel)) } },
    )
}
