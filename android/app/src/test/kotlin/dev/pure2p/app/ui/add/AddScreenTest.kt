package dev.pure2p.app.ui.add

import android.view.inputmethod.EditorInfo
import androidx.activity.ComponentActivity
import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.autofill.ContentDataType
import androidx.compose.ui.graphics.isSpecified
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsActions
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.semantics.getOrNull
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsEnabled
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasContentDescription
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isDisplayed
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onFirst
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.compose.ui.text.TextLayoutResult
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.height
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertNotEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class AddScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()

    private val actions = AddActions(
        back = { taps += "back" },
        scan = { taps += "scan" },
        paste = { taps += "paste" },
        add = { taps += "add $it" },
        unblock = { taps += "unblock" },
        chat = { taps += "chat" },
        myLink = { taps += "my link" },
    )

    private fun show(state: String) {
        rule.setContent { Pure2pTheme(dynamic = false) { AddPreview(AddPreviews.states.getValue(state), actions) } }
    }

    private fun says(words: String) {
        val node = rule.onAllNodes(hasText(words, substring = true)).onFirst()
        if (!node.isDisplayed()) node.performScrollTo()
        node.assertIsDisplayed()
    }

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    private fun tap(words: String) = rule.onNode(hasText(words) and hasClickAction()).assertIsDisplayed().performClick()

    private fun addresses(many: String, what: String) =
        rule.onNode(hasText(many) and hasText(what) and hasClickAction()).performScrollTo().performClick()

    private fun link() = rule.onNode(hasSetTextAction() and hasText("Link or UID", substring = true))

    @Test
    fun `three ways are offered, and nothing is added`() {
        show("empty")
        says("Scan the code that they show you, paste the link that they sent you, or type their UID (they find it at “My link”).")
        says("A UID has 64 characters.")
        tap("Scan")
        tap("Paste")
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("scan", "paste", "back"), taps)
        saysNot("What you call them")
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
    }

    @Test
    fun `without a camera scanning is not offered`() {
        show("no-camera")
        says("Paste the link that they sent you, or type their UID (they find it at “My link”).")
        rule.onNodeWithText("Scan").assertDoesNotExist()
    }

    @Test
    fun `a no to the camera is taken`() {
        show("refused")
        says("Everything else works without it.")
        rule.onNodeWithText("Open the settings").assertDoesNotExist()
        rule.onNodeWithText("Paste").assertIsEnabled()
    }

    @Test
    fun `a no for good can be taken back in the settings`() {
        show("refused-for-good")
        says("You can allow it in the system’s settings.")
        rule.onNodeWithText("Open the settings").assertIsDisplayed()
    }

    @Test
    fun `that nothing was copied is said`() {
        show("nothing-to-paste")
        says("No text was copied.")
    }

    @Test
    fun `a UID is shown in groups while it is typed`() {
        show("typing")
        val shown = link().fetchSemanticsNode().config[SemanticsProperties.EditableText].text
        assertEquals(listOf(4, 4, 4, 4, 4, 2), shown.split(' ').map { it.length })
        rule.onNode(hasContentDescription("22 of 64 characters, no mistake so far"), useUnmergedTree = true).assertExists()
    }

    @Test
    fun `the group with a mistake is marked, and spoken`() {
        show("typing-wrong")
        val spelled = "No UID has that character there. Look at group 4: \u2068b o "
        val node = link().fetchSemanticsNode()
        assertTrue(node.config[SemanticsProperties.Error], node.config[SemanticsProperties.Error].startsWith(spelled))
        rule.onNode(
            hasContentDescription(spelled, substring = true) and
                SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite),
            useUnmergedTree = true,
        ).assertExists()
        val drawn = mutableListOf<TextLayoutResult>()
        node.config[SemanticsActions.GetTextLayoutResult].action?.invoke(drawn)
        val marked = drawn.single().layoutInput.text.spanStyles.single { it.item.background.isSpecified }
        assertEquals(3 * 5, marked.start)
        assertEquals(3 * 5 + 4, marked.end)
    }

    @Test
    fun `what is wrong is said, each in its own sentence`() {
        var shown by mutableStateOf(AddPreviews.states.getValue("empty"))
        rule.setContent { Pure2pTheme(dynamic = false) { AddPreview(shown, actions) } }
        val sentences = mapOf(
            "checksum-group" to "A character is wrong. Look at group 6: ",
            "checksum" to "A character is wrong, or several are.",
            "wrong-character" to "No UID has that character there. Look at group 4: ",
            "mixed-case" to "Capital and small letters are mixed.",
            "no-key" to "Nobody can have this UID.",
            "newer" to "A newer version of this app made this.",
            "wrong-length" to "A UID has 64 characters; these are 70.",
            "neither" to "This is neither a link nor a UID.",
            "link-uid" to "This link is damaged",
            "link-newer" to "A newer version of this app made this.",
            "link-cut" to "The end of this link is damaged or missing.",
            "link-changed" to "it is not what its owner signed",
            "link-strange" to "There is something in this link",
            "too-long" to "That is too much for a link.",
        )
        for ((state, sentence) in sentences) {
            shown = AddPreviews.states.getValue(state)
            rule.onNode(hasContentDescription(sentence, substring = true), useUnmergedTree = true).assertIsDisplayed()
            rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
        }
    }

    @Test
    fun `a link says who and where before it adds`() {
        show("link")
        rule.onNode(hasContentDescription("This link is complete."), useUnmergedTree = true).assertExists()
        says("“\u2068Bob\u2069”")
        says("Nobody has checked it.")
        rule.onNodeWithContentDescription("Their UID, in groups of four: p u r e, 1 ", substring = true).performScrollTo()
        saysNot("Reached from everywhere.")
        addresses("5 addresses", "Show")
        for ((address, what) in listOf(
            "203.0.113.7:20731" to "Reached from everywhere.",
            "[2001:db8::7]:20731" to "unless a firewall is in between",
            "100.64.3.9:20731" to "within their provider’s own network at most",
            "192.168.7.20:20731" to "while you’re in the same network",
            "127.0.0.1:20731" to "on this very device only",
        )) {
            rule.onNode(hasText(address) and hasText(what, substring = true)).performScrollTo().assertIsDisplayed()
        }
        addresses("5 addresses", "Hide")
        saysNot("Reached from everywhere.")
        assertEquals(emptyList<String>(), taps)
        tap("Add")
        assertEquals(listOf("add "), taps)
    }

    @Test
    fun `one's own name for them stands before what they say of themselves, and the link takes one line`() {
        show("link")
        val order = rule.onAllNodes(hasText("What you call them", substring = true) or hasText("5 addresses")).fetchSemanticsNodes()
        assertTrue("the name comes first", order[0].config.contains(SemanticsActions.SetText))
        assertTrue("one line of it is seen", link().getBoundsInRoot().height < 100.dp)
    }

    @Test
    fun `a name of one's own comes along`() {
        show("named")
        says("Without one, the name that they gave is shown.")
        tap("Add")
        assertEquals(listOf("add Bob from the choir"), taps)
    }

    @Test
    fun `a bare UID says that it says nothing more`() {
        show("uid")
        rule.onNode(hasContentDescription("No mistake in it."), useUnmergedTree = true).assertExists()
        says("No name is given")
        says("No address is given")
        says("Without one, the beginning of their UID is shown.")
    }

    @Test
    fun `until it is known who they are nothing can be done`() {
        show("unasked")
        says("“\u2068Bob\u2069”")
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
    }

    @Test
    fun `a name that is none is refused`() {
        show("bad-name")
        says("That name is too long")
    }

    @Test
    fun `while it is done it is not done again`() {
        show("busy")
        rule.onNode(hasText("Add") and hasClickAction()).assertIsDisplayed().assertIsNotEnabled()
    }

    @Test
    fun `that nothing was stored is said`() {
        show("not-stored")
        says("Nothing was changed: the database did not take it.")
        rule.onNode(hasText("Add") and hasClickAction()).assertIsDisplayed().assertIsEnabled()
    }

    @Test
    fun `one's own UID leads to one's own link`() {
        show("own")
        says("This is you")
        saysNot("What you call them")
        tap("My link")
        assertEquals(listOf("my link"), taps)
    }

    @Test
    fun `who is known already has a chat`() {
        show("known")
        says("is your contact already.")
        tap("Open the chat")
        assertEquals(listOf("chat"), taps)
    }

    @Test
    fun `a new link of who is known says where they are now`() {
        show("known-link")
        tap("Open the chat")
        tap("Use these addresses, and open the chat")
        assertEquals(listOf("chat", "add "), taps)
    }

    @Test
    fun `who is blocked can be unblocked, and not added`() {
        show("blocked")
        says("Unblock first: then they can be your contact.")
        rule.onNode(hasText("Add") and hasClickAction()).assertDoesNotExist()
        tap("Unblock")
        assertEquals(listOf("unblock"), taps)
    }

    @Test
    fun `adding who has asked accepts them`() {
        show("asking")
        says("They have asked to write to you.")
        tap("Add and accept")
        assertEquals(listOf("add "), taps)
    }

    @Test
    fun `who it is is read out when it comes`() {
        show("link")
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText("“\u2068Bob\u2069”") and hasText("Nobody has checked it.", substring = true)).assertExists()
    }

    @Test
    fun `a keyboard learns nothing, corrects nothing, and nothing is filled in`() {
        show("empty")
        link().performScrollTo().performClick()
        rule.waitForIdle()
        val view = rule.activity.window.decorView.findFocus() ?: rule.activity.currentFocus
        val asked = EditorInfo()
        rule.runOnUiThread { checkNotNull(view).onCreateInputConnection(asked) }
        assertNotEquals("it may learn", 0, asked.imeOptions and EditorInfo.IME_FLAG_NO_PERSONALIZED_LEARNING)
        assertEquals("it may correct", 0, asked.inputType and EditorInfo.TYPE_TEXT_FLAG_AUTO_CORRECT)
        val none = link().fetchSemanticsNode().config.getOrNull(SemanticsProperties.ContentDataType)
        assertEquals(ContentDataType.None, none)
    }

    @Test
    fun `what is typed has no spaces, however it is typed`() {
        val text = TextFieldState()
        rule.setContent { Pure2pTheme(dynamic = false) { AddScreen(AddState(), text, TextFieldState(), actions) } }
        link().performTextInput("pure 1qya-qs")
        assertEquals("pure1qyaqs", text.text.toString())
        link().performTextInput("q".repeat(10_000))
        assertEquals(MOST_ENTERED, text.text.length)
    }

    @Test
    @Config(qualifiers = "+night")
    fun `in the dark`() {
        show("link")
        rule.onNode(hasContentDescription("This link is complete."), useUnmergedTree = true).assertExists()
        says("“\u2068Bob\u2069”")
        rule.assertTouchable()
    }

    @Test
    @Config(qualifiers = "+night")
    fun `a mistake in the dark`() {
        show("typing-wrong")
        rule.assertTouchable()
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters nothing is cut off`() {
        show("link")
        addresses("5 addresses", "Show")
        rule.assertUncut()
        rule.assertTouchable()
        tap("Add")
        assertEquals(listOf("add "), taps)
    }

    @Test
    @Config(fontScale = 2f)
    fun `a mistake in large letters`() {
        show("typing-wrong")
        rule.assertUncut()
    }

    @Test
    @Config(fontScale = 2f)
    fun `the ways in large letters`() {
        show("refused-for-good")
        rule.assertUncut()
        rule.assertTouchable()
    }

    @Test
    fun `everything can be hit`() {
        show("known-link")
        rule.assertTouchable()
        addresses("5 addresses", "Show")
        rule.onNodeWithText("127.0.0.1:20731").performScrollTo()
        rule.assertTouchable()
    }

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() {
        show("link")
        says("So nennt die Person sich selbst.")
        addresses("5 Adressen", "Zeigen")
        says("Von überall erreichbar.")
        says("Verbergen")
        tap("Hinzufügen")
        assertEquals(listOf("add "), taps)
    }

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() {
        show("turned-name")
        val way = rule.onNodeWithText("Scan").getBoundsInRoot()
        assertTrue("it stands at the right", way.left > rule.onRoot().getBoundsInRoot().width / 2)
    }

    @Test
    @Config(qualifiers = "w800dp-h360dp-land")
    fun `where there is little height all of it is scrolled`() {
        show("link")
        rule.onNode(hasText("Add") and hasClickAction()).performScrollTo().performClick()
        assertEquals(listOf("add "), taps)
    }

    @Test
    @Config(qualifiers = "+de")
    fun `the ways in German`() {
        show("typing-wrong")
        says("Scanne den Code, den dir jemand zeigt")
        rule.onNode(hasContentDescription("Schau dir Gruppe 4 an", substring = true), useUnmergedTree = true).assertExists()
    }

    @Test
    @Config(qualifiers = "w900dp-h600dp")
    fun `on a wide screen lines stay short`() {
        show("link")
        assertTrue(link().getBoundsInRoot().width.value <= 560f)
    }
}
