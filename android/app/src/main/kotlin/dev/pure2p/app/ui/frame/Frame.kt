package dev.pure2p.app.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.saveable.rememberSaveableStateHolder
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import dev.pure2p.app.Links
import dev.pure2p.app.Pure2pApp
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.localnetwork.LocalNetworkQuestion
import dev.pure2p.app.ui.lock.LockedScreen
import dev.pure2p.app.ui.welcome.Welcome
import kotlinx.coroutines.launch

/** What is on the screen: the lock, or all else. What was on it is found again behind the lock. */
@Composable
fun Frame(app: Pure2pApp, links: Links, mayBeSeen: Boolean, unlock: () -> Unit) {
    val kept = rememberSaveableStateHolder()
    if (mayBeSeen) kept.SaveableStateProvider("content") { Content(app, links) } else LockedScreen(unlock)
}

/** By whether the database is open, and whether it has an account. */
@Composable
private fun Content(app: Pure2pApp, links: Links) {
    val state by app.home.state.collectAsStateWithLifecycle()
    val scope = rememberCoroutineScope()
    when (val now = state) {
        // It takes no time that anybody sees. A sign of waiting would only flash.
        HomeState.Opening -> Unit
        is HomeState.Open -> Opened(app, now.home, links)
        HomeState.KeyLost -> KeyLostScreen { scope.launch { app.home.startAfresh() } }
        is HomeState.Unavailable -> UnavailableScreen(now.problem, app.home::retry)
    }
}

@Composable
private fun Opened(app: Pure2pApp, open: OpenHome, links: Links) {
    val account by open.account.collectAsStateWithLifecycle()
    if (account == null) return Welcome(app.home, open)
    Destinations(app, open, links)
    LocalNetworkQuestion(app.home, app.localNetwork)
}
