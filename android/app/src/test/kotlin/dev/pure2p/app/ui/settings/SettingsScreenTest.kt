package dev.pure2p.app.ui.settings

import androidx.activity.ComponentActivity
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsFocused
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.assertIsSelected
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasAnyAncestor
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDialog
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performImeAction
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextReplacement
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.DeviceChoices
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class SettingsScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()
    private var device = DeviceChoices()

    private fun show(state: String) {
        val actions = SettingsActions(
            back = { taps += "back" },
            retry = { taps += "retry" },
            edit = { taps += "edit $it" },
            setName = { taps += "name $it" },
            setPort = { taps += "port $it" },
            switch = { what, on -> taps += "$what $on" },
            choose = { device = device.it() },
            language = { taps += "language" },
            deleteSetAside = { taps += "delete set aside" },
            deleteEverything = { taps += "delete everything" },
            limits = { taps += "limits" },
            licences = { taps += "licences" },
            version = { taps += "version" },
            log = { taps += "log" },
        )
        rule.setContent { Pure2pTheme(dynamic = false) { SettingsScreen(SettingsPreviews.states.getValue(state), actions) } }
    }

    private fun row(words: String) = rule.onNode(hasText(words) and hasClickAction()).performScrollTo()

    private fun says(words: String) =
        rule.onNode(hasText(words, substring = true)).performScrollTo().assertIsDisplayed()

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    @Test
    fun `it shows what is set, and what for`() {
        show("loaded")
        rule.onNode(hasText("Your name") and hasText("Alice")).assertIsDisplayed()
        row("Answer new people").assertIsOn()
        row("Read receipts").assertIsOn()
        row("Ask the router to open a port").assertIsOn()
        rule.onNode(hasText("Port") and hasText("20731")).performScrollTo().assertIsDisplayed()
        row("Same as the device").assertIsSelected()
        row("Keep the screen on").assertIsOn()
        row("Enter sends").assertIsOff()
        row("App lock").assertIsOff()
        rule.onNode(hasText("Used on this device") and hasText("12 MB, with 1024 messages")).performScrollTo().assertIsDisplayed()
        rule.onNode(hasText("Version") and hasText("0.1.0")).performScrollTo().assertIsDisplayed()
        saysNot("An old database")
        saysNot("Not changed")
    }

    @Test
    fun `other settings are shown as they are`() {
        show("changed")
        says("None: others see your UID")
        for (words in listOf("Answer new people", "Read receipts", "Ask the router to open a port", "Keep the screen on")) {
            row(words).assertIsOff()
        }
        row("Dark").assertIsSelected()
        row("Enter sends").assertIsOn()
        row("App lock").assertIsOn()
        says("48 kB, with 1 message")
    }

    @Test
    fun `taps do what they say`() {
        show("loaded")
        row("Your name").performClick()
        row("Answer new people").performClick()
        row("Read receipts").performClick()
        row("Ask the router to open a port").performClick()
        row("Port").performClick()
        row("Language").performClick()
        row("Limits").performClick()
        row("Licences").performClick()
        row("Version").performClick()
        row("Log").performClick()
        rule.onNodeWithContentDescription("Back").performClick()
        val switched = listOf("ANSWER_NEW_PEOPLE false", "READ_RECEIPTS false", "ASK_ROUTER false")
        val pages = listOf("language", "limits", "licences", "version", "log", "back")
        assertEquals(listOf("edit NAME") + switched + "edit PORT" + pages, taps)
    }

    @Test
    fun `what is chosen for the device changes nothing else`() {
        device = DeviceChoices(localNetworkAsked = true)
        show("loaded")
        for (words in listOf("Dark", "Keep the screen on", "Enter sends", "App lock")) row(words).performClick()
        assertEquals(SettingsPreviews.states.getValue("changed").device.copy(localNetworkAsked = true), device)
    }

    @Test
    fun `before the core has answered only the device's own are there`() {
        show("unloaded")
        saysNot("Your name")
        saysNot("Port")
        saysNot("Used on this device")
        row("Same as the device").assertIsSelected()
    }

    @Test
    fun `that nothing could be read is said`() {
        show("unread")
        says("Your settings can’t be read right now.")
        rule.onNodeWithText("Try again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `a name is typed and saved`() {
        show("name")
        rule.onNode(hasSetTextAction() and hasText("Alice")).assertIsFocused().performTextReplacement("Alice B.")
        rule.onNodeWithText("Save").performClick()
        rule.onNode(hasSetTextAction()).performImeAction()
        rule.onNodeWithText("Cancel").performClick()
        assertEquals(listOf("name Alice B.", "name Alice B.", "edit null"), taps)
    }

    @Test
    fun `a refused name says why, and can be mended`() {
        show("name-refused")
        rule.onNode(hasText("That name is too long", substring = true) and polite).assertIsDisplayed()
        rule.onNode(hasSetTextAction() and hasText("Alice")).assertIsDisplayed()
    }

    @Test
    fun `a port is typed, and counts from the next opening on`() {
        show("port")
        rule.onNode(hasText("A change counts from the next opening on.", substring = true)).assertIsDisplayed()
        rule.onNode(hasSetTextAction() and hasText("20731")).performTextReplacement("4000")
        rule.onNodeWithText("Save").performClick()
        assertEquals(listOf("port 4000"), taps)
    }

    @Test
    fun `a refused port says why`() {
        show("port-refused")
        rule.onNode(hasText("A port is a number from 1024 to 65535.") and polite).assertIsDisplayed()
    }

    @Test
    fun `what was not stored is said where it was tapped`() {
        show("not-stored")
        val words = rule.onNode(hasText("Not changed: the database did not answer.", substring = true) and polite)
        val tapped = row("Read receipts").getBoundsInRoot()
        assertEquals(tapped.bottom.value, words.getBoundsInRoot().top.value, 1f)
    }

    @Test
    fun `that the device is full is said`() {
        show("device-full")
        says("Not changed: this device has no room left.")
    }

    @Test
    fun `without a lock of the device there is none of the app`() {
        show("no-lock")
        rule.onNode(hasText("App lock") and hasText("This device has no screen lock.", substring = true))
            .performScrollTo().assertIsNotEnabled()
        rule.picture("settings-no-lock")
    }

    @Test
    fun `a lock whose device has lost its own can be switched off`() {
        show("lock-gone")
        device = DeviceChoices(appLock = true)
        row("App lock").assertIsOn().performClick()
        assertEquals(false, device.appLock)
    }

    @Test
    fun `where the system has no languages for apps that is said`() {
        show("old-android")
        says("The app speaks your device’s language")
        rule.onNode(hasText("Language") and hasClickAction()).assertDoesNotExist()
    }

    @Test
    fun `an old database can be deleted`() {
        show("set-aside")
        says("An old database that nobody can read any more is still on this device (3.4 MB).")
        rule.picture("settings-set-aside")
        rule.onNodeWithText("Delete it").performScrollTo().performClick()
        assertEquals(emptyList<String>(), taps)
        rule.onNode(hasText("Delete it") and hasClickAction() and inDialog).performClick()
        assertEquals(listOf("delete set aside"), taps)
    }

    @Test
    fun `deleting everything takes two steps, and names what is lost`() {
        show("loaded")
        row("Delete everything").performClick()
        for (lost in listOf("your account. Your UID never", "all contacts", "all messages, also those that still wait", "all settings")) {
            rule.onNode(hasText(lost, substring = true) and inDialog).assertIsDisplayed()
        }
        rule.onNodeWithText("Cancel").performClick()
        row("Delete everything").performClick()
        rule.onNodeWithText("Continue").performClick()
        rule.onNodeWithText("Cancel").performClick()
        assertEquals(emptyList<String>(), taps)
        row("Delete everything").performClick()
        rule.onNodeWithText("Continue").performClick()
        rule.picture("settings-last-question")
        rule.onNodeWithText("Delete everything now").performClick()
        assertEquals(listOf("delete everything"), taps)
        saysNot("Really everything?")
    }

    @Test
    fun `while it deletes nothing else can be tapped, and back leads nowhere`() {
        show("deleting")
        rule.onNode(hasText("Everything is being deleted.") and polite).assertIsDisplayed()
        rule.onNode(hasClickAction()).assertDoesNotExist()
        rule.activityRule.scenario.onActivity { it.onBackPressedDispatcher.onBackPressed() }
        rule.onNodeWithText("Everything is being deleted.").assertIsDisplayed()
    }

    @Test
    fun `what could not be deleted is tried again`() {
        show("not-deleted")
        says("This device did not let go of all files.")
        rule.onNodeWithText("Try again").performClick()
        assertEquals(listOf("delete everything"), taps)
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters what is lost is all there`() {
        show("loaded")
        row("Delete everything").performClick()
        rule.onNode(hasText("Nobody is told", substring = true)).performScrollTo().assertIsDisplayed()
        rule.onNodeWithText("Continue").assertIsDisplayed()
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters a port can be typed`() {
        show("port-refused")
        rule.onNode(hasSetTextAction()).assertIsDisplayed()
        rule.onNodeWithText("Save").assertIsDisplayed()
        rule.onNode(hasText("A change counts from the next opening on.", substring = true)).performScrollTo().assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("loaded")
        says("Lesebestätigungen")
        says("12 MB, mit 1024 Nachrichten")
        row("Alles löschen").performClick()
        rule.onNode(hasText("Sie werden nie zugestellt", substring = true)).assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left the switches are at the left`() {
        show("loaded")
        val look = rule.onNodeWithText("Appearance").performScrollTo().getBoundsInRoot()
        assertTrue(look.left > rule.onRoot().getBoundsInRoot().width / 2)
    }

    @Test
    fun `on a wide screen lines are not too long`() {
        RuntimeEnvironment.setQualifiers("w1280dp-h800dp")
        show("loaded")
        val row = row("Your name").getBoundsInRoot()
        assertEquals(640.dp, row.width)
        assertTrue("it is in the middle", row.left > 300.dp)
    }

    private companion object {
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        val inDialog = hasAnyAncestor(isDialog())
    }
}
