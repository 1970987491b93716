package dev.pure2p.app.ui.here

import android.os.SystemClock
import android.view.MotionEvent
import android.view.WindowManager.LayoutParams.FLAG_KEEP_SCREEN_ON
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.AppRule
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import dev.pure2p.app.support.awaitThat
import dev.pure2p.app.support.picture
import kotlin.time.Duration.Companion.minutes
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** When the screen stays on, over the real activity and the real library; minutes pass on the device's clock. */
@RunWith(AndroidJUnit4::class)
class KeepScreenOnTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    @get:Rule(order = 3)
    val device = AppRule()

    private fun on() = device.window { it.window.attributes.flags and FLAG_KEEP_SCREEN_ON != 0 }

    private fun touch() {
        // As the system hands it to the window.
        device.window {
            val now = SystemClock.uptimeMillis()
            for (action in listOf(MotionEvent.ACTION_DOWN, MotionEvent.ACTION_UP)) {
                it.dispatchTouchEvent(MotionEvent.obtain(now, now, action, 1f, 1f, 0))
            }
        }
    }

    @Test
    fun `while something waits, and ten minutes after the last touch no longer`() {
        device.account()
        device.launch()
        rule.await("No contacts yet")
        assertFalse("nobody is here, and nothing waits", on())
        device.waiting(bob.uid, "Hello Bob")
        rule.awaitThat("it stays on") { on() }
        device.pass(9.minutes)
        assertTrue(on())
        touch()
        device.pass(9.minutes)
        assertTrue("a touch starts over", on())
        device.pass(61.seconds)
        assertFalse(on())
        touch()
        rule.awaitThat("a touch is attention again") { on() }
    }

    @Test
    fun `while somebody is here, unless the setting is off`() {
        device.account()
        bob.open()
        device.launch()
        rule.await(hasText("Open"))
        runBlocking { device.open.messenger.add(bob.link(), "Bob") }
        bob.run("add", runBlocking { device.open.messenger.run { link(session().listening, true) } })
        rule.await(hasText("Bob") and hasText("here now"))
        rule.awaitThat("Bob is here") { on() }
        device.app.home.device.change { it.copy(keepScreenOn = false) }
        rule.awaitThat("the setting is off") { !on() }
        device.app.home.device.change { it.copy(keepScreenOn = true) }
        rule.awaitThat("and on") { on() }
        bob.leave()
        rule.awaitThat("Bob has left") { !on() }
    }

    @Test
    fun `that leaving ends being here is said once`() {
        device.account()
        device.launch()
        rule.await("No contacts yet")
        rule.onNodeWithText("You are here only while", substring = true).assertDoesNotExist()
        device.waiting(bob.uid, "Hello Bob")
        rule.await("You are here only while this app is open").assertIsDisplayed()
        rule.onNodeWithText("it stays on", substring = true).assertIsDisplayed()
        rule.picture("chats-here-ends")
        device.app.home.device.change { it.copy(keepScreenOn = false) }
        rule.awaitThat("it says only what is so") { rule.onAllNodes(hasText("it stays on", substring = true)).fetchSemanticsNodes().isEmpty() }
        rule.onNodeWithText("OK").performClick()
        rule.onNodeWithText("You are here only while", substring = true).assertDoesNotExist()
        device.scenario.recreate()
        rule.await("Bob").assertIsDisplayed()
        rule.onNodeWithText("You are here only while", substring = true).assertDoesNotExist()
    }
}
