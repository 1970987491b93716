package dev.pure2p.app.ui.localnetwork

import android.content.pm.PackageManager
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.AppRule
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.support.await
import dev.pure2p.app.support.awaitThat
import dev.pure2p.app.support.picture
import dev.pure2p.core.ReachState
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.annotation.Config

/** The question of Android 17, over the real activity and library; that it is Android 17 says `FakeLocalNetwork`. */
@RunWith(AndroidJUnit4::class)
class LocalNetworkTest {
    @get:Rule(order = 0)
    val startup = StartupRule()

    @get:Rule(order = 1)
    val rule = createEmptyComposeRule()

    @get:Rule(order = 2)
    val device = AppRule()

    private val network get() = device.app.network.local

    /** What the system was asked, if it was. */
    private fun asked(): String? = device.window { shadowOf(it).lastRequestedPermission?.requestedPermissions?.single() }

    // As the system does.
    @Suppress("DEPRECATION")
    private fun answer(yes: Boolean) {
        network.allowed = yes
        device.scenario.onActivity {
            val asked = shadowOf(it).lastRequestedPermission
            val result = if (yes) PackageManager.PERMISSION_GRANTED else PackageManager.PERMISSION_DENIED
            it.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, intArrayOf(result))
        }
    }

    private fun reach(): ReachState = runBlocking { device.open.messenger.reach().state }

    private fun question(): SemanticsNodeInteraction = rule.onNodeWithText("Reach people in your Wi-Fi?")

    @Test
    fun `asked once, after the account is made and our reason is read, and a no is shown in Reach`() {
        network.allowed = false
        device.launch()
        rule.await(hasSetTextAction())
        question().assertDoesNotExist()
        assertNull(asked())
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await("Reach people in your Wi-Fi?").assertIsDisplayed()
        rule.await("It looks for no other devices").assertIsDisplayed()
        rule.picture("local-network")
        assertNull("our reason comes first", asked())
        rule.onNodeWithText("Continue").performClick()
        assertEquals("android.permission.ACCESS_LOCAL_NETWORK", asked())
        answer(yes = false)
        rule.awaitThat("the core knows of the no") { reach() == ReachState.LOCAL_NETWORK_FORBIDDEN }
        question().assertDoesNotExist()

        device.scenario.recreate()
        rule.await("No contacts yet").assertIsDisplayed()
        question().assertDoesNotExist()
        assertTrue(device.app.home.device.choices.value.localNetworkAsked)
    }

    @Test
    fun `a yes is known at once, and what is changed in the settings is on coming back`() {
        network.allowed = false
        device.account()
        device.launch()
        rule.await("Reach people in your Wi-Fi?")
        rule.awaitThat("not yet") { reach() == ReachState.LOCAL_NETWORK_FORBIDDEN }
        rule.onNodeWithText("Continue").performClick()
        answer(yes = true)
        rule.awaitThat("it may") { reach() != ReachState.LOCAL_NETWORK_FORBIDDEN }

        device.away(5.seconds)
        network.allowed = false
        device.back()
        rule.awaitThat("it may not any more") { reach() == ReachState.LOCAL_NETWORK_FORBIDDEN }
        question().assertDoesNotExist()
        device.away(5.seconds)
        network.allowed = true
        device.back()
        rule.awaitThat("it may again") { reach() !in setOf(ReachState.LOCAL_NETWORK_FORBIDDEN, ReachState.CLOSED) }
    }

    @Test
    fun `not now is an answer`() {
        network.allowed = false
        device.account()
        device.launch()
        rule.await("Reach people in your Wi-Fi?")
        rule.assertTouchable()
        rule.onNodeWithText("Not now").performClick()
        question().assertDoesNotExist()
        assertNull(asked())
        device.scenario.recreate()
        rule.await("No contacts yet")
        question().assertDoesNotExist()
    }

    @Test
    fun `an older Android asks nobody`() {
        device.account()
        device.launch()
        rule.await("No contacts yet")
        question().assertDoesNotExist()
        assertFalse(device.app.home.device.choices.value.localNetworkAsked)
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark`() = look("Continue")

    @Test
    @Config(fontScale = 2f)
    fun `in large letters`() = look("Continue")

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() = look("Weiter")

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() = look("Continue")

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `on a tablet`() = look("Continue")

    private fun look(goOn: String) {
        network.allowed = false
        device.account()
        device.launch()
        rule.await(goOn).assertIsDisplayed()
        rule.picture("local-network")
        rule.assertTouchable()
        rule.assertUncut()
    }
}
