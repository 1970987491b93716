package dev.pure2p.app.ui.contact

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.rememberScrollState
import androidx.compose.foundation.selection.toggleable
import androidx.compose.foundation.verticalScroll
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Ask
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.QrCode
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.UidText
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState

/** What both compare when they meet, by eye or by a code, and that they did. */
@Composable
internal fun SafetyNumber(
    contact: Contact,
    safety: Safety,
    canScan: Boolean,
    refused: @Composable () -> Unit,
    busy: Boolean,
    actions: ContactActions,
) {
    val name = isolated(contact.name)
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        Heading(stringResource(R.string.contact_safety))
        if (contact.state == ContactState.BOUND) Text(stringResource(R.string.contact_bound), style = MaterialTheme.typography.bodyLarge)
        Text(stringResource(R.string.contact_safety_how, name), style = MaterialTheme.typography.bodyLarge)
        // Read out digit by digit: nobody compares numbers of five figures by ear.
        UidText(
            safety.digits,
            { stringResource(R.string.contact_safety_spoken, it) },
            Modifier.testTag("safety number"),
            style = MaterialTheme.typography.titleLarge,
        )
        Box(Modifier.fillMaxWidth(), contentAlignment = Alignment.Center) {
            QrCode(
                safety.qr,
                stringResource(R.string.contact_safety_code, name),
                Modifier.widthIn(max = 240.dp).fillMaxWidth().testTag("safety code"),
            )
        }
        if (canScan) {
            Button(actions.scan, Modifier.fillMaxWidth()) { Text(stringResource(R.string.contact_scan)) }
            refused()
        }
        VerifiedMark(contact.verified, busy, actions.setVerified)
    }
}

@Composable
private fun VerifiedMark(verified: Boolean, busy: Boolean, set: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth()
            .toggleable(verified, enabled = !busy, role = Role.Switch, onValueChange = set)
            .heightIn(min = 56.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text(stringResource(R.string.contact_verified), style = MaterialTheme.typography.bodyLarge)
            Small(stringResource(if (verified) R.string.contact_verified_yes else R.string.contact_verified_no))
        }
        Switch(verified, onCheckedChange = null, enabled = !busy)
    }
}

/** What a scanned code means. In front of all else: whoever scans wants to know just this. */
@Composable
internal fun Compared(comparison: Comparison, contact: Contact, canScan: Boolean, actions: ContactActions) {
    val name = isolated(contact.name)
    val done = actions.compared
    val set = { verified: Boolean ->
        done()
        actions.setVerified(verified)
    }
    when (comparison) {
        Comparison.SAME ->
            if (contact.verified) {
                Told(stringResource(R.string.contact_same), stringResource(R.string.contact_same_already, name), done)
            } else {
                Ask(
                    stringResource(R.string.contact_same),
                    stringResource(R.string.contact_same_text, name),
                    stringResource(R.string.contact_verify),
                    cancel = done,
                    no = stringResource(R.string.contact_not_now),
                ) { set(true) }
            }
        Comparison.OTHER ->
            if (contact.verified) {
                Ask(
                    stringResource(R.string.contact_other),
                    stringResource(R.string.contact_other_text, name),
                    stringResource(R.string.contact_unverify),
                    cancel = done,
                    no = stringResource(R.string.contact_close),
                ) { set(false) }
            } else {
                Told(stringResource(R.string.contact_other), stringResource(R.string.contact_other_text, name), done)
            }
        Comparison.NO_CODE -> {
            val text = stringResource(R.string.contact_no_code_text, name)
            if (!canScan) return Told(stringResource(R.string.contact_no_code), text, done)
            Ask(stringResource(R.string.contact_no_code), text, stringResource(R.string.contact_scan_again), cancel = done) {
                done()
                actions.scan()
            }
        }
    }
}

@Composable
private fun Told(title: String, text: String, close: () -> Unit) {
    AlertDialog(
        onDismissRequest = close,
        title = { Text(title) },
        text = { Text(text, Modifier.verticalScroll(rememberScrollState())) },
        confirmButton = { TextButton(close) { Text(stringResource(R.string.contact_close)) } },
    )
}
