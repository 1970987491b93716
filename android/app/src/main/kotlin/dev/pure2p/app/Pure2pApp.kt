package dev.pure2p.app

import android.app.Application
import androidx.lifecycle.DefaultLifecycleObserver
import androidx.lifecycle.LifecycleOwner
import androidx.lifecycle.ProcessLifecycleOwner
import dev.pure2p.app.camera.Camera
import dev.pure2p.app.camera.SystemCamera
import dev.pure2p.app.home.Home
import dev.pure2p.app.network.NetworkSource
import dev.pure2p.app.network.SystemNetworks
import dev.pure2p.core.ForegroundOptions
import kotlinx.coroutines.CoroutineScope
import kotlinx.coroutines.Dispatchers
import kotlinx.coroutines.SupervisorJob

/** The process: it has one home, which is in front when any part of the app is. */
open class Pure2pApp : Application() {
    /** Outlives every screen: a goodbye is still said when the last one is gone. */
    val scope: CoroutineScope = CoroutineScope(SupervisorJob() + Dispatchers.Default)

    /** The database, its key, and the messenger over it. */
    val home: Home by lazy { Home(this, scope, networks(), ::foregroundOptions) }

    /** What codes are scanned with; a test shows it codes. */
    open val camera: Camera by lazy { SystemCamera(this) }

    override fun onCreate() {
        super.onCreate()
        home.open()
        ProcessLifecycleOwner.get().lifecycle.addObserver(
            object : DefaultLifecycleObserver {
                override fun onStart(owner: LifecycleOwner) = home.enter()

                override fun onStop(owner: LifecycleOwner) = home.leave()
            },
        )
    }

    /** Who says what networks there are; a test says it itself. */
    protected open fun networks(): NetworkSource = SystemNetworks(this)

    /** Where to listen; a test does so on this machine only. */
    protected open fun foregroundOptions(): ForegroundOptions = ForegroundOptions()
}
