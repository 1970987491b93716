package dev.pure2p.app.ui.requests

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.widthIn
import androidx.compose.foundation.lazy.LazyListScope
import androidx.compose.foundation.lazy.items
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.Avatar
import dev.pure2p.app.ui.common.Heading
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.core.Contact
import dev.pure2p.core.Uid

/** Whom the person has blocked, below those who ask: the way back to them. */
internal fun LazyListScope.blocked(people: List<Contact>, open: (Uid) -> Unit) {
    if (people.isEmpty()) return
    item(key = "blocked") {
        Heading(stringResource(R.string.requests_blocked_people), Modifier.widthIn(max = 600.dp).fillMaxWidth().padding(top = 12.dp))
    }
    items(people, key = { "blocked ${it.uid}" }) { person -> Blocked(person) { open(person.uid) } }
}

@Composable
private fun Blocked(person: Contact, open: () -> Unit) {
    Row(
        Modifier.widthIn(max = 600.dp)
            .fillMaxWidth()
            .clickable(onClickLabel = stringResource(R.string.requests_show_blocked, isolated(person.name)), onClick = open)
            .heightIn(min = 56.dp)
            .padding(vertical = 8.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Avatar(person.uid, size = 40.dp)
        Text(person.name, Modifier.weight(1f), style = MaterialTheme.typography.bodyLarge)
    }
}
