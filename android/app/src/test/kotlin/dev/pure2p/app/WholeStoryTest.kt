package dev.pure2p.app

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
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
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import java.util.concurrent.TimeUnit
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.shadows.ShadowLooper

/** What the product promises, from the first launch on, in one go. */
@RunWith(AndroidJUnit4::class)
class WholeStoryTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val open get() = (ApplicationProvider.getApplicationContext<TestApp>().home.state.value as HomeState.Open).home

    @Test
    fun `two people find each other, write while the other is away, and lose nothing`() {
        // Once, so that Bob's link says where he will be.
        bob.open()
        bob.leave()
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        rule.await("Open")
        val alice = runBlocking { checkNotNull(open.messenger.account()).uid }
        bob.run("add", runBlocking { open.messenger.link(open.messenger.session().listening, true) }, "--name", "Alice")

        rule.await(hasText("Add a contact") and hasClickAction()).performClick()
        rule.await(hasSetTextAction()).performTextInput(bob.link())
        rule.await(hasText("Add") and hasClickAction()).performClick()
        rule.await("Nothing written yet")

        // Bob's app is closed: it waits, and why is said.
        rule.await(hasSetTextAction()).performTextInput("Are you there?")
        rule.onNodeWithContentDescription("Send").performClick()
        said("Are you there?", "Message waiting", "app isn’t open").assertIsDisplayed()

        bob.open()
        said("Are you there?", "Message delivered")
        bob.run("read", alice)
        said("Are you there?", "Message read")

        // He answers while this app is in the background: it waits there.
        rule.activityRule.scenario.moveToState(Lifecycle.State.CREATED)
        ShadowLooper.idleMainLooper(701, TimeUnit.MILLISECONDS)
        runBlocking { open.foreground.settled() }
        bob.await { it.optString("event") == "presence" && it.getString("presence") != "here" }
        bob.run("send", alice, "Now I am")
        assertEquals("it waits on his device", 1, bob.run("queue").size)

        rule.activityRule.scenario.moveToState(Lifecycle.State.RESUMED)
        said("Now I am").assertIsDisplayed()
        bob.await { it.optString("event") == "state" && it.getString("state") == "read" }
        assertEquals(0, bob.run("queue").size)

        rule.activityRule.scenario.recreate()
        said("Now I am").assertIsDisplayed()
        said("Are you there?", "Message read").assertIsDisplayed()
    }

    private fun said(vararg words: String) =
        rule.await(words.map { hasContentDescription(it, substring = true) }.reduce { all, one -> all and one })
}
