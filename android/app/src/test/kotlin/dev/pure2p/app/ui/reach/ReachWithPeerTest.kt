package dev.pure2p.app.ui.reach

import android.provider.Settings
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** How this device is reached, over the real library: with somebody else who comes in, and with networks that change. */
@RunWith(AndroidJUnit4::class)
class ReachWithPeerTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()

    @Before
    fun `from the session bar`() {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await(hasText("Open")).performClick()
        rule.await("Only programs on this device can reach you.").assertIsDisplayed()
    }

    @Test
    fun `who came in is named, and greeted again by a new look`() {
        rule.await("Listening on \u2066127.0.0.1:")
        rule.await("Nobody yet, since this app was opened in this network.")
        bob.open()
        runBlocking {
            val messenger = (app.home.state.value as HomeState.Open).home.messenger
            messenger.add(bob.link())
            bob.run("add", messenger.run { link(session().listening, true) }, "--name", "Alice")
        }
        rule.await("\u2068Bob\u2069 came in from your own network, last at").assertIsDisplayed()
        rule.await(hasText("They reach you (since", substring = true) and hasText("Bob"))
        rule.picture("story-reach")

        // Who is gone has come in all the same. After a new look that counts no more, until he comes again.
        bob.leave()
        rule.await(hasText("Check now") and hasClickAction()).performClick()
        rule.await("Looked again").assertIsDisplayed()
        rule.await("Nobody yet, since this app was opened in this network.").assertIsDisplayed()
        bob.open()
        rule.await("\u2068Bob\u2069 came in from your own network, last at")

        rule.await(hasText("They reach you (since", substring = true) and hasText("Bob")).performClick()
        rule.await("Safety number")
    }

    @Test
    fun `a local network that the phone forbids leads to the system's settings`() {
        // They said no, to the question that comes once.
        app.home.device.change { it.copy(localNetworkAsked = true) }
        app.network.local.allowed = false
        app.network.again()
        rule.await("This app may not use your local network").assertIsDisplayed()
        rule.await(hasText("This app in the system’s settings")).performScrollTo().performClick()
        val intent = shadowOf(rule.activity).nextStartedActivity
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, intent.action)
        assertEquals("package:${app.packageName}", intent.dataString)
    }
}
