package dev.pure2p.app

import android.app.Application
import android.app.KeyguardManager
import android.os.Handler
import android.os.Looper
import androidx.lifecycle.DefaultLifecycleObserver
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.ProcessLifecycleOwner
import dev.pure2p.app.camera.Camera
import dev.pure2p.app.camera.SystemCamera
import dev.pure2p.app.home.Home
import dev.pure2p.app.network.LocalNetwork
import dev.pure2p.app.network.NetworkSource
import dev.pure2p.app.network.SystemLocalNetwork
import dev.pure2p.app.network.SystemNetworks
import dev.pure2p.app.ui.here.Leaving
import dev.pure2p.app.ui.lock.AppLock
import dev.pure2p.app.ui.lock.LockState
import dev.pure2p.core.ForegroundOptions
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob

/** The process: it has one home, which is in front when any part of the app is. */
open class Pure2pApp : Application() {
    /** Outlives every screen: a goodbye is still said when the last one is gone. */
    val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** Whether this app may use the local network. */
    val localNetwork: LocalNetwork by lazy { localNetwork() }

    /** The database, its key, and the messenger over it. */
    val home: Home by lazy { Home(this, scope, networks(), ::foregroundOptions) }

    /** Whether what is written may be seen. */
    val lock: AppLock by lazy {
        AppLock(home.device.choices, { getSystemService(KeyguardManager::class.java)?.isDeviceSecure == true })
    }

    /** What codes are scanned with; a test shows it codes. */
    open val camera: Camera by lazy { SystemCamera(this) }

    override fun onCreate() {
        super.onCreate()
        home.open()
        Leaving.noticePermissionQuestions()
        ProcessLifecycleOwner.get().lifecycle.addObserver(InFront())
    }

    private inner class InFront : DefaultLifecycleObserver {
        private val later = Handler(Looper.getMainLooper())

        override fun onStart(owner: LifecycleOwner) {
            later.removeCallbacksAndMessages(null)
            lock.enter()
            home.enter()
        }

        override fun onStop(owner: LifecycleOwner) {
            lock.leave()
            // The system's screen that asks for a PIN covers this app: whoever types it has not gone. Nobody would hear of it
            // if they went from there, so it is believed only so long.
            if (lock.state.value == LockState.ASKING) later.postDelayed(home::leave, TYPING.inWholeMilliseconds) else home.leave()
        }
    }

    /** Who says what networks there are; a test says it itself. */
    protected open fun networks(): NetworkSource = SystemNetworks(this, localNetwork)

    /** Who says what may be done in the local network; a test says it itself. */
    protected open fun localNetwork(): LocalNetwork = SystemLocalNetwork(this)

    /** Where to listen; a test does so on this machine only. */
    protected open fun foregroundOptions(): ForegroundOptions = ForegroundOptions()

    private companion object {
        val TYPING = 30.seconds
    }
}
