package dev.pure2p.app.ui.common

import androidx.compose.foundation.background
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.shape.CircleShape
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.semantics.clearAndSetSemantics
import androidx.compose.ui.text.font.FontWeight
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import dev.pure2p.core.Uid

/** Twelve hues, each with white on it in a contrast of at least 4.5. */
private val Hues = listOf(
    0xFF0B6E69, 0xFF1B5E9B, 0xFF4A4FB0, 0xFF6B3FA0, 0xFF8E2F86, 0xFFA12B5E,
    0xFFA8332F, 0xFF94440F, 0xFF7A5200, 0xFF57610F, 0xFF2E6B2A, 0xFF4A5A64,
).map { Color(it) }

/** Which hue a UID has: the same on every device, and another for somebody who only took the name. */
internal fun hueOf(uid: Uid): Int = uid.sumOf { it.code } % Hues.size

/** Two characters of a UID, behind what all UIDs begin with. */
internal fun initialsOf(uid: Uid): String = uid.removePrefix("pure1").take(2).uppercase()

/** A person's sign, made of the UID. Says nothing: the name stands beside it. */
@Composable
fun Avatar(uid: Uid, modifier: Modifier = Modifier, size: Dp = 44.dp) {
    Box(
        modifier.size(size).background(Hues[hueOf(uid)], CircleShape).clearAndSetSemantics {},
        contentAlignment = Alignment.Center,
    ) {
        // It must fit the circle, also where people read large.
        val text = with(LocalDensity.current) { (size * 0.36f).toSp() }
        Text(initialsOf(uid), color = Color.White, fontSize = text, fontWeight = FontWeight.Medium)
    }
}
