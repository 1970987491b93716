package dev.pure2p.app.ui.common

import androidx.compose.foundation.text.selection.SelectionContainer
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.text.TextStyle
import androidx.compose.ui.text.font.FontFamily
import androidx.compose.ui.text.style.TextDirection

/**
 * A UID in groups, to be compared and selected. [spoken] makes a sentence of what is read out: letter by letter, or it would
 * be read as words that it isn't.
 */
@Composable
fun UidText(
    grouped: String,
    spoken: @Composable (String) -> String,
    modifier: Modifier = Modifier,
    style: TextStyle = MaterialTheme.typography.bodyLarge,
) {
    val words = spoken(spelled(grouped))
    SelectionContainer(modifier) {
        Text(
            grouped,
            Modifier.semantics { contentDescription = words },
            // The first group stays the first one, whatever the language around it.
            style = style.copy(fontFamily = FontFamily.Monospace, textDirection = TextDirection.Ltr),
        )
    }
}

/** "pure 1qxw" as "p u r e, 1 q x w": a breath after each group. */
internal fun spelled(grouped: String): String =
    grouped.split(' ').filter { it.isNotEmpty() }.joinToString(", ") { it.toList().joinToString(" ") }
