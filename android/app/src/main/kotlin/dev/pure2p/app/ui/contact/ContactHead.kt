package dev.pure2p.app.ui.contact

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.text.KeyboardActions
import androidx.compose.foundation.text.KeyboardOptions
import androidx.compose.material3.Button
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.input.ImeAction
import androidx.compose.ui.text.input.KeyboardCapitalization
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.PresenceMark
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.common.presenceWords
import dev.pure2p.app.ui.common.scaled
import dev.pure2p.core.Contact

/** Who it is: the name shown here, the one they give themselves, whether they are here. */
@Composable
internal fun Head(contact: Contact, fixed: Boolean, rename: () -> Unit) {
    Row(horizontalArrangement = Arrangement.spacedBy(16.dp)) {
        Avatar(contact.uid, size = 64.dp)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(4.dp)) {
            // To its end, however long it is: here is the place where one looks.
            Text(contact.name, Modifier.semantics { heading() }, style = MaterialTheme.typography.headlineSmall)
            claim(contact)?.let { Small(it) }
            // While somebody is blocked, nobody looks.
            if (!contact.blocked) {
                Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                    PresenceMark(contact.presence)
                    Text(presenceWords(contact.presence, contact.lastSeen), style = MaterialTheme.typography.bodyLarge)
                }
            }
            if (contact.verified) Verified()
            if (!fixed) OutlinedButton(rename) { Text(stringResource(R.string.contact_rename)) }
        }
    }
}

@Composable
private fun Verified() {
    Row(horizontalArrangement = Arrangement.spacedBy(6.dp), verticalAlignment = Alignment.CenterVertically) {
        Icon(painterResource(R.drawable.ic_tick), contentDescription = null, Modifier.size(scaled(18.sp)), MaterialTheme.colorScheme.primary)
        Text(stringResource(R.string.contact_is_verified), style = MaterialTheme.typography.bodyLarge)
    }
}

/** What they call themselves: nobody has checked it. */
@Composable
private fun claim(contact: Contact): String? = when (val claim = contact.suggestedName) {
    null -> null
    contact.name -> stringResource(R.string.contact_claim_same)
    else -> stringResource(R.string.contact_claim, isolated(claim))
}

/** Where a name of one's own is typed: on the screen and in no window of its own, where a keyboard would cover half of it. */
@OptIn(ExperimentalLayoutApi::class)
@Composable
internal fun Name(contact: Contact, naming: Naming, busy: Boolean, actions: ContactActions) {
    var name by rememberSaveable { mutableStateOf(contact.name) }
    val save = { if (!busy) actions.rename(name) }
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        OutlinedTextField(
            name,
            { name = it },
            Modifier.fillMaxWidth(),
            label = { Text(stringResource(R.string.contact_name)) },
            isError = naming == Naming.REFUSED,
            supportingText = {
                val words = if (naming == Naming.REFUSED) R.string.name_refused else R.string.contact_name_why
                Text(stringResource(words), Modifier.semantics { liveRegion = LiveRegionMode.Polite })
            },
            keyboardOptions = KeyboardOptions(KeyboardCapitalization.Words, imeAction = ImeAction.Done),
            keyboardActions = KeyboardActions { save() },
            singleLine = true,
        )
        FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
            Button(save, enabled = !busy) { Text(stringResource(R.string.contact_name_save)) }
            TextButton(actions.stopNaming) { Text(stringResource(R.string.cancel)) }
        }
    }
}
