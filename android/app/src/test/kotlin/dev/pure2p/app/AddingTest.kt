package dev.pure2p.app

import android.Manifest
import android.content.ClipData
import android.content.ClipboardManager
import android.content.Intent
import android.net.Uri
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertTextContains
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createEmptyComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.test.core.app.ActivityScenario
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.support.Drawing
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import dev.pure2p.core.groupedUid
import dev.pure2p.core.linkQr
import dev.pure2p.core.safetyQr
import kotlinx.coroutines.runBlocking
import org.junit.After
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** Adding somebody in every way there is, over the real library, and to where they are met. */
@RunWith(AndroidJUnit4::class)
class AddingTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createEmptyComposeRule()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()
    private val open: OpenHome get() = (app.home.state.value as HomeState.Open).home
    private var scenario: ActivityScenario<MainActivity>? = null

    @After
    fun leave() {
        scenario?.close()
    }

    private fun launch(link: String? = null) {
        val intent = Intent(app, MainActivity::class.java)
        if (link != null) intent.setAction(Intent.ACTION_VIEW).setData(Uri.parse(link))
        scenario = ActivityScenario.launch(intent)
    }

    /** Somebody who has had the app for a while. */
    private fun withAccount() {
        rule.waitUntil(60_000) { app.home.state.value is HomeState.Open }
        runBlocking { open.createAccount("Alice") }
    }

    private fun toAdd() {
        withAccount()
        launch()
        rule.await("Open")
        rule.await(hasText("Add a contact") and hasClickAction()).performClick()
    }

    private fun field() = rule.await(hasSetTextAction() and hasText("Link or UID", substring = true))

    private fun tap(words: String) = rule.await(hasText(words) and hasClickAction()).assertIsDisplayed().performClick()

    private fun judged(words: String) = rule.await(SemanticsMatcher("says $words") { node ->
        node.config.getOrElse(SemanticsProperties.ContentDescription) { emptyList() }.any { words in it }
    })

    /** Bob adds us by our link: from then on both know that the other is here. */
    private fun met() {
        bob.run("add", runBlocking { open.messenger.run { link(session().listening, true) } })
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasText("here now", substring = true)).assertIsDisplayed()
    }

    private fun contacts() = runBlocking { open.messenger.contacts() }

    private fun scan() {
        shadowOf(app).grantPermissions(Manifest.permission.CAMERA)
        tap("Scan")
        rule.await("Point the camera at the code")
        rule.waitUntil(60_000) { app.camera.isOpen }
    }

    private fun copy(text: String) =
        app.getSystemService(ClipboardManager::class.java)!!.setPrimaryClip(ClipData.newPlainText(null, text))

    @Test
    fun `by a typed UID, and met when their link does the rest`() {
        toAdd()
        val wrong = bob.uid.replaceRange(20, 21, if (bob.uid[20] == 'q') "p" else "q")
        field().performTextInput(wrong)
        judged("Look at group 6: ").assertExists()
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
        field().performTextReplacement(groupedUid(bob.uid))
        rule.await("No name is given")
        rule.await("No address is given")
        rule.await(hasText("What you call them", substring = true)).performScrollTo().performTextInput("Robert")
        assertEquals(0, contacts().size)
        tap("Add")
        rule.await("Nothing written yet")
        rule.await("Robert").assertIsDisplayed()
        bob.open()
        met()
        assertEquals(listOf(bob.uid), contacts().map { it.uid })
    }

    @Test
    fun `by a scanned code, and met`() {
        bob.open()
        val link = bob.link()
        toAdd()
        scan()
        val mine = checkNotNull(open.account.value).uid
        app.camera.sees(Drawing(safetyQr(bob.uid, mine)).frame())
        rule.await("This code compares safety numbers.").assertIsDisplayed()
        rule.picture("story-scan-wrong")
        app.camera.sees(Drawing(null).frame())
        app.camera.sees(Drawing(linkQr(link), degrees = 90.0, noise = 8).frame())
        rule.await("“\u2068Bob\u2069”")
        rule.await(hasText("Show") and hasClickAction()).performScrollTo().performClick()
        rule.await(bob.address)
        assertFalse(app.camera.isOpen)
        rule.picture("story-scanned")
        assertEquals(0, contacts().size)
        tap("Add")
        rule.await("Nothing written yet")
        met()
    }

    @Test
    fun `by a link that was tapped while the app was closed`() {
        bob.open()
        withAccount()
        launch(bob.link())
        rule.await("“\u2068Bob\u2069”")
        assertEquals(0, contacts().size)
        tap("Add")
        rule.await("Nothing written yet")
        met()
    }

    @Test
    fun `a link that comes before there is an account waits for it`() {
        bob.open()
        launch(bob.link())
        rule.await("Create").performScrollTo().performClick()
        rule.await("“\u2068Bob\u2069”")
        assertEquals(0, contacts().size)
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("No contacts yet").assertIsDisplayed()
        assertEquals(0, contacts().size)
    }

    @Test
    fun `a later link takes the place of an earlier one, and of a book nothing is kept`() {
        bob.open()
        withAccount()
        launch("pure2p:" + "x".repeat(300_000))
        judged("That is too much for a link.").assertExists()
        val link = bob.link()
        checkNotNull(scenario).onActivity {
            InstrumentationRegistry.getInstrumentation().callActivityOnNewIntent(it, Intent(Intent.ACTION_VIEW, Uri.parse(link)))
        }
        rule.await("“\u2068Bob\u2069”")
        checkNotNull(scenario).recreate()
        rule.await("“\u2068Bob\u2069”")
        rule.await(hasText(link) and hasSetTextAction()).assertIsDisplayed()
    }

    @Test
    fun `by what was copied, whatever stands around it`() {
        toAdd()
        tap("Paste")
        rule.await("No text was copied.").assertIsDisplayed()
        copy("Hello")
        tap("Paste")
        judged("This is neither a link nor a UID.").assertExists()
        copy("x".repeat(1_000_000))
        tap("Paste")
        judged("That is too much for a link.").assertExists()
        bob.open()
        val link = bob.link()
        copy("I am on Pure2P: $link \uD83D")
        tap("Paste")
        rule.await("“\u2068Bob\u2069”")
        field().assertTextContains(link)
        val name = rule.await(hasText("What you call them", substring = true)).performScrollTo()
        name.performTextInput("B".repeat(65))
        tap("Add")
        rule.await("That name is too long")
        assertEquals(0, contacts().size)
        name.performTextReplacement("")
        tap("Add")
        rule.await("Nothing written yet")
        assertEquals("Bob", contacts().single().name)
    }

    @Test
    fun `one's own UID is one's own`() {
        toAdd()
        field().performTextInput(checkNotNull(open.account.value).uid)
        rule.await("This is you")
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
        tap("My link")
        rule.await("Whoever has this can ask to write to you.")
    }

    @Test
    fun `who is known has a chat, and a new link says where they are now`() {
        withAccount()
        runBlocking { open.messenger.add(bob.uid, "Bobby") }
        bob.open()
        launch(bob.uid.let { "pure2p:$it" })
        rule.await("is your contact already.")
        tap("Open the chat")
        rule.await("Nothing written yet")
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasContentDescription("Add a contact") and hasClickAction()).performClick()
        field().performTextInput(bob.link())
        rule.await("is your contact already.")
        assertTrue(contacts().single().addresses.isEmpty())
        tap("Use these addresses, and open the chat")
        rule.await("Nothing written yet")
        val bobby = contacts().single()
        assertEquals("Bobby", bobby.name)
        assertEquals(listOf(bob.address), bobby.addresses.map { it.address })
    }

    @Test
    fun `who is blocked is unblocked first`() {
        toAdd()
        runBlocking {
            open.messenger.add(bob.uid, "Bobby")
            open.messenger.block(bob.uid)
        }
        field().performTextInput(bob.uid)
        rule.await("You blocked")
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
        tap("Unblock")
        rule.await("is your contact already.")
        assertFalse(contacts().single().blocked)
        tap("Open the chat")
        rule.await("Nothing written yet")
    }

    @Test
    fun `a stranger who was blocked is a stranger again, and can be added`() {
        toAdd()
        runBlocking { open.messenger.block(bob.uid) }
        field().performTextInput(bob.uid)
        rule.await("You blocked")
        tap("Unblock")
        tap("Add")
        rule.await("Nothing written yet")
        assertEquals(listOf(bob.uid), contacts().map { it.uid })
    }

    @Test
    fun `who wrote first is accepted by adding them`() {
        toAdd()
        bob.run("add", runBlocking { open.messenger.run { link(session().listening, true) } })
        bob.run("send", checkNotNull(open.account.value).uid, "Hello from the terminal")
        bob.open()
        rule.waitUntil(60_000) { runBlocking { open.messenger.requests() }.isNotEmpty() }
        field().performTextInput(bob.uid)
        rule.await("They have asked to write to you.")
        tap("Add and accept")
        rule.await(hasContentDescription("Hello from the terminal", substring = true)).assertIsDisplayed()
        assertEquals(0, runBlocking { open.messenger.requests() }.size)
    }

    @Test
    fun `while the scanner is open the app can be turned`() {
        toAdd()
        scan()
        checkNotNull(scenario).recreate()
        rule.await("Point the camera at the code")
        rule.waitUntil(60_000) { app.camera.isOpen }
        app.camera.sees(Drawing(linkQr(bob.uid)).frame())
        rule.await("No name is given")
        rule.onNodeWithText("Scan").assertIsDisplayed()
    }
}
