package dev.pure2p.app.ui.reach

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ExperimentalLayoutApi
import androidx.compose.foundation.layout.FlowRow
import androidx.compose.foundation.layout.PaddingValues
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyColumn
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.Button
import androidx.compose.material3.Card
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedButton
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.testTag
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.semantics.stateDescription
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.Below
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.PresenceMark
import dev.pure2p.app.ui.common.Small
import dev.pure2p.app.ui.common.StaleNotice
import dev.pure2p.app.ui.common.iReachWords
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.common.moment
import dev.pure2p.app.ui.common.presenceWords
import dev.pure2p.app.ui.common.theyReachWords
import dev.pure2p.core.Contact
import dev.pure2p.core.ReachedBy
import dev.pure2p.core.Uid
import dev.pure2p.core.Way

/** Whether this device can be reached: what it knows of that, and nothing that it only hopes. */
@Composable
fun ReachScreen(state: ReachScreenState, actions: ReachActions) {
    Below(stringResource(R.string.reach_title), actions.back) { modifier ->
        Column(modifier.fillMaxSize()) {
            if (state.stale) StaleNotice(stringResource(R.string.reach_stale), stringResource(R.string.reach_retry), actions.retry)
            Report(state, actions)
        }
    }
}

@Composable
private fun Report(state: ReachScreenState, actions: ReachActions) {
    val came = state.reach.reachedBy.mapNotNull { who -> state.people.firstOrNull { it.uid == who.uid }?.let { who to it } }
    LazyColumn(
        Modifier.fillMaxSize().testTag("reach"),
        contentPadding = PaddingValues(16.dp),
        verticalArrangement = Arrangement.spacedBy(12.dp),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        item("truth") { Wide { Truth(state, actions) } }
        if (state.door == Door.OPEN) {
            item("facts") { Wide(12) { Facts(state.reach) } }
            item("came in") { Wide(12) { CameIn(came) } }
        }
        if (state.people.isNotEmpty()) {
            item("pairs") { Wide(12) { Heading(stringResource(R.string.reach_pairs)) } }
            // As many as there are people: only those on the screen are drawn.
            items(state.people, key = { it.uid }) { person -> Wide { Both(person, actions.contact) } }
        }
    }
}

/** As wide as one can read. */
@Composable
private fun Wide(above: Int = 0, content: @Composable () -> Unit) {
    Column(Modifier.widthIn(max = 560.dp).fillMaxWidth().padding(top = above.dp)) { content() }
}

@OptIn(ExperimentalLayoutApi::class)
@Composable
private fun Truth(state: ReachScreenState, actions: ReachActions) {
    Card(Modifier.fillMaxWidth()) {
        Column(Modifier.padding(16.dp), verticalArrangement = Arrangement.spacedBy(12.dp)) {
            Text(
                truthWords(state),
                Modifier.semantics {
                    heading()
                    liveRegion = LiveRegionMode.Polite
                },
                style = MaterialTheme.typography.titleLarge,
            )
            adviceWords(state).forEach { Text(it, style = MaterialTheme.typography.bodyLarge) }
            FlowRow(horizontalArrangement = Arrangement.spacedBy(12.dp)) {
                val open = state.door == Door.OPEN
                if (open || state.door.isShut) {
                    Button(actions.check, enabled = state.check != Check.LOOKING) {
                        Text(stringResource(if (open) R.string.reach_check else R.string.reach_open_now))
                    }
                }
                if (state.settingsHelp) {
                    OutlinedButton(actions.settings) { Text(stringResource(R.string.reach_settings)) }
                }
                if (state.systemSettingsHelp) {
                    OutlinedButton(actions.systemSettings) { Text(stringResource(R.string.reach_system_settings)) }
                }
            }
            state.check?.let { Checked(it) }
        }
    }
}

private val Door.isShut get() = this == Door.STILL_OPEN || this == Door.PORT_TAKEN || this == Door.FAILED

@Composable
private fun Checked(check: Check) {
    val words = when (check) {
        Check.LOOKING -> R.string.reach_check_looking
        Check.LOOKED -> R.string.reach_check_looked
        Check.FAILED -> R.string.reach_check_failed
    }
    Small(stringResource(words), Modifier.semantics { liveRegion = LiveRegionMode.Polite })
}

/** Who truly came in, the latest first. */
@Composable
private fun CameIn(came: List<Pair<ReachedBy, Contact>>) {
    Column(verticalArrangement = Arrangement.spacedBy(8.dp)) {
        Heading(stringResource(R.string.reach_came_in))
        if (came.isEmpty()) Text(stringResource(R.string.reach_nobody_came), style = MaterialTheme.typography.bodyLarge)
        came.forEach { (who, person) ->
            val words = if (who.outside) R.string.reach_came_outside else R.string.reach_came_near
            Text(stringResource(words, isolated(person.name), moment(who.at)), style = MaterialTheme.typography.bodyLarge)
        }
    }
}

/** Who of the two reaches whom. A tap leads to the person. */
@Composable
private fun Both(person: Contact, open: (Uid) -> Unit) {
    val presence = presenceWords(person.presence, person.lastSeen)
    Row(
        Modifier.fillMaxWidth()
            // What the sign before the name says to the eye.
            .semantics { stateDescription = presence }
            .clickable(onClickLabel = stringResource(R.string.reach_show_contact, isolated(person.name))) { open(person.uid) }
            .heightIn(min = 56.dp)
            .padding(vertical = 8.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
    ) {
        Avatar(person.uid, size = 40.dp)
        Column(Modifier.weight(1f), verticalArrangement = Arrangement.spacedBy(2.dp)) {
            Row(horizontalArrangement = Arrangement.spacedBy(8.dp), verticalAlignment = Alignment.CenterVertically) {
                PresenceMark(person.presence)
                Text(person.name, style = MaterialTheme.typography.bodyLarge)
            }
            if (person.iReach == Way.Unknown && person.theyReach == Way.Unknown) {
                Small(stringResource(R.string.reach_pair_unknown))
            } else {
                Small(iReachWords(person.iReach))
                Small(theyReachWords(person.theyReach))
            }
        }
    }
}
