package dev.pure2p.app.support

import androidx.startup.AppInitializer
import androidx.startup.InitializationProvider
import java.util.concurrent.TimeUnit
import org.junit.rules.ExternalResource
import org.robolectric.Robolectric
import org.robolectric.shadows.ShadowLooper
import org.robolectric.util.ReflectionHelpers

/**
 * Lets `ProcessLifecycleOwner` work in each test: Robolectric makes none of the manifest's providers, and what the one of
 * AndroidX Startup has set up once is held by a static that outlives a test.
 */
class StartupRule : ExternalResource() {
    override fun before() {
        ReflectionHelpers.setStaticField(AppInitializer::class.java, "sInstance", null)
        Robolectric.setupContentProvider(InitializationProvider::class.java)
    }

    // It says that the process is in the background 700 ms after it is: the next test must not hear that.
    override fun after() = ShadowLooper.idleMainLooper(701, TimeUnit.MILLISECONDS)
}
