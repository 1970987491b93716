package dev.pure2p.app.ui.reach

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.AddressText
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.address
import dev.pure2p.core.AddressKind
import dev.pure2p.core.OwnAddress
import dev.pure2p.core.OwnSource
import dev.pure2p.core.Reach
import dev.pure2p.core.RouterProtocol
import dev.pure2p.core.RouterRefusal
import dev.pure2p.core.RouterSaid
import dev.pure2p.core.RouterState

/** What the truth was concluded from: where this app listens, where contacts are told to find it, what the router said. */
@Composable
internal fun Facts(reach: Reach) {
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        Heading(stringResource(R.string.reach_facts))
        Fact(
            if (reach.listening.isEmpty()) stringResource(R.string.reach_not_listening)
            else stringResource(R.string.reach_listening, all(reach.listening)),
        )
        if (reach.addresses.isEmpty()) Fact(stringResource(R.string.reach_no_address))
        reach.addresses.forEach { Own(it) }
        routerWords(reach.router)?.let { Fact(stringResource(R.string.reach_router, it)) }
        routerWords(reach.routerV6)?.let { Fact(stringResource(R.string.reach_router_v6, it)) }
        if (reach.seenAs.isNotEmpty()) Fact(stringResource(R.string.reach_seen_as, all(reach.seenAs)))
    }
}

@Composable
private fun Fact(words: String) {
    Text(words, style = MaterialTheme.typography.bodyLarge)
}

@Composable
private fun Own(own: OwnAddress) {
    val kind = when (own.kind) {
        AddressKind.CARRIER -> R.string.reach_kind_carrier
        AddressKind.IPV4 -> R.string.reach_kind_ipv4
        AddressKind.IPV6 -> R.string.reach_kind_ipv6
        AddressKind.LOOPBACK -> R.string.reach_kind_loopback
        AddressKind.PRIVATE, AddressKind.UNIQUE_LOCAL -> R.string.reach_kind_private
    }
    val source = when (own.source) {
        OwnSource.INTERFACE -> R.string.reach_source_interface
        OwnSource.OBSERVED -> R.string.reach_source_observed
        OwnSource.ROUTER -> R.string.reach_source_router
    }
    // An address and what it is are one thing to whoever listens.
    Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
        AddressText(own.address)
        Small(stringResource(R.string.reach_kind_and_source, stringResource(kind), stringResource(source)))
    }
}

/** What the router said, unless it was not asked. */
@Composable
private fun routerWords(said: RouterSaid): String? {
    val protocol = when (said.protocol) {
        RouterProtocol.NAT_PMP -> " (NAT-PMP)"
        RouterProtocol.PCP -> " (PCP)"
        RouterProtocol.UPNP -> " (UPnP)"
        null -> ""
    }
    return when (said.state) {
        RouterState.NOT_ASKED -> null
        RouterState.NOT_FOUND -> stringResource(R.string.reach_router_not_found)
        RouterState.OPENED ->
            if (said.opened.isEmpty()) stringResource(R.string.reach_router_opened, protocol)
            else stringResource(R.string.reach_router_opened_at, all(said.opened), protocol)
        RouterState.REFUSED -> when (val why = said.refusal) {
            null -> stringResource(R.string.reach_router_said_no, protocol)
            else -> stringResource(R.string.reach_router_said_no_why, protocol, stringResource(refusal(why)))
        }
        RouterState.SEARCHING -> stringResource(R.string.reach_router_searching)
        RouterState.SECOND_ROUTER -> when (val outside = said.outside) {
            null -> stringResource(R.string.reach_router_second, protocol)
            else -> stringResource(R.string.reach_router_second_at, protocol, address(outside))
        }
    }
}

private fun refusal(refusal: RouterRefusal): Int = when (refusal) {
    RouterRefusal.CONFLICT -> R.string.reach_refusal_conflict
    RouterRefusal.DISABLED -> R.string.reach_refusal_disabled
    RouterRefusal.FIREWALL_OFF -> R.string.reach_refusal_firewall_off
    RouterRefusal.LEASE_TOO_SHORT -> R.string.reach_refusal_lease_too_short
    RouterRefusal.MISBEHAVES -> R.string.reach_refusal_misbehaves
    RouterRefusal.NETWORK_FAILURE -> R.string.reach_refusal_network_failure
    RouterRefusal.NO_RESOURCES -> R.string.reach_refusal_no_resources
    RouterRefusal.NOT_AUTHORISED -> R.string.reach_refusal_not_authorised
    RouterRefusal.OTHER -> R.string.reach_refusal_other
    RouterRefusal.UNSUPPORTED -> R.string.reach_refusal_unsupported
}

private fun all(addresses: List<String>): String = addresses.joinToString(", ") { address(it) }
