package dev.pure2p.app.ui.lock

import android.app.Activity
import android.view.View
import android.view.WindowManager.LayoutParams.FLAG_SECURE
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performTextInput
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.AppRule
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.await
import dev.pure2p.app.support.awaitThat
import dev.pure2p.app.support.picture
import dev.pure2p.core.MessageState
import dev.pure2p.messenger.ForegroundState
import kotlin.time.Duration.Companion.seconds
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotNull
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** The app lock, over the real activity and the real library; the device's own question is answered by the test. */
@RunWith(AndroidJUnit4::class)
class AppLockTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    @get:Rule(order = 3)
    val device = AppRule()

    private fun lockOn() {
        device.locked(true)
        device.account()
        device.app.home.device.change { it.copy(appLock = true) }
    }

    private fun launchAndUnlock() {
        device.launch()
        rule.await("Pure2P is locked")
        device.answer(device.asked()!!, Activity.RESULT_OK)
        rule.await(hasText("Open", substring = true))
    }

    /** Nothing of what is locked away is there, also not for TalkBack. */
    private fun assertLocked() {
        rule.await("Pure2P is locked").assertIsDisplayed()
        rule.onNodeWithText("Chats").assertDoesNotExist()
        rule.onNodeWithText("Bob", substring = true).assertDoesNotExist()
    }

    private fun visible() = device.window { it.findViewById<View>(android.R.id.content)?.visibility == View.VISIBLE }

    private fun secret() = device.window { it.window.attributes.flags and FLAG_SECURE != 0 }

    @Test
    fun `a new process asks, and shows nothing before`() {
        lockOn()
        device.waiting(bob.uid, "Hello Bob")
        device.launch()
        assertLocked()
        rule.picture("locked")
        assertTrue(secret())
        assertTrue(visible())
        assertFalse("back leads out of the app", device.window { it.onBackPressedDispatcher.hasEnabledCallbacks() })
        val asked = device.window { shadowOf(it).nextStartedActivityForResult }
        assertEquals("android.app.action.CONFIRM_DEVICE_CREDENTIAL", asked.intent.action)
        assertNull("once", device.asked())

        device.answer(asked.requestCode, Activity.RESULT_OK)
        rule.await("Bob").assertIsDisplayed()
        rule.onNodeWithText("Pure2P is locked").assertDoesNotExist()
        assertTrue("it stays a secret", secret())
    }

    @Test
    fun `who declined is asked again by a tap, and by coming back`() {
        lockOn()
        device.launch()
        device.answer(device.asked()!!, Activity.RESULT_CANCELED)
        assertLocked()
        assertNull("not by itself", device.asked())
        rule.onNodeWithText("Unlock").performClick()
        device.answer(device.asked()!!, Activity.RESULT_CANCELED)
        assertLocked()
        device.away(1.seconds)
        device.back()
        device.answer(device.asked()!!, Activity.RESULT_OK)
        rule.await("No contacts yet").assertIsDisplayed()
    }

    @Test
    fun `a short while elsewhere is forgiven, a longer one is not, and everything is found again`() {
        lockOn()
        device.waiting(bob.uid, "Hello Bob")
        launchAndUnlock()
        rule.await("Bob").performClick()
        rule.await(hasSetTextAction()).performTextInput("Not yet sent")
        device.away(55.seconds)
        assertFalse("the old frame must not be the first one", visible())
        device.back()
        assertTrue(visible())
        assertNull(device.asked())
        rule.await("Not yet sent").assertIsDisplayed()

        device.away(60.seconds)
        device.back()
        assertLocked()
        rule.onNodeWithText("Not yet sent", substring = true).assertDoesNotExist()
        assertTrue(visible())
        device.answer(device.asked()!!, Activity.RESULT_OK)
        rule.await("Not yet sent").assertIsDisplayed()
    }

    @Test
    fun `turning the device asks nothing, neither before nor after`() {
        lockOn()
        device.launch()
        val request = device.asked()!!
        device.scenario.recreate()
        assertLocked()
        assertNull("it is still asking", device.asked())
        device.answer(request, Activity.RESULT_OK)
        rule.await("No contacts yet")
        device.scenario.recreate()
        rule.await("No contacts yet").assertIsDisplayed()
        assertNull(device.asked())
        assertTrue(secret())
    }

    @Test
    fun `messages arrive under the lock, and are not read by it`() {
        lockOn()
        bob.open()
        launchAndUnlock()
        runBlocking { device.open.messenger.add(bob.link(), "Bob") }
        bob.run("add", runBlocking { device.open.messenger.run { link(session().listening, true) } })
        rule.await(hasText("Bob") and hasText("here now"))
        rule.await("Bob").performClick()
        rule.await("Nothing written yet")
        device.away(60.seconds)
        device.back()
        assertLocked()
        val request = device.asked()!!
        val message = hasContentDescription("Do you hear me?", substring = true)

        // The system's own screen covers this one while somebody types: they are here all the same.
        device.away(20.seconds)
        bob.run("send", device.open.account.value!!.uid, "Do you hear me?")
        rule.awaitThat("the message is stored") { messages().isNotEmpty() }
        assertEquals(MessageState.DELIVERED, messages().single().state)
        device.back()
        assertLocked()
        rule.onNode(message).assertDoesNotExist()
        device.answer(request, Activity.RESULT_OK)
        rule.await(message).assertIsDisplayed()
        rule.awaitThat("it is read once it is seen") { messages().single().state == MessageState.READ }
    }

    @Test
    fun `who never types the PIN has gone after a while`() {
        lockOn()
        device.launch()
        assertNotNull(device.asked())
        rule.awaitThat("open") { device.open.foreground.state.value is ForegroundState.Listening }
        device.away(29.seconds)
        runBlocking { device.open.foreground.settled() }
        assertTrue(device.open.foreground.state.value is ForegroundState.Listening)
        device.pass(2.seconds)
        rule.awaitThat("gone") { device.open.foreground.state.value == ForegroundState.Background }
    }

    @Test
    fun `without the device's own lock nobody can be asked, and that is said`() {
        lockOn()
        device.locked(false)
        device.launch()
        rule.await("this device has no screen lock any more").assertIsDisplayed()
        rule.picture("chats-lock-cannot-ask")
        assertTrue(secret())
        assertNull(device.asked())
        rule.onNodeWithText("OK").performClick()
        rule.onNodeWithText("this device has no screen lock any more", substring = true).assertDoesNotExist()
    }

    @Test
    fun `without the system's screen nobody can be asked either`() {
        lockOn()
        shadowOf(device.app).checkActivities(true)
        device.launch()
        rule.await("App lock is on, but can’t ask").assertIsDisplayed()
    }

    @Test
    fun `a lock removed while the app is locked lets in`() {
        lockOn()
        device.launch()
        device.answer(device.asked()!!, Activity.RESULT_CANCELED)
        assertLocked()
        device.away(1.seconds)
        device.locked(false)
        device.back()
        rule.await("this device has no screen lock any more").assertIsDisplayed()
    }

    @Test
    fun `off, nothing is asked and nothing is hidden, and on it hides at once`() {
        device.locked(true)
        device.account()
        device.launch()
        rule.await("No contacts yet")
        assertNull(device.asked())
        assertFalse(secret())
        device.away(600.seconds)
        assertTrue(visible())
        device.back()
        rule.await("No contacts yet").assertIsDisplayed()
        device.app.home.device.change { it.copy(appLock = true) }
        rule.awaitThat("a secret") { secret() }
        rule.onNodeWithText("No contacts yet").assertIsDisplayed()
    }

    private fun messages() = runBlocking { device.open.messenger.messages(bob.uid) }
}
