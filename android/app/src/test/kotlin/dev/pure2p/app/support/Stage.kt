package dev.pure2p.app.support

import android.content.Context
import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.key
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isEnabled
import androidx.compose.ui.test.junit4.AndroidComposeTestRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.performSemanticsAction
import androidx.test.core.app.ApplicationProvider
import dev.pure2p.app.ui.Gallery
import dev.pure2p.app.ui.Screen

/** Shows one thing of the gallery after another. One activity for all: to start one takes longer than to show ten states. */
class Stage(private val rule: AndroidComposeTestRule<*, ComponentActivity>) {
    private val context = ApplicationProvider.getApplicationContext<Context>()
    private var shown by mutableStateOf<Pair<Screen<*>, String>?>(null)

    /**
     * Shows all these states of all these screens; and of each screen what a tap on an asking button leads to, as a state of
     * its own with `-ask` behind its name.
     */
    fun tour(
        screens: List<Screen<*>> = Gallery.screens,
        states: (Screen<*>) -> Collection<String> = { it.states.keys },
        ask: Boolean = true,
        visit: (screen: Screen<*>, state: String) -> Unit,
    ) {
        rule.setContent { shown?.let { (screen, state) -> key(screen, state) { screen.Show(state) } } }
        for (screen in screens) {
            val asking = screen.asking.filter { ask }.map(context::getString).toMutableList()
            for (state in states(screen)) {
                shown = screen to state
                rule.waitForIdle()
                visit(screen, state)
                val words = asking.firstOrNull { rule.onAllNodes(button(it)).fetchSemanticsNodes().isNotEmpty() } ?: continue
                asking -= words
                rule.onAllNodes(button(words)).onFirst().performSemanticsAction(SemanticsActions.OnClick)
                rule.waitForIdle()
                visit(screen, "$state-ask")
            }
        }
    }

    private fun button(words: String) = hasText(words) and hasClickAction() and isEnabled()
}
