package dev.pure2p.app.ui.frame

import androidx.compose.foundation.layout.Arrangement
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.WindowInsets
import androidx.compose.foundation.layout.WindowInsetsSides
import androidx.compose.foundation.layout.consumeWindowInsets
import androidx.compose.foundation.layout.fillMaxSize
import androidx.compose.foundation.layout.only
import androidx.compose.foundation.layout.padding
import androidx.compose.foundation.layout.safeDrawing
import androidx.compose.foundation.layout.safeDrawingPadding
import androidx.compose.foundation.layout.size
import androidx.compose.foundation.layout.width
import androidx.compose.material3.Icon
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.Text
import androidx.compose.material3.VerticalDivider
import androidx.compose.runtime.Composable
import androidx.compose.runtime.staticCompositionLocalOf
import androidx.compose.ui.Alignment
import androidx.compose.ui.Modifier
import androidx.compose.ui.platform.LocalDensity
import androidx.compose.ui.platform.LocalWindowInfo
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.res.stringResource
import androidx.compose.ui.text.style.TextAlign
import androidx.compose.ui.unit.Dp
import androidx.compose.ui.unit.dp
import dev.pure2p.app.R

/** Whether the chats stand beside what is shown. */
val LocalTwoPanes = staticCompositionLocalOf { false }

/** How wide the chats are in two panes; nothing if this window is one. */
@Composable
internal fun panes(): Dp? {
    val window = LocalWindowInfo.current.containerSize
    return with(LocalDensity.current) { panes(window.width.toDp(), window.height.toDp(), fontScale) }
}

/** Two from the width of a tablet on its side; in less only where that is no phone on its side, and letters aren't large. */
internal fun panes(width: Dp, height: Dp, fontScale: Float): Dp? {
    val landscape = width >= 600.dp && width > height && height >= 480.dp && fontScale <= 1.3f
    return (width * 0.38f).coerceIn(280.dp, 400.dp).takeIf { width >= 840.dp || landscape }
}

/** The chats beside whatever else is open, or that alone. */
@Composable
internal fun Panes(width: Dp?, chats: @Composable () -> Unit, beside: @Composable () -> Unit) {
    Row(Modifier.fillMaxSize()) {
        if (width != null) {
            Box(Modifier.width(width).consumeWindowInsets(inner(WindowInsetsSides.End))) { chats() }
            VerticalDivider()
        }
        val taken = if (width == null) Modifier else Modifier.consumeWindowInsets(inner(WindowInsetsSides.Start))
        Box(Modifier.weight(1f).then(taken)) { beside() }
    }
}

// A camera or a bar at one edge of the window takes no room in the pane at the other.
@Composable
private fun inner(side: WindowInsetsSides) = WindowInsets.safeDrawing.only(side)

/** Beside the chats, as long as nothing else is. */
@Composable
internal fun NothingBeside() {
    Column(
        Modifier.fillMaxSize().safeDrawingPadding().padding(24.dp),
        verticalArrangement = Arrangement.spacedBy(16.dp, Alignment.CenterVertically),
        horizontalAlignment = Alignment.CenterHorizontally,
    ) {
        Icon(
            painterResource(R.drawable.mark),
            contentDescription = null,
            Modifier.size(72.dp),
            tint = MaterialTheme.colorScheme.outlineVariant,
        )
        Text(
            stringResource(R.string.panes_nothing),
            color = MaterialTheme.colorScheme.onSurfaceVariant,
            style = MaterialTheme.typography.bodyLarge,
            textAlign = TextAlign.Center,
        )
    }
}
