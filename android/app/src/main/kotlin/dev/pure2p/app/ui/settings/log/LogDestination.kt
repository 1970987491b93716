package dev.pure2p.app.ui.settings.log

import android.content.ActivityNotFoundException
import android.content.Context
import android.content.Intent
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.compose.ui.res.stringResource
import androidx.lifecycle.compose.LifecycleStartEffect
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.R
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.clearLog
import dev.pure2p.core.logLines

/** This page's place in the app. */
fun NavGraphBuilder.log(go: Navigator) {
    composable(Routes.LOG) { Log(go) }
}

/** The log of this process, as the core redacts it. */
@Composable
private fun Log(go: Navigator) {
    var state by remember { mutableStateOf(LogState(null)) }
    val context = LocalContext.current
    val title = stringResource(R.string.log_share)
    // Not while it is looked at: what is shared is what was read.
    LifecycleStartEffect(Unit) {
        state = shareable(logLines())
        onStopOrDispose {}
    }
    LogScreen(
        state,
        LogActions(
            back = go::back,
            share = { state = state.copy(noApp = !context.share(state.lines.orEmpty(), title)) },
            clear = {
                clearLog()
                state = shareable(logLines())
            },
        ),
    )
}

/**
 * The newest lines, as many as can be handed to another app at once: the system carries some hundred kilobytes in all, copies
 * them several times on the way, and ends the app if it is more.
 */
internal fun shareable(lines: List<String>): LogState {
    var room = MOST
    val kept = lines.takeLastWhile { line ->
        room -= line.length + 1
        room >= 0
    }
    return LogState(kept, shortened = kept.size < lines.size)
}

/** Whether there is an app to share with. */
private fun Context.share(lines: List<String>, title: String): Boolean = try {
    val send = Intent(Intent.ACTION_SEND).setType("text/plain").putExtra(Intent.EXTRA_TEXT, lines.joinToString("\n"))
    startActivity(Intent.createChooser(send, title))
    true
} catch (_: ActivityNotFoundException) {
    false
}

/** Characters, of two bytes each on their way. */
internal const val MOST = 50_000
