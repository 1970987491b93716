package dev.pure2p.app.ui.welcome

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.ui.theme.Pure2pTheme

/** Every state of this screen, by name: what previews show, and what tests look at. */
object WelcomePreviews {
    val states: Map<String, WelcomeState> = mapOf(
        "first" to WelcomeState(),
        "creating" to WelcomeState(creating = true),
        "bad-name" to WelcomeState(problem = WelcomeProblem.BAD_NAME),
        "not-stored" to WelcomeState(problem = WelcomeProblem.OTHER),
        "set-aside" to WelcomeState(setAside = "3.2 MB"),
    )
}

@Composable
private fun Show(state: String) = Pure2pTheme(dynamic = false) { WelcomeScreen(WelcomePreviews.states.getValue(state), {}, {}) }

@Preview
@Composable
private fun First() = Show("first")

@Preview
@Composable
private fun BadName() = Show("bad-name")

@Preview
@Composable
private fun SetAside() = Show("set-aside")
