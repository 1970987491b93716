package dev.pure2p.app

import android.content.Intent
import android.os.Bundle
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.viewModels
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.getValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import dev.pure2p.app.ui.frame.Frame
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.app.ui.theme.edgeToEdge
import dev.pure2p.app.ui.theme.isDark
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
            val device by home.device.choices.collectAsStateWithLifecycle()
            val dark = isDark(device.appearance)
            // The system's own signs stand on the app's ground, which may be another than the system's.
            LaunchedEffect(dark) { edgeToEdge(dark) }
            Pure2pTheme(dark) { Frame(home, links) }
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
        if (intent?.action == Intent.ACTION_VIEW) intent.dataString?.let { saved[LINK] = it }
    }

    /** The link is on the screen. */
    fun seen() {
        saved[LINK] = null
    }

    private companion object {
        const val LINK = "link"
    }
}
