package dev.pure2p.app.ui.add

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.AddressText
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.UidText
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.AddressKind

/** Who it would be: what is sure, and what they claim. */
@Composable
internal fun Preview(somebody: Entry.Somebody, standing: Standing?) {
    Card(Modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Who(somebody, standing)
            UidText(
                somebody.grouped,
                { stringResource(R.string.add_uid_spoken, it) },
                style = MaterialTheme.typography.bodyMedium,
            )
            if (somebody.addresses.isEmpty()) Small(stringResource(R.string.add_no_addresses))
        }
    }
}

@Composable
private fun Who(somebody: Entry.Somebody, standing: Standing?) {
    Row(horizontalArrangement = Arrangement.spacedBy(16.dp), verticalAlignment = Alignment.Top) {
        Avatar(somebody.uid)
        // Read out when it comes, whatever one was doing: who it is, and what that means.
        Column(
            Modifier.weight(1f).semantics(mergeDescendants = true) { liveRegion = LiveRegionMode.Polite },
            verticalArrangement = Arrangement.spacedBy(2.dp),
        ) {
            val name = somebody.name
            val title = when {
                standing == Standing.Own -> stringResource(R.string.add_you)
                standing is Standing.Known -> isolated(standing.name)
                standing is Standing.Blocked -> isolated(standing.name)
                name != null -> stringResource(R.string.add_claim, isolated(name))
                else -> stringResource(R.string.add_no_name)
            }
            Text(title, Modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
            when (standing) {
                Standing.Own -> Small(stringResource(R.string.add_own))
                is Standing.Known -> Small(stringResource(R.string.add_known, isolated(standing.name)))
                is Standing.Blocked -> Small(stringResource(R.string.add_blocked, isolated(standing.name)))
                Standing.Asking -> Small(stringResource(R.string.add_asking))
                Standing.New, null -> Unit
            }
            if (name != null && (standing == null || standing == Standing.New || standing == Standing.Asking)) {
                Small(stringResource(R.string.add_claim_why))
            }
        }
    }
}

/** Where they say they may be: one line, until somebody wants to know. */
@Composable
internal fun Where(somebody: Entry.Somebody) {
    val addresses = somebody.addresses
    if (addresses.isEmpty()) return
    var shown by rememberSaveable(somebody.uid) { mutableStateOf(false) }
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        // Below each other where large words have no room side by side.
        FlowRow(
            Modifier.fillMaxWidth().clickable(role = Role.Button) { shown = !shown }.heightIn(min = 48.dp).padding(vertical = 8.dp),
            horizontalArrangement = Arrangement.SpaceBetween,
            itemVerticalAlignment = Alignment.CenterVertically,
        ) {
            Text(
                pluralStringResource(R.plurals.add_addresses_many, addresses.size, addresses.size),
                style = MaterialTheme.typography.titleSmall,
            )
            Text(
                stringResource(if (shown) R.string.add_addresses_hide else R.string.add_addresses_show),
                color = MaterialTheme.colorScheme.primary,
                style = MaterialTheme.typography.labelLarge,
            )
        }
        if (shown) Addresses(addresses)
    }
}

@Composable
private fun Addresses(addresses: List<TheirAddress>) {
    Text(stringResource(R.string.add_addresses), Modifier.semantics { heading() }, style = MaterialTheme.typography.titleSmall)
    for (address in addresses) {
        // An address and what it is are one thing to whoever listens.
        Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
            AddressText(address.address)
            Small(stringResource(wordsOf(address.kind)))
        }
    }
}

private fun wordsOf(kind: AddressKind): Int = when (kind) {
    AddressKind.CARRIER -> R.string.add_kind_carrier
    AddressKind.IPV4 -> R.string.add_kind_ipv4
    AddressKind.IPV6 -> R.string.add_kind_ipv6
    AddressKind.LOOPBACK -> R.string.add_kind_loopback
    AddressKind.PRIVATE, AddressKind.UNIQUE_LOCAL -> R.string.add_kind_private
}
