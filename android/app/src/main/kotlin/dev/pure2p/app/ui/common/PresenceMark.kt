package dev.pure2p.app.ui.common

import androidx.compose.foundation.Canvas
import androidx.compose.foundation.layout.size
import androidx.compose.material3.MaterialTheme
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.graphics.PathEffect
import androidx.compose.ui.graphics.drawscope.Fill
import androidx.compose.ui.graphics.drawscope.Stroke
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import dev.pure2p.app.R
import dev.pure2p.core.Presence
import java.time.Instant

/** Presence as a form: filled, hollow, dashed. The words stand beside it. */
@Composable
fun PresenceMark(presence: Presence, modifier: Modifier = Modifier) {
    val colors = MaterialTheme.colorScheme
    val color = if (presence == Presence.HERE) colors.primary else colors.onSurfaceVariant
    Canvas(modifier.size(scaled(10.sp))) {
        val width = 1.5.dp.toPx()
        val style = when (presence) {
            Presence.HERE -> Fill
            Presence.WAS_HERE -> Stroke(width)
            Presence.NOT_MET -> Stroke(width, pathEffect = PathEffect.dashPathEffect(floatArrayOf(width * 1.6f, width * 1.4f)))
        }
        val inset = if (style == Fill) 0f else width / 2
        drawCircle(color, radius = size.minDimension / 2 - inset, style = style)
    }
}

/** Presence in words: "here now", "was here 14:02", "not met yet". */
@Composable
fun presenceWords(presence: Presence, lastSeen: Instant?): String = when (presence) {
    Presence.HERE -> stringResource(R.string.presence_here)
    Presence.WAS_HERE ->
        if (lastSeen == null) stringResource(R.string.presence_was_here)
        else stringResource(R.string.presence_was_here_at, moment(lastSeen))
    Presence.NOT_MET -> stringResource(R.string.presence_not_met)
}
