package dev.pure2p.app.ui.reach

import androidx.compose.runtime.Composable
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.Lifecycle
import androidx.lifecycle.compose.LifecycleEventEffect
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.navigation.NavGraphBuilder
import androidx.navigation.compose.composable
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.common.openSystemSettings
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.core.MessengerException
import dev.pure2p.messenger.ForegroundState
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.launch
import kotlinx.coroutines.withContext

/** This screen's place in the app. [localNetworkAllowed]: as the system says; nothing where it asks nobody. */
fun NavGraphBuilder.reach(open: OpenHome, go: Navigator, localNetworkAllowed: () -> Boolean? = { null }) {
    composable(Routes.REACH) { Reach(open, go, localNetworkAllowed) }
}

/** Who can reach this device, over the real thing. */
@Composable
private fun Reach(open: OpenHome, go: Navigator, localNetworkAllowed: () -> Boolean?) {
    val foreground by open.foreground.state.collectAsStateWithLifecycle()
    val reach by open.screens.reachability.state.collectAsStateWithLifecycle()
    val failure by open.screens.reachability.failure.collectAsStateWithLifecycle()
    val chats by open.screens.chatList.state.collectAsStateWithLifecycle()
    val scope = rememberCoroutineScope()
    val context = LocalContext.current
    var asksRouter by remember { mutableStateOf(true) }
    var forbidden by remember { mutableStateOf(false) }
    var check by remember { mutableStateOf<Check?>(null) }

    // On coming back from the settings, this app's or the system's, it may be otherwise.
    LifecycleEventEffect(Lifecycle.Event.ON_RESUME) { forbidden = localNetworkAllowed() == false }
    LaunchedEffect(reach) {
        try {
            asksRouter = open.messenger.settings().askRouter
        } catch (_: MessengerException) {
            // The holder notices by itself that the database does not answer, and the screen says so.
        }
    }
    ReachScreen(
        ReachScreenState(
            door = doorOf(foreground, reach),
            reach = reach,
            people = remember(chats) { chats.map { it.contact } },
            asksRouter = asksRouter,
            localNetworkForbidden = forbidden,
            stale = failure != null,
            check = check,
        ),
        ReachActions(
            back = go::back,
            check = {
                if (foreground is ForegroundState.Failed) {
                    open.foreground.start()
                } else {
                    check = Check.LOOKING
                    scope.launch {
                        check = try {
                            withContext(Dispatchers.Default) { open.messenger.wokeUp() }
                            open.screens.reachability.refresh()
                            Check.LOOKED
                        } catch (_: MessengerException) {
                            Check.FAILED
                        }
                    }
                }
            },
            settings = go::toSettings,
            systemSettings = { context.openSystemSettings() },
            contact = go::toContact,
            retry = open.screens.reachability::refresh,
        ),
    )
}
