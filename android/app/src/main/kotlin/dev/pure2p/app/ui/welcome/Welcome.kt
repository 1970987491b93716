package dev.pure2p.app.ui.welcome

import android.text.format.Formatter
import androidx.compose.runtime.Composable
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.rememberCoroutineScope
import androidx.compose.runtime.setValue
import androidx.compose.ui.platform.LocalContext
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import dev.pure2p.app.home.Home
import dev.pure2p.app.home.OpenHome
import dev.pure2p.core.MessengerException
import kotlinx.coroutines.launch

/** The first screen, over the real thing. */
@Composable
fun Welcome(home: Home, open: OpenHome) {
    val setAside by home.setAside.collectAsStateWithLifecycle()
    val scope = rememberCoroutineScope()
    var state by remember { mutableStateOf(WelcomeState()) }
    val context = LocalContext.current
    WelcomeScreen(
        state.copy(setAside = setAside?.let { Formatter.formatShortFileSize(context, it) }),
        create = { name ->
            state = WelcomeState(creating = true)
            // The app's own scope: whoever turns the device in this moment gets an account all the same.
            open.scope.launch {
                val problem = try {
                    open.createAccount(name)
                    null
                } catch (error: MessengerException) {
                    if (error is MessengerException.BadName) WelcomeProblem.BAD_NAME else WelcomeProblem.OTHER
                }
                state = WelcomeState(problem = problem)
            }
        },
        deleteSetAside = { scope.launch { home.deleteSetAside() } },
    )
}
