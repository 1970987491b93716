package dev.pure2p.app.ui.settings

import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.ColumnScope
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.fillMaxWidth
import androidx.compose.foundation.layout.heightIn
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.selection.selectable
import androidx.compose.foundation.selection.toggleable
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.RadioButton
import androidx.compose.material3.Switch
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.Role
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.liveRegion
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.unit.dp
import dev.pure2p.app.ui.common.Small

/** What belongs together, under its name. */
@Composable
internal fun Section(title: String, content: @Composable ColumnScope.() -> Unit) {
    Column(Modifier.fillMaxWidth().padding(bottom = 16.dp)) {
        Text(
            title,
            Modifier.padding(16.dp, 8.dp).semantics { heading() },
            color = MaterialTheme.colorScheme.primary,
            style = MaterialTheme.typography.titleSmall,
        )
        content()
    }
}

/** On or off. A [refusal] is read out when it comes. */
@Composable
internal fun SwitchRow(
    title: String,
    why: String,
    on: Boolean,
    enabled: Boolean = true,
    refusal: String? = null,
    change: (Boolean) -> Unit,
) {
    Column {
        Row(
            Modifier
                .fillMaxWidth()
                .toggleable(on, enabled, Role.Switch, onValueChange = change)
                .padding(16.dp, 12.dp),
            horizontalArrangement = Arrangement.spacedBy(16.dp),
            verticalAlignment = Alignment.CenterVertically,
        ) {
            Words(title, why, Modifier.weight(1f), enabled)
            Switch(on, onCheckedChange = null, enabled = enabled)
        }
        if (refusal != null) Refused(refusal, Modifier.padding(horizontal = 16.dp))
    }
}

/** Leads somewhere. [below] says what is so, and what it is for. */
@Composable
internal fun GoRow(title: String, vararg below: String, color: Color = Color.Unspecified, go: () -> Unit) {
    Row(
        Modifier
            .fillMaxWidth()
            .clickable(role = Role.Button, onClick = go)
            .heightIn(min = 56.dp)
            .padding(16.dp, 12.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        Column(Modifier.weight(1f)) {
            Text(title, color = color, style = MaterialTheme.typography.bodyLarge)
            below.forEach { Small(it) }
        }
    }
}

/** Says something, and leads nowhere: one stop for whoever listens. */
@Composable
internal fun SaysRow(title: String, below: String, modifier: Modifier = Modifier) {
    Row(modifier.fillMaxWidth().semantics(mergeDescendants = true) {}) { Words(title, below) }
}

/** One of several. */
@Composable
internal fun ChoiceRow(title: String, chosen: Boolean, choose: () -> Unit) {
    Row(
        Modifier
            .fillMaxWidth()
            .selectable(chosen, role = Role.RadioButton, onClick = choose)
            .heightIn(min = 48.dp)
            .padding(horizontal = 16.dp),
        horizontalArrangement = Arrangement.spacedBy(16.dp),
        verticalAlignment = Alignment.CenterVertically,
    ) {
        RadioButton(chosen, onClick = null)
        Text(title, style = MaterialTheme.typography.bodyLarge)
    }
}

/** Why something is as it was. */
@Composable
internal fun Refused(words: String, modifier: Modifier = Modifier) {
    Text(
        words,
        modifier.semantics { liveRegion = LiveRegionMode.Polite },
        color = MaterialTheme.colorScheme.error,
        style = MaterialTheme.typography.bodyMedium,
    )
}

@Composable
private fun Words(title: String, why: String, modifier: Modifier = Modifier, enabled: Boolean = true) {
    Column(modifier) {
        // Off for good is seen by the title. Why it is so must be as readable as anything.
        val dim = if (enabled) Color.Unspecified else MaterialTheme.colorScheme.onSurfaceVariant
        Text(title, color = dim, style = MaterialTheme.typography.bodyLarge)
        Small(why)
    }
}

/** One of a list. */
@Composable
internal fun Point(text: String, style: TextStyle = MaterialTheme.typography.bodyLarge) {
    Row(Modifier.padding(start = 8.dp), horizontalArrangement = Arrangement.spacedBy(8.dp)) {
        Text("•", Modifier.clearAndSetSemantics {}, style = style)
        Text(text, style = style)
    }
}
