package dev.pure2p.app.ui.settings

import android.content.Context
import androidx.activity.ComponentActivity
import androidx.compose.runtime.Composable
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasScrollToIndexAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performScrollToNode
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.ui.settings.licences.LicencesScreen
import dev.pure2p.app.ui.settings.licences.Part
import dev.pure2p.app.ui.settings.licences.Terms
import dev.pure2p.app.ui.settings.licences.parseLicences
import dev.pure2p.app.ui.settings.licences.readLicences
import dev.pure2p.app.ui.settings.limits.LimitsScreen
import dev.pure2p.app.ui.settings.log.LogActions
import dev.pure2p.app.ui.settings.log.LogPreviews
import dev.pure2p.app.ui.settings.log.LogScreen
import dev.pure2p.app.ui.settings.log.MOST
import dev.pure2p.app.ui.settings.log.shareable
import dev.pure2p.app.ui.settings.version.VersionScreen
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.RuntimeEnvironment
import org.robolectric.annotation.Config

/** The pages that one reads. */
@RunWith(AndroidJUnit4::class)
class PagesTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private fun show(content: @Composable () -> Unit) = rule.setContent { Pure2pTheme(dynamic = false, content = content) }

    private fun limits() = show { LimitsScreen { taps += "back" } }

    private fun log(state: String) = show {
        val actions = LogActions({ taps += "back" }, { taps += "share" }, { taps += "clear" })
        LogScreen(LogPreviews.states.getValue(state), actions)
    }

    private fun says(words: String) =
        rule.onNode(hasText(words, substring = true)).performScrollTo().assertIsDisplayed()

    @Test
    fun `the limits are said`() {
        limits()
        says("Nothing arrives while it is closed or in the background")
        says("Nobody has a copy of your messages")
        says("mobile data on both sides, or one of each")
        says("Switch on UPnP")
        says("mobile data on both sides: 5 to 20 of 100")
        says("Your contacts and your provider see your IP address.")
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("back"), taps)
    }

    @Test
    @Config(qualifiers = "+de")
    fun `the limits in German`() {
        limits()
        says("Was hilft, das Beste zuerst:")
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `the limits from right to left`() {
        limits()
        // The sign before one of a list is at its right.
        val text = rule.onNode(hasText("Switch on UPnP", substring = true)).performScrollTo().getBoundsInRoot()
        assertTrue(text.left.value < 20f)
    }

    @Test
    fun `the limits on a wide screen`() {
        RuntimeEnvironment.setQualifiers("w1280dp-h800dp")
        limits()
        assertTrue(says("Both of you must have it open").getBoundsInRoot().left.value > 300)
    }

    @Test
    fun `a version is one of app, messenger and system`() {
        show { VersionScreen("0.1.0", "15") {} }
        rule.onNode(hasText("This app") and hasText("0.1.0")).assertIsDisplayed()
        rule.onNode(hasText("The messenger in it") and hasText("0.1.0", substring = true)).assertIsDisplayed()
        rule.onNode(hasText("This device’s Android") and hasText("15")).assertIsDisplayed()
    }

    private fun licences() = show {
        val resources = ApplicationProvider.getApplicationContext<Context>().resources
        LicencesScreen(readLicences(resources)) { taps += "back" }
    }

    private fun line(words: String) =
        rule.onNode(hasScrollToIndexAction()).performScrollToNode(hasText(words, substring = true))

    @Test
    fun `everybody whose work is in it is named, with the words they ask for`() {
        licences()
        rule.onNode(hasText("Pure2P itself is free software", substring = true)).assertIsDisplayed()
        for (part in listOf("SQLCipher 4", "androidx.compose.ui:ui 1", "net.java.dev.jna:jna 5", "rusqlite 0", "OpenSSL 3")) line(part)
        line("Version 2.0, January 2004")
        line("ZETETIC LLC")
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("back"), taps)
    }

    @Test
    fun `a list of licences is parts, then texts`() {
        val read = parseLicences("* one:a 1.0: MIT\n* two: public domain\n= one, two\n* first\n\nlast\n= three\nText")
        assertEquals(listOf(Part("one:a 1.0", "MIT"), Part("two", "public domain")), read.parts)
        assertEquals(listOf(Terms("one, two", "* first\n\nlast"), Terms("three", "Text")), read.terms)
    }

    @Test
    fun `a log can be read, shared and cleared`() {
        log("lines")
        rule.onNode(hasText("What is not: messages, names", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Share the log").performClick()
        rule.onNodeWithText("Clear it").performClick()
        rule.onNode(hasScrollToIndexAction()).performScrollToNode(hasText("listening no more", substring = true))
        assertEquals(listOf("share", "clear"), taps)
    }

    @Test
    fun `an empty log says so, and there is nothing to share`() {
        log("empty")
        rule.onNode(hasText("Nothing is noted", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Share the log").assertDoesNotExist()
    }

    @Test
    fun `a log that is too long says so`() {
        log("shortened")
        rule.onNode(hasText("These are the newest lines", substring = true)).assertIsDisplayed()
    }

    @Test
    fun `that there is no app to share with is said`() {
        log("no-app")
        rule.onNodeWithText("There is no app to share with.").assertIsDisplayed()
    }

    @Test
    fun `the newest lines are kept`() {
        val few = listOf("one", "two")
        assertEquals(few to false, shareable(few).run { lines to shortened })
        val many = List(300) { "$it ".padEnd(500, 'x') }
        val kept = shareable(many)
        assertTrue(kept.shortened)
        assertEquals(many.last(), kept.lines?.last())
        assertTrue(kept.lines.orEmpty().joinToString("\n").length in MOST - 600..MOST)
    }
}
