package dev.pure2p.app.ui.frame

import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.rememberCoroutineScope
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import dev.pure2p.app.Links
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.ui.welcome.Welcome
import kotlinx.coroutines.launch

/** What is on the screen: by whether the database is open, and whether it has an account. */
@Composable
fun Frame(home: Home, links: Links) {
    val state by home.state.collectAsStateWithLifecycle()
    val scope = rememberCoroutineScope()
    when (val now = state) {
        // It takes no time that anybody sees. A sign of waiting would only flash.
        HomeState.Opening -> Unit
        is HomeState.Open -> Opened(home, now.home, links)
        HomeState.KeyLost -> KeyLostScreen { scope.launch { home.startAfresh() } }
        is HomeState.Unavailable -> UnavailableScreen(now.problem, home::retry)
    }
}

@Composable
private fun Opened(home: Home, open: OpenHome, links: Links) {
    val account by open.account.collectAsStateWithLifecycle()
    if (account == null) Welcome(home, open) else Destinations(home, open, links)
}
