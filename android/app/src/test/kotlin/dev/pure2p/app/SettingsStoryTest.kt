package dev.pure2p.app

import android.app.Application
import android.app.KeyguardManager
import android.content.Context
import android.provider.Settings.ACTION_APP_LOCALE_SETTINGS
import androidx.compose.ui.graphics.toPixelMap
import androidx.compose.ui.test.SemanticsNodeInteraction
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.captureToImage
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isOff
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.test.performTextReplacement
import androidx.core.view.WindowCompat
import androidx.lifecycle.Lifecycle
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.support.picture
import java.io.File
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** What is set is so: over the real library, with the terminal program as the other person. */
@RunWith(AndroidJUnit4::class)
class SettingsStoryTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()
    private val open: OpenHome get() = (app.home.state.value as HomeState.Open).home
    private val messenger get() = open.messenger

    private fun createAccount() {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        rule.await("Open")
    }

    /** Both know each other, and are here. */
    private fun friends() {
        bob.open()
        createAccount()
        val link = runBlocking {
            messenger.add(bob.link())
            messenger.link(messenger.session().listening, true)
        }
        bob.run("add", link)
        rule.await(hasText("Bob") and hasText("here now"))
    }

    private fun toSettings() {
        rule.await(hasContentDescription("Settings")).performClick()
        rule.await("Your name")
    }

    private fun row(words: String): SemanticsNodeInteraction = rule.await(hasText(words) and hasClickAction()).performScrollTo()

    private fun alice(): String = checkNotNull(open.account.value).uid

    @Test
    fun `another name is what the others see`() {
        friends()
        toSettings()
        row("Your name").performClick()
        rule.await(hasSetTextAction()).performTextReplacement("A".repeat(65))
        rule.onNodeWithText("Save").performClick()
        rule.await("That name is too long").assertIsDisplayed()
        rule.await(hasSetTextAction()).performTextReplacement("Alice in Wonderland")
        rule.await(hasSetTextAction()).performImeAction()
        rule.await(hasText("Your name") and hasText("Alice in Wonderland")).assertIsDisplayed()
        rule.waitUntil(60_000) { bob.run("contacts").single().getString("name") == "Alice in Wonderland" }
    }

    @Test
    fun `a port is judged and kept`() {
        createAccount()
        toSettings()
        row("Port").performClick()
        for (bad in listOf("80", "65536", "", "port")) {
            rule.await(hasSetTextAction()).performTextReplacement(bad)
            rule.onNodeWithText("Save").performClick()
            rule.await("A port is a number from 1024 to 65535.").assertIsDisplayed()
            rule.onNodeWithText("Cancel").performClick()
            row("Port").performClick()
        }
        rule.await(hasSetTextAction()).performTextReplacement("4711")
        rule.onNodeWithText("Save").performClick()
        rule.await(hasText("Port") and hasText("4711")).assertIsDisplayed()
        rule.activityRule.scenario.recreate()
        rule.await(hasText("Port") and hasText("4711")).assertExists()
        // Another process, as far as the database knows.
        runBlocking { app.home.close() }
        app.home.open()
        rule.waitUntil(60_000) { app.home.state.value is HomeState.Open }
        assertEquals(4711.toUShort(), runBlocking { messenger.settings() }.port)
    }

    @Test
    fun `without read receipts nobody learns that anything was read`() {
        friends()
        toSettings()
        row("Read receipts").performClick()
        rule.await(hasText("Read receipts") and isOff())
        rule.onNodeWithContentDescription("Back").performClick()
        bob.run("send", alice(), "Have you read this?")
        rule.await(hasText("Bob")).performClick()
        rule.await(hasContentDescription("Have you read this?", substring = true)).assertIsDisplayed()
        rule.waitUntil(60_000) { runBlocking { messenger.contact(bob.uid) }.unread == 0 }

        rule.onNodeWithContentDescription("Back").performClick()
        toSettings()
        row("Read receipts").performClick()
        rule.await(hasText("Read receipts") and !isOff())
        rule.onNodeWithContentDescription("Back").performClick()
        bob.run("send", alice(), "And this?")
        rule.await(hasText("Bob")).performClick()
        // The second is told. Were the first to be, it would have been by now.
        rule.waitUntil(60_000) {
            // The screen goes on only while somebody looks.
            rule.waitForIdle()
            states().last() == "read"
        }
        assertEquals(listOf("delivered", "read"), states())
    }

    private fun states(): List<String> = bob.run("messages", alice()).map { it.getString("state") }

    @Test
    fun `after deleting everything there is nothing, and a new account is another`() {
        friends()
        val uid = alice()
        val database = File(app.noBackupFilesDir, "home/messages.db")
        // The salt of its key: two databases have two.
        val before = database.readBytes().take(16)
        app.home.device.change { it.copy(enterSends = true) }
        toSettings()
        row("Delete everything").performClick()
        rule.await("From this device, at once and for good:").assertIsDisplayed()
        rule.onNodeWithText("Continue").performClick()
        rule.await("Delete everything now").performClick()
        rule.await("There is no server, ever").assertExists()
        rule.picture("story-deleted")
        assertNull(open.account.value)
        assertNotEquals(before, database.readBytes().take(16))
        assertFalse(app.home.device.choices.value.enterSends)
        rule.await(hasSetTextAction()).performTextInput("Alice again")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet").assertIsDisplayed()
        assertNotEquals(uid, alice())
        // Bob, who was told goodbye, goes on waiting for somebody who never comes.
        assertEquals(1, bob.run("contacts").size)
    }

    @Test
    fun `what could not be deleted is, the next time`() {
        createAccount()
        // Before: what is broken can't be read either.
        toSettings()
        row("Delete everything").performScrollTo()
        val wal = File(app.noBackupFilesDir, "home/messages.db-wal")
        // In its place there is something that is not deleted as a file is.
        wal.delete()
        File(wal, "in the way").mkdirs()
        row("Delete everything").performClick()
        rule.onNodeWithText("Continue").performClick()
        rule.await("Delete everything now").performClick()
        rule.await("This device did not let go of all files.").assertIsDisplayed()
        wal.deleteRecursively()
        rule.onNodeWithText("Try again").performClick()
        rule.await("There is no server, ever").assertExists()
    }

    @Test
    fun `the app is as dark as was chosen`() {
        createAccount()
        toSettings()
        assertTrue(ground() > 0.9f)
        row("Dark").performClick()
        rule.waitUntil(60_000) { ground() < 0.2f }
        assertFalse("the clock is readable", lightBars())
        row("Light").performClick()
        rule.waitUntil(60_000) { ground() > 0.9f }
        assertTrue("the clock is readable", lightBars())
    }

    private fun ground(): Float = rule.onRoot().captureToImage().toPixelMap()[1, 1].green

    private fun lightBars(): Boolean {
        var light = false
        rule.activityRule.scenario.onActivity {
            light = WindowCompat.getInsetsController(it.window, it.window.decorView).isAppearanceLightStatusBars
        }
        return light
    }

    @Test
    fun `Enter sends once it is switched on`() {
        friends()
        toSettings()
        row("Enter sends").performClick()
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(hasText("Bob")).performClick()
        rule.await(hasSetTextAction()).performTextInput("Sent by Enter")
        rule.await(hasSetTextAction()).performImeAction()
        rule.await(hasContentDescription("Message delivered", substring = true)).assertIsDisplayed()
    }

    @Test
    fun `an app lock needs a device that has one`() {
        val guard = shadowOf(app.getSystemService(Context.KEYGUARD_SERVICE) as KeyguardManager)
        guard.setIsDeviceSecure(false)
        createAccount()
        toSettings()
        row("App lock").assertIsNotEnabled()
        guard.setIsDeviceSecure(true)
        // They went to the system's settings, and come back.
        rule.activityRule.scenario.moveToState(Lifecycle.State.STARTED)
        rule.activityRule.scenario.moveToState(Lifecycle.State.RESUMED)
        row("App lock").assertIsOff().performClick()
        rule.waitUntil(60_000) { app.home.device.choices.value.appLock }
    }

    @Test
    fun `every page is one tap away, and one tap back`() {
        createAccount()
        toSettings()
        for ((page, words) in listOf(
            "Limits" to "A lost device is a lost history",
            "Licences" to "Made by others",
            "Version" to "they are made together",
            "Log" to "What is not: messages",
        )) {
            row(page).performClick()
            rule.await(words).assertIsDisplayed()
            rule.onNodeWithContentDescription("Back").performClick()
            rule.await("Your name")
        }
    }

    @Test
    fun `the language is the system's to choose`() {
        createAccount()
        toSettings()
        row("Language").performClick()
        rule.waitForIdle()
        val asked = shadowOf(app as Application).nextStartedActivity
        assertEquals(ACTION_APP_LOCALE_SETTINGS to "package:${app.packageName}", asked.action to asked.dataString)
    }
}
