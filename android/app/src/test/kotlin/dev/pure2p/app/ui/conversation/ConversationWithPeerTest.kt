package dev.pure2p.app.ui.conversation

import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performSemanticsAction
import androidx.compose.ui.test.performTextInput
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import dev.pure2p.core.MessengerInterface
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** A UID that somebody could have; nobody here does. */
private const val CAROL = "pure1qyak5faue6m2gttz5w5dq2n0p4ek2vs4wuw7ysax8tqy3gvtt8dzjtmyk6d"

/** The real activity over the real library, and somebody else with the terminal program. */
@RunWith(AndroidJUnit4::class)
class ConversationWithPeerTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    // The activity is made by the test: one of them ends, and another one finds what it left.
    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    private lateinit var scenario: ActivityScenario<MainActivity>
    private val messenger: MessengerInterface
        get() = (ApplicationProvider.getApplicationContext<TestApp>().home.state.value as HomeState.Open).home.messenger

    @Before
    fun friends() {
        // Once, so that Bob's link says where he will be.
        bob.open()
        bob.leave()
        scenario = ActivityScenario.launch(MainActivity::class.java)
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        runBlocking {
            messenger.add(bob.link())
            bob.run("add", messenger.link(), "--name", "Alice")
        }
        rule.await("Bob").performClick()
        rule.await("Nothing written yet").assertIsDisplayed()
    }

    @After
    fun end() = scenario.close()

    @Test
    fun `what is written waits, is delivered, read, and answered`() {
        write("Hello Bob")
        rule.onNodeWithContentDescription("Send").performClick()
        // Why it waits is said as soon as it was tried.
        said("Hello Bob", "Message waiting", "app isn’t open")
        rule.picture("story-waiting")

        bob.open()
        said("Hello Bob", "Message delivered")
        bob.run("read", alice())
        said("Hello Bob", "Message read")
        bob.run("send", alice(), "Hello Alice")
        said("Bob, ", "Hello Alice").assertIsDisplayed()
        // It was seen, and Bob is told.
        bob.await { it.optString("event") == "state" && it.optString("state") == "read" }
        rule.picture("story-answered")

        details("Hello Bob")
        rule.await("Written").assertIsDisplayed()
        rule.await("it is on Bob’s device").assertIsDisplayed()
        rule.await("Read by Bob")
    }

    @Test
    fun `to whom no address is known one's own link helps`() {
        runBlocking { messenger.add(CAROL, "Carol") }
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("Carol").performClick()
        write("Where are you?")
        rule.onNodeWithContentDescription("Send").performClick()
        said("Where are you?", "No address for Carol yet")
        rule.await(hasText("My link") and hasClickAction()).performClick()
        rule.await("Whoever has this can ask to write to you.").assertIsDisplayed()
    }

    @Test
    fun `a draft is never lost`() {
        write("What I wanted to say")
        scenario.recreate()
        rule.await(hasSetTextAction() and hasText("What I wanted to say")).assertIsDisplayed()
        // Nothing but the database is left of it.
        rule.waitUntil(60_000) { runBlocking { messenger.draft(bob.uid) } == "What I wanted to say" }
        scenario.close()
        scenario = ActivityScenario.launch(MainActivity::class.java)
        rule.await("Bob").performClick()
        rule.await(hasSetTextAction() and hasText("What I wanted to say")).assertIsDisplayed()
        rule.onNodeWithContentDescription("Send").performClick()
        said("What I wanted to say")
        rule.waitUntil(60_000) { runBlocking { messenger.draft(bob.uid) }.isEmpty() }
    }

    @Test
    fun `deleting is confirmed, and said to be done here only`() {
        write("Never mind")
        rule.onNodeWithContentDescription("Send").performClick()
        said("Never mind").performSemanticsAction(SemanticsActions.OnLongClick)
        rule.await("Delete here").performClick()
        rule.await("no longer sent").assertIsDisplayed()
        rule.await("Delete here").performClick()
        rule.await("Nothing written yet").assertIsDisplayed()
    }

    private fun write(text: String) {
        rule.await(hasSetTextAction()).performTextInput(text)
    }

    private fun details(text: String) {
        said(text).performSemanticsAction(SemanticsActions.OnLongClick)
        rule.await("Details").performClick()
    }

    private fun said(vararg words: String) =
        rule.await(words.map { hasContentDescription(it, substring = true) }.reduce { all, one -> all and one })

    private fun alice(): String = runBlocking { checkNotNull(messenger.account()).uid }
}
