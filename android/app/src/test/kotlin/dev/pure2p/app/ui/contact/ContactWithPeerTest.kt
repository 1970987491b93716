package dev.pure2p.app.ui.contact

import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.isOn
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.common.spelled
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState
import dev.pure2p.core.MessengerInterface
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** A contact's whole life, with somebody else at the terminal program: over real sockets. */
@RunWith(AndroidJUnit4::class)
class ContactWithPeerTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val messenger: MessengerInterface
        get() = (ApplicationProvider.getApplicationContext<TestApp>().home.state.value as HomeState.Open).home.messenger
    private val alice: String get() = runBlocking { checkNotNull(messenger.account()).uid }

    @Before
    fun `they meet, and the contact is on the screen`() {
        bob.open()
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.onNodeWithText("Create").performScrollTo().performClick()
        rule.await(hasText("Open"))
        runBlocking {
            messenger.add(bob.link())
            bob.run("add", messenger.run { link(session().listening, true) }, "--name", "Alice")
        }
        rule.await(hasText("Bob") and hasText("here now")).performClick()
        rule.await(hasText("Bob") and hasText("here now") and hasClickAction()).performClick()
        rule.await("The first exchange binds you").assertIsDisplayed()
    }

    @Test
    fun `the number is the same on both sides, the name one's own, and the mark stays`() {
        val theirs = bob.run("safety", alice).single().getString("digits").chunked(5).joinToString(" ")
        rule.await(hasContentDescription("Safety number, in groups of five: ${spelled(theirs)}"))
        rule.await("They reach you (since")
        rule.await("You reach them (since")
        rule.await(hasText(bob.address))

        bob.run("send", alice, "Hello")
        rule.await("Your first exchange has bound you")

        tap("Rename")
        rule.await(hasSetTextAction()).performTextReplacement("x".repeat(65))
        tap("Save")
        rule.await("That name is too long").assertIsDisplayed()
        rule.await(hasSetTextAction()).performTextReplacement("Robert")
        tap("Save")
        rule.await("They call themselves “\u2068Bob\u2069”.").assertIsDisplayed()

        rule.onNode(isToggleable()).performScrollTo().performClick()
        rule.await(isToggleable() and isOn())
        rule.await("You compared the safety numbers.").assertIsDisplayed()
        rule.picture("story-contact")
        assertEquals("Robert" to true, contact().run { name to verified })

        // What is left of it after a rotation is what the database has.
        rule.activityRule.scenario.recreate()
        rule.await(hasText("Robert"))
        rule.await(isToggleable() and isOn())
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasText("Robert") and hasClickAction()).assertIsDisplayed()
    }

    @Test
    fun `nothing of somebody blocked arrives before the block is taken back`() {
        bob.run("send", alice, "Hello")
        rule.await("Your first exchange has bound you")
        tap("Block")
        answer("Block")
        rule.await("You blocked \u2068Bob\u2069.").assertIsDisplayed()

        bob.run("send", alice, "Can you hear me?")
        // It was tried, and nobody there knows him any more.
        bob.await { it.optString("event") == "reason" && it.optString("reason") !in listOf("", "null", "trying") }
        assertEquals(listOf("Hello"), texts())

        // The chat is in no list; he is found below the requests.
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("Unblock")
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("No contacts yet").assertIsDisplayed()
        rule.await(hasContentDescription("Requests")).performClick()
        rule.await(hasText("Bob") and hasClickAction()).performClick()
        tap("Unblock")
        answer("Unblock")
        rule.await("here now").assertIsDisplayed()
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("No requests")
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasText("Can you hear me?")).performClick()
        rule.await(hasContentDescription("Can you hear me?", substring = true)).assertIsDisplayed()
    }

    @Test
    fun `who was deleted is gone, and comes again as a request`() {
        bob.run("send", alice, "Hello")
        rule.await("Your first exchange has bound you")
        tap("Delete contact")
        rule.await("all messages of this chat").assertIsDisplayed()
        answer("Continue")
        rule.await("Nobody has a copy").assertIsDisplayed()
        answer("Delete here")
        rule.await("No contacts yet").assertIsDisplayed()
        assertEquals(ContactState.REMOVED, contact().state)
        assertEquals(emptyList<String>(), texts())

        bob.run("send", alice, "Are you there?")
        rule.await(hasContentDescription("Requests: 1 waits")).performClick()
        rule.await("Are you there?").assertIsDisplayed()
    }

    private fun contact(): Contact = runBlocking { messenger.contact(bob.uid) }

    private fun texts(): List<String> = runBlocking {
        if (contact().state == ContactState.REMOVED) emptyList() else messenger.messages(bob.uid, null, 50u).map { it.text }
    }

    private fun tap(words: String) {
        rule.await(hasText(words) and hasClickAction()).performScrollTo().performClick()
    }

    private fun answer(words: String) {
        rule.await(hasText(words) and hasClickAction() and hasAnyAncestor(isDialog())).performClick()
    }
}
