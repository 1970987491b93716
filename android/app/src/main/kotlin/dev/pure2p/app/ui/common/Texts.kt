package dev.pure2p.app.ui.common

import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.heading
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.style.TextDirection

/** The heading of a part of a screen: whoever only hears it can go from one to the next. */
@Composable
internal fun Heading(text: String, modifier: Modifier = Modifier) {
    Text(text, modifier.semantics { heading() }, style = MaterialTheme.typography.titleMedium)
}

/** What is said beside something else, less loudly. */
@Composable
internal fun Small(text: String, modifier: Modifier = Modifier) {
    Text(text, modifier, color = MaterialTheme.colorScheme.onSurfaceVariant, style = MaterialTheme.typography.bodyMedium)
}

/** An address as it is typed, in every language. */
@Composable
internal fun AddressText(address: String, modifier: Modifier = Modifier) {
    Text(
        address,
        modifier,
        style = MaterialTheme.typography.bodyLarge.copy(fontFamily = FontFamily.Monospace, textDirection = TextDirection.Ltr),
    )
}

/** Somebody's name in a sentence of ours: whichever way it is written, it turns none of our words around. */
internal fun isolated(name: String): String = "\u2068$name\u2069"

/** An address in a sentence: it reads from left to right, whichever way the sentence does. */
internal fun address(text: String): String = "\u2066$text\u2069"
