package dev.pure2p.app.ui.here

import android.Manifest
import android.content.Intent
import android.os.PowerManager
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.core.app.ActivityCompat
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.AppRule
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.awaitThat
import kotlin.time.Duration.Companion.seconds
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNull
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config
import org.robolectric.shadows.ShadowToast

/** What is said to whoever leaves, over the real activity and the real library. */
@RunWith(AndroidJUnit4::class)
class LeavingTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    @get:Rule(order = 3)
    val device = AppRule()

    private fun launchWith(vararg waiting: String) {
        device.account()
        if (waiting.isNotEmpty()) device.waiting(bob.uid, *waiting)
        device.launch()
        rule.awaitThat("it is known what waits") { device.open.screens.session.state.value.waiting == waiting.size }
    }

    private fun said(): String? = ShadowToast.getTextOfLatestToast()

    @Test
    fun `two messages wait`() {
        launchWith("Hello", "Bob")
        device.away(1.seconds)
        assertEquals("2 messages wait until you are both here.", said())
        ShadowToast.reset()
        device.back()
        assertNull("not on coming back", said())
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German, one`() {
        launchWith("Hallo")
        device.away(1.seconds)
        assertEquals("1 Nachricht wartet, bis ihr beide da seid.", said())
    }

    @Test
    fun `nothing waits, nothing is said`() {
        launchWith()
        device.away(1.seconds)
        assertNull(said())
    }

    @Test
    fun `turning the device is no leaving`() {
        launchWith("Hello")
        device.scenario.recreate()
        assertNull(said())
        device.away(1.seconds)
        assertEquals("1 message waits until you are both here.", said())
    }

    @Test
    fun `what the app opens itself is no leaving, but what comes after is`() {
        launchWith("Hello")
        device.window { it.startActivity(Intent.createChooser(Intent(Intent.ACTION_SEND), null)) }
        device.away(1.seconds)
        assertNull(said())
        device.back()
        device.window { ActivityCompat.requestPermissions(it, arrayOf(Manifest.permission.CAMERA), 1) }
        device.away(1.seconds)
        assertNull(said())
        device.back()
        device.away(1.seconds)
        assertEquals("1 message waits until you are both here.", said())
    }

    @Test
    fun `nobody reads it on a dark screen`() {
        launchWith("Hello")
        shadowOf(device.app.getSystemService(PowerManager::class.java)).turnScreenOn(false)
        device.away(1.seconds)
        assertNull(said())
    }
}
