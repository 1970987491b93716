package dev.pure2p.app.support

import android.app.KeyguardManager
import androidx.activity.result.ActivityResult
import androidx.compose.ui.test.junit4.ComposeTestRule
import androidx.lifecycle.Lifecycle
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import java.util.concurrent.TimeUnit
import kotlin.time.Duration
import kotlin.time.Duration.Companion.milliseconds
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import kotlinx.coroutines.withTimeout
import org.junit.rules.ExternalResource
import org.robolectric.Shadows.shadowOf
import org.robolectric.shadows.ShadowLooper

/** A device with the app on it: what somebody did before they open it, and how they come and go. */
class AppRule : ExternalResource() {
    private var window: ActivityScenario<MainActivity>? = null

    val app: TestApp get() = ApplicationProvider.getApplicationContext()
    val open: OpenHome get() = runBlocking { withTimeout(60_000) { app.home.state.first { it is HomeState.Open } as HomeState.Open }.home }
    val scenario: ActivityScenario<MainActivity> get() = checkNotNull(window) { "nobody has launched it" }

    override fun after() {
        window?.close()
    }

    /** The app was here before, and has an account. */
    fun account() = runBlocking { open.createAccount("Alice") }

    /** Somebody is a contact whose whereabouts nobody knows, and this waits for them. */
    fun waiting(uid: String, vararg texts: String) = runBlocking {
        open.messenger.run {
            add(uid, "Bob")
            sendMany(uid, texts.toList())
        }
    }

    /** Whether the device itself is locked by a PIN. */
    fun locked(yes: Boolean) = shadowOf(app.getSystemService(KeyguardManager::class.java)).setIsDeviceSecure(yes)

    /** A tap on the icon. */
    fun launch() {
        window = ActivityScenario.launch(MainActivity::class.java)
    }

    /** The window is the activity's own. */
    fun <T> window(look: (MainActivity) -> T): T {
        val seen = mutableListOf<T>()
        scenario.onActivity { seen += look(it) }
        return seen.single()
    }

    /** They go somewhere else for so long. */
    fun away(time: Duration) {
        scenario.moveToState(Lifecycle.State.CREATED)
        // So long the system waits before it says that the whole app is left.
        pass(701.milliseconds + time)
    }

    /** They come back. */
    fun back() {
        scenario.moveToState(Lifecycle.State.RESUMED)
    }

    /** Time goes by, on this device's clock. */
    fun pass(time: Duration) = ShadowLooper.idleMainLooper(time.inWholeMilliseconds, TimeUnit.MILLISECONDS)

    /** What this window asked another activity for last, if it did since it was asked here. */
    fun asked(): Int? = window { shadowOf(it).nextStartedActivityForResult?.requestCode }

    /** The other activity answers this window, which may be a newer one. */
    fun answer(request: Int, result: Int) {
        scenario.onActivity { it.activityResultRegistry.dispatchResult(request, result, ActivityResult(result, null).data) }
    }
}

/** Waits until this is so: something that no window shows. */
fun ComposeTestRule.awaitThat(what: String, holds: () -> Boolean) = waitUntil(what, 60_000) { holds() }
