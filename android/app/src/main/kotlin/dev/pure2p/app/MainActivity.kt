package dev.pure2p.app

import android.app.KeyguardManager
import android.content.ActivityNotFoundException
import android.content.Intent
import android.os.Build
import android.os.Bundle
import android.view.View
import androidx.activity.ComponentActivity
import androidx.activity.compose.setContent
import androidx.activity.enableEdgeToEdge
import androidx.activity.result.contract.ActivityResultContracts.StartActivityForResult
import androidx.activity.viewModels
import androidx.compose.runtime.LaunchedEffect
import androidx.compose.runtime.SideEffect
import androidx.compose.runtime.collectAsState
import androidx.compose.runtime.getValue
import androidx.lifecycle.SavedStateHandle
import androidx.lifecycle.ViewModel
import androidx.lifecycle.compose.collectAsStateWithLifecycle
import androidx.lifecycle.lifecycleScope
import dev.pure2p.app.ui.add.MOST_ENTERED
import dev.pure2p.app.ui.common.PrivateKeyboard
import dev.pure2p.app.ui.frame.Frame
import dev.pure2p.app.ui.here.KeepScreenOn
import dev.pure2p.app.ui.here.Leaves
import dev.pure2p.app.ui.here.Leaving
import dev.pure2p.app.ui.lock.Curtain
import dev.pure2p.app.ui.lock.LockState
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.app.ui.theme.edgeToEdge
import dev.pure2p.app.ui.theme.isDark
import kotlinx.coroutines.flow.StateFlow
import kotlinx.coroutines.launch

/** Of our links. */
private const val SCHEME = "pure2p"

/** The one activity. */
class MainActivity : ComponentActivity(), Leaves {
    private val links: Links by viewModels()
    private val app get() = application as Pure2pApp
    private val curtain by lazy { Curtain(this, app.lock) }
    private val screen by lazy { KeepScreenOn(app.home) }
    override val leaving by lazy { Leaving(this, app.home) }
    private val question = registerForActivityResult(StartActivityForResult()) { app.lock.answered(it.resultCode == RESULT_OK) }

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        enableEdgeToEdge()
        // What is written here is for one person, and not for a service that fills in forms.
        window.decorView.importantForAutofill = View.IMPORTANT_FOR_AUTOFILL_NO_EXCLUDE_DESCENDANTS
        if (Build.VERSION.SDK_INT >= Build.VERSION_CODES.R) {
            window.decorView.importantForContentCapture = View.IMPORTANT_FOR_CONTENT_CAPTURE_NO_EXCLUDE_DESCENDANTS
        }
        // Made anew after a rotation or a death of the process, it has the intent of before.
        if (savedInstanceState == null) {
            // From the list of recent apps the link of long ago comes again.
            if (intent.flags and Intent.FLAG_ACTIVITY_LAUNCHED_FROM_HISTORY == 0) links.take(intent)
            app.lock.begin()
        }
        // Navigation would obey what an intent says in its extras, or in an address of its own kind, and any app can send one.
        intent.replaceExtras(null as Bundle?)
        if (intent.scheme != SCHEME) intent.data = null
        // The first choice is there at once, before anything is drawn.
        lifecycleScope.launch { app.home.device.choices.collect { curtain.secret(it.appLock) } }
        lifecycleScope.launch { screen.follow(window) }
        setContent {
            val lock by app.lock.state.collectAsState()
            val open = lock == LockState.OPEN
            SideEffect { curtain.rise(open) }
            val device by app.home.device.choices.collectAsStateWithLifecycle()
            val dark = isDark(device.appearance)
            // The system's own signs stand on the app's ground, which may be another than the system's.
            LaunchedEffect(dark) { edgeToEdge(dark) }
            Pure2pTheme(dark) { PrivateKeyboard { Frame(app, links, open, ::unlock) } }
        }
    }

    override fun onNewIntent(intent: Intent) {
        super.onNewIntent(intent)
        links.take(intent)
    }

    override fun onResume() {
        super.onResume()
        leaving.back()
        screen.touched()
        curtain.rise()
        if (app.lock.state.value == LockState.LOCKED) unlock()
    }

    override fun onPause() {
        // How many messages wait is nothing for somebody who could not unlock.
        if (!app.lock.isClosed) leaving.paused()
        super.onPause()
    }

    override fun onUserInteraction() = screen.touched()

    // All that this app opens goes through here, but for questions for permissions.
    @Deprecated("It is what all others call, also those that are not deprecated.")
    override fun startActivityForResult(intent: Intent, requestCode: Int, options: Bundle?) {
        leaving.opensAnother()
        @Suppress("DEPRECATION")
        super.startActivityForResult(intent, requestCode, options)
    }

    override fun onStop() {
        super.onStop()
        if (app.home.device.choices.value.appLock) curtain.fall()
    }

    /** Asks for the device's lock. The system's own screen does it: on newer Android by a finger or a face as well. */
    private fun unlock() {
        // Deprecated for a class that needs a permission, USE_BIOMETRIC, and shows the same.
        @Suppress("DEPRECATION")
        val ask = getSystemService(KeyguardManager::class.java)?.createConfirmDeviceCredentialIntent(getString(R.string.lock_title), null)
        if (ask == null) return app.lock.letIn()
        try {
            app.lock.asking()
            question.launch(ask)
        } catch (_: ActivityNotFoundException) {
            app.lock.letIn()
        }
    }
}

/** A link that the app was opened with, until a person has seen it. It adds nobody by itself. */
class Links(private val saved: SavedStateHandle) : ViewModel() {
    /** The link, if one waits. */
    val waiting: StateFlow<String?> = saved.getStateFlow(LINK, null)

    /** Notes the link of an intent that has one. */
    fun take(intent: Intent?) {
        // Anybody may have written it: no more of it is kept than the screen that shows it would.
        if (intent?.action == Intent.ACTION_VIEW && intent.scheme == SCHEME) intent.dataString?.let { saved[LINK] = it.take(MOST_ENTERED) }
    }

    /** The link is on the screen. */
    fun seen() {
        saved[LINK] = null
    }

    private companion object {
        const val LINK = "link"
    }
}
