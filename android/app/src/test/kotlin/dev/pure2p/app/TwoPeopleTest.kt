package dev.pure2p.app

import android.content.Intent
import android.net.Uri
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.lifecycle.Lifecycle
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.shadows.ShadowLooper

/** The app and the terminal program, over real sockets. */
@RunWith(AndroidJUnit4::class)
class TwoPeopleTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val open get() = (ApplicationProvider.getApplicationContext<TestApp>().home.state.value as HomeState.Open).home

    private fun createAccount() {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        rule.await("Open")
    }

    private fun accepted() {
        // A stranger, until Bob says otherwise.
        val link = runBlocking { open.messenger.run { link(session().listening, true) } }
        bob.run("add", link)
        rule.await(hasText("Bob") and hasText("here now"))
    }

    @Test
    fun `added by a pasted link, and here when they are`() {
        bob.open()
        createAccount()
        rule.await(hasText("Add a contact") and hasClickAction()).performClick()
        rule.await(hasSetTextAction()).performTextInput(bob.link())
        rule.await("That is what they call themselves.").assertExists()
        rule.await(hasText("Add") and hasClickAction()).performClick()
        rule.await("Nothing written yet")
        rule.picture("story-added")
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("Bob").assertIsDisplayed()
        accepted()
        bob.leave()
        rule.await(hasText("Bob") and hasText("was here", substring = true)).assertIsDisplayed()
    }

    @Test
    fun `a link that was tapped elsewhere adds nobody by itself`() {
        bob.open()
        createAccount()
        val link = bob.link()
        // As the system does with an activity that is there already.
        rule.activityRule.scenario.onActivity {
            InstrumentationRegistry.getInstrumentation().callActivityOnNewIntent(it, Intent(Intent.ACTION_VIEW, Uri.parse(link)))
        }
        rule.await(hasText(link) and hasSetTextAction()).assertIsDisplayed()
        rule.await("That is what they call themselves.").assertExists()
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("No contacts yet").assertIsDisplayed()
    }

    @Test
    fun `who leaves the app says goodbye`() {
        bob.open()
        createAccount()
        runBlocking { open.messenger.add(bob.link(), null) }
        accepted()
        rule.activityRule.scenario.moveToState(Lifecycle.State.CREATED)
        ShadowLooper.idleMainLooper(701, TimeUnit.MILLISECONDS)
        runBlocking { open.foreground.settled() }
        assertTrue(runBlocking { open.messenger.session() }.listening.isEmpty())
        rule.activityRule.scenario.moveToState(Lifecycle.State.RESUMED)
        rule.await("Open · 1 of 1 here").assertIsDisplayed()
    }
}
