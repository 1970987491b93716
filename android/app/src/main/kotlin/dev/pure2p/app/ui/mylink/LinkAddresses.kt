package dev.pure2p.app.ui.mylink

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.Checkbox
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.AddressText
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.Small
import dev.pure2p.core.AddressKind
import dev.pure2p.core.OwnSource

/** Whether a shared text says where this device is in its own network. */
@Composable
internal fun LanTick(state: MyLinkState, tick: (Boolean) -> Unit) {
    Row(
        Modifier.fillMaxWidth().toggleable(state.withLan, role = Role.Checkbox, onValueChange = tick).padding(vertical = 8.dp),
        horizontalArrangement = Arrangement.spacedBy(12.dp),
        // Beside the first of several lines.
        verticalAlignment = Alignment.Top,
    ) {
        Checkbox(state.withLan, onCheckedChange = null)
        Column(Modifier.weight(1f)) {
            Text(stringResource(R.string.my_link_lan), style = MaterialTheme.typography.bodyLarge)
            Small(stringResource(if (state.sharedHasNoAddress) R.string.my_link_lan_none else R.string.my_link_lan_why))
        }
    }
}

/** What whoever has the link gets to know of where this device is. */
@Composable
internal fun Addresses(addresses: List<LinkAddress>) {
    if (addresses.isEmpty()) return
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        Heading(stringResource(R.string.my_link_addresses))
        addresses.forEach { address ->
            // An address and what it is are one thing to whoever listens.
            Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
                AddressText(address.address)
                Small(kindWords(address.kind))
                sourceWords(address.source)?.let { Small(it) }
                if (address.lan) Small(stringResource(R.string.my_link_address_lan))
            }
        }
    }
}

@Composable
private fun kindWords(kind: AddressKind?): String = when (kind) {
    AddressKind.CARRIER -> stringResource(R.string.my_link_kind_carrier)
    AddressKind.IPV4 -> stringResource(R.string.my_link_kind_ipv4)
    AddressKind.IPV6 -> stringResource(R.string.my_link_kind_ipv6)
    AddressKind.LOOPBACK -> stringResource(R.string.my_link_kind_loopback)
    AddressKind.PRIVATE, AddressKind.UNIQUE_LOCAL -> stringResource(R.string.my_link_kind_private)
    null -> stringResource(R.string.my_link_kind_before)
}

/** That it is an interface's own goes without saying. */
@Composable
private fun sourceWords(source: OwnSource?): String? = when (source) {
    OwnSource.ROUTER -> stringResource(R.string.my_link_source_router)
    OwnSource.OBSERVED -> stringResource(R.string.my_link_source_observed)
    OwnSource.INTERFACE, null -> null
}
