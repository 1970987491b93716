package dev.pure2p.app.ui.contact

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.size
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.material3.TextButton
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.saveable.rememberSaveable
import androidx.compose.runtime.setValue
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.pluralStringResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.AddressText
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.iReachWords
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.common.moment
import dev.pure2p.app.ui.common.scaled
import dev.pure2p.app.ui.common.theyReachWords
import dev.pure2p.core.AddressSource
import dev.pure2p.core.Contact
import dev.pure2p.core.KnownAddress
import dev.pure2p.core.Way
import java.time.Instant

/** Who of the two reaches whom. */
@Composable
internal fun Ways(contact: Contact) {
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        Heading(stringResource(R.string.contact_ways))
        Direction(contact.iReach, iReachWords(contact.iReach), R.string.contact_last_reached, contact.reachedAt)
        Direction(contact.theyReach, theyReachWords(contact.theyReach), R.string.contact_last_came, contact.cameInAt)
        Small(stringResource(R.string.contact_ways_why))
    }
}

@Composable
private fun Direction(way: Way, words: String, last: Int, at: Instant?) {
    // A sign by its form: a tick, a cross, a question mark. The words beside it say the same.
    val (sign, colour) = when (way) {
        is Way.Yes -> R.drawable.ic_tick to MaterialTheme.colorScheme.primary
        is Way.No -> R.drawable.ic_way_no to MaterialTheme.colorScheme.error
        Way.Unknown -> R.drawable.ic_way_unknown to MaterialTheme.colorScheme.onSurfaceVariant
    }
    Row(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}, Arrangement.spacedBy(12.dp)) {
        Icon(painterResource(sign), contentDescription = null, Modifier.padding(top = scaled(2.sp)).size(scaled(20.sp)), tint = colour)
        Column(Modifier.weight(1f)) {
            Text(words, style = MaterialTheme.typography.bodyLarge)
            if (at != null) Small(stringResource(last, moment(at)))
        }
    }
}

/** Where they may be, best first; the best ones, until one asks for all. */
@Composable
internal fun Addresses(contact: Contact, myLink: () -> Unit) {
    val many = contact.addresses
    var all by rememberSaveable { mutableStateOf(false) }
    Column(verticalArrangement = Arrangement.spacedBy(12.dp)) {
        Heading(stringResource(R.string.contact_addresses))
        if (many.isEmpty()) {
            Text(stringResource(R.string.contact_no_address, isolated(contact.name)), style = MaterialTheme.typography.bodyLarge)
            OutlinedButton(myLink) { Text(stringResource(R.string.contact_my_link)) }
        } else {
            Small(stringResource(R.string.contact_addresses_why))
        }
        (if (all) many else many.take(FEW)).forEach { Address(it) }
        if (!all && many.size > FEW) {
            TextButton({ all = true }) { Text(pluralStringResource(R.plurals.contact_all_addresses, many.size, many.size)) }
        }
    }
}

@Composable
private fun Address(known: KnownAddress) {
    val learnt = moment(known.learntAt)
    // An address and what is known of it are one thing to whoever listens.
    Column(Modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) {
        AddressText(known.address)
        Small(
            when (known.source) {
                AddressSource.LINK -> stringResource(R.string.contact_from_link, learnt)
                AddressSource.TOLD -> stringResource(R.string.contact_told, learnt)
            },
        )
        known.workedAt?.let { Small(stringResource(R.string.contact_worked, moment(it))) }
        known.failedAt?.let { Small(stringResource(R.string.contact_failed, moment(it))) }
    }
}

private const val FEW = 4
