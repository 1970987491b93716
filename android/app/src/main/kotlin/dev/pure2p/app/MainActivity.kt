package dev.pure2p.app

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import dev.pure2p.app.ui.add.MOST_ENTERED
import dev.pure2p.app.ui.frame.Frame
import dev.pure2p.app.ui.theme.Pure2pTheme
import kotlinx.coroutines.flow.StateFlow

/** The one activity. */
class MainActivity : ComponentActivity() {
    private val links: Links by viewModels()

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        // Made anew after a rotation or a death of the process, it has the intent of before.
        if (savedInstanceState == null) links.take(intent)
        val home = (application as Pure2pApp).home
        setContent {
            Pure2pTheme { Frame(home, links) }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        links.take(intent)
    }
}

/** A link that the app was opened with, until a person has seen it. It adds nobody by itself. */
class Links(private val saved: SavedStateHandle) : ViewModel() {
    /** The link, if one waits. */
    val waiting: StateFlow<String?> = saved.getStateFlow(LINK, null)

    /** Notes the link of an intent that has one. */
    fun take(intent: Intent?) {
        // Anybody may have written it: no more of it is kept than the screen that shows it would.
        if (intent?.action == Intent.ACTION_VIEW) intent.dataString?.let { saved[LINK] = it.take(MOST_ENTERED) }
    }

    /** The link is on the screen. */
    fun seen() {
        saved[LINK] = null
    }

    private companion object {
        const val LINK = "link"
    }
}
