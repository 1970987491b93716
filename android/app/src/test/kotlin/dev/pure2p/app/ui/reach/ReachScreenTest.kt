package dev.pure2p.app.ui.reach

import androidx.activity.ComponentActivity
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.setValue
import androidx.compose.ui.semantics.LiveRegionMode
import androidx.compose.ui.semantics.SemanticsProperties
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertCountEquals
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsNotEnabled
import androidx.compose.ui.test.getBoundsInRoot
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasStateDescription
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithTag
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.onRoot
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollToNode
import androidx.compose.ui.unit.width
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.support.assertTouchable
import dev.pure2p.app.support.assertUncut
import dev.pure2p.app.support.picture
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.MessengerException
import dev.pure2p.core.ReachState
import dev.pure2p.core.RouterRefusal
import dev.pure2p.messenger.ForegroundState
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** What this screen says in each state, and what taps do. */
@RunWith(AndroidJUnit4::class)
class ReachScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val taps = mutableListOf<String>()
    private var shown by mutableStateOf(ReachPreviews.states.getValue("looking"))

    private fun show(state: String) = show(ReachPreviews.states.getValue(state), "reach-$state")

    private fun show(state: ReachScreenState, picture: String) {
        shown = state
        val actions = ReachActions(
            back = { taps += "back" },
            check = { taps += "check" },
            settings = { taps += "settings" },
            systemSettings = { taps += "system" },
            contact = { taps += "contact $it" },
            retry = { taps += "retry" },
        )
        rule.setContent { Pure2pTheme(dynamic = false) { ReachScreen(shown, actions) } }
        rule.picture(picture)
    }

    private fun says(vararg words: String) {
        val all = words.map { hasText(it, substring = true) }.reduce { all, one -> all and one }
        rule.onNodeWithTag("reach").performScrollToNode(all)
        rule.onNode(all).assertIsDisplayed()
    }

    private fun saysNot(words: String) = rule.onNode(hasText(words, substring = true)).assertDoesNotExist()

    private fun tap(words: String) {
        rule.onNodeWithTag("reach").performScrollToNode(hasText(words) and hasClickAction())
        rule.onNode(hasText(words) and hasClickAction()).performClick()
    }

    @Test
    @Config(qualifiers = "+h1600dp")
    fun `who truly came in is the proof, and is named`() {
        show("confirmed")
        val truth = SemanticsMatcher.keyIsDefined(SemanticsProperties.Heading) and
            SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(truth and hasText("You can be reached: \u2068Bob\u2069 came in from another network", substring = true)).assertIsDisplayed()
        says("Listening on \u20660.0.0.0:20731\u2069, \u2066[::]:20731\u2069.")
        says("203.0.113.7:20731", "for everybody (opened by your router)")
        says("[2001:db8::7]:20731", "for everybody with IPv6 (this device’s own)")
        says("192.168.7.20:20731", "in your own network only (this device’s own)")
        says("Router: lets others in at \u2066203.0.113.7:20731\u2069 (PCP).")
        says("Router, IPv6: lets others in (UPnP).")
        says("Contacts see you come from")
        // In the truth, and in the list.
        rule.onAllNodes(hasText("\u2068Bob\u2069 came in from another network, last at", substring = true)).assertCountEquals(2)
        says("\u2068Carol\u2069 came in from your own network, last at")
        rule.assertTouchable()
    }

    @Test
    fun `who reaches whom is said for everybody, and leads to them`() {
        show("confirmed")
        says("Bob", "You reach them (since", "They reach you (since")
        rule.onNode(hasText("Bob") and hasStateDescription("here now")).assertExists()
        says("Carol", "You don’t reach them (since", "They reach you (since")
        says("A person with a name", "Nothing tried yet, in either direction.")
        rule.onNode(hasText("Carol") and hasClickAction()).performClick()
        assertEquals(listOf("contact ${Samples.uid(2)}"), taps)
    }

    @Test
    fun `who came in and is no contact any more is not named`() {
        show("confirmed-by-nobody-known")
        says("somebody came in from another network.")
        saysNot("Bob")
    }

    @Test
    fun `over IPv6 alone it says who probably gets in`() {
        show("ipv6-only")
        says("over IPv6, and none over IPv4")
        says("allow TCP port 20731 in your router’s IPv6 firewall")
        says("Router: answers in no protocol for opening ports.")
    }

    @Test
    fun `with IPv6 and a router that is not asked the setting is what helps`() {
        show("ipv6-only-unasked")
        says("Switch on “Ask the router to open a port” in the settings.")
        tap("Settings")
        assertEquals(listOf("settings"), taps)
    }

    @Test
    fun `in the own network only`() {
        show("lan-only")
        says("Only devices in your own network can reach you.")
        says("it is enough if one of you two can")
        says("IPv6 helps, too")
        saysNot("Switch on “Ask the router")
        saysNot("Settings")
    }

    @Test
    fun `a router that is not asked is the first thing to change`() {
        show("lan-only-unasked")
        says("Switch on “Ask the router to open a port” in the settings.")
        tap("Settings")
        assertEquals(listOf("settings"), taps)
    }

    @Test
    fun `on this device only`() {
        show("here-only")
        says("Only programs on this device can reach you.")
        says("127.0.0.1:20731", "on this device only")
    }

    @Test
    fun `a local network that the phone forbids is one tap away from being allowed`() {
        show("local-network-forbidden")
        says("may not use your local network")
        says("under permissions, nearby devices")
        tap("This app in the system’s settings")
        assertEquals(listOf("system"), taps)
    }

    @Test
    fun `it is said, too, where others get in all the same`() {
        show("forbidden-besides")
        says("You can be reached")
        says("who is on the same Wi-Fi does not reach you there")
        tap("This app in the system’s settings")
        assertEquals(listOf("system"), taps)
    }

    @Test
    fun `a router that has not answered yet`() {
        show("looking")
        says("Your router is being asked to let others in.")
        says("Messages do not wait for it.")
        says("Router: has not answered yet.")
        says("Nobody yet, since this app was opened in this network.")
    }

    @Test
    fun `a router that speaks no protocol is told by hand what to forward`() {
        show("no-router-protocol")
        says("your router does not open ports for apps")
        says("let it forward TCP port 20731 to \u2066192.168.7.20\u2069 by hand")
    }

    @Test
    fun offline() {
        show("offline")
        says("You’re offline")
        says("Until then everything waits here.")
        says("Contacts are told of no address.")
    }

    @Test
    fun `an open door that nobody came in by is not confirmed`() {
        show("opened-by-router")
        says("Your router lets others in. Nobody from another network has come in yet")
        says("allow TCP port 20731")
    }

    @Test
    fun `an address for everybody without a router`() {
        show("opened")
        says("You have an address for everybody.")
        says("203.0.113.8:20731", "for everybody (as contacts see you)")
        says("Router: lets others in (NAT-PMP).")
    }

    @Test
    fun `a second router`() {
        show("second-router")
        says("your router is itself behind another router")
        says("bridge mode")
        says("100.64.3.9:20731", "within your provider’s network at most (opened by your router)")
        says("its own address is \u2066100.64.3.9\u2069, not the internet’s.")
    }

    @Test
    fun `a second router of which no address is known`() {
        show("second-router-unnamed")
        says("it has no address in the internet itself")
    }

    @Test
    fun `a router that refuses is told what to do`() {
        show("router-refused")
        says("your router refused to open a port")
        says("Switch on UPnP, NAT-PMP or PCP")
        says("Router: refused (UPnP): opening ports is switched off.")
    }

    @Test
    fun `a port that others have can be changed`() {
        show("router-refused-conflict")
        says("choose another port in the settings")
        tap("Settings")
        assertEquals(listOf("settings"), taps)
    }

    @Test
    fun `a router that refuses without a reason`() {
        show("router-refused-silently")
        says("Restart or update your router")
        says("Router: refused (UPnP).")
    }

    @Test
    fun `each refusal has a reason in words and something to do`() {
        val reasons = listOf(
            "others have this port", "opening ports is switched off", "it has no firewall to open", "seconds only",
            "its answers make no sense", "its own line does not work", "it has no room for another port",
            "this device may not open ports", "it did not say why", "it does not know how to",
        )
        show(ReachPreviews.refusals.getValue(RouterRefusal.OTHER), "reach-router-refused-other")
        for ((refusal, reason) in RouterRefusal.entries.zip(reasons)) {
            shown = ReachPreviews.refusals.getValue(refusal)
            says("Router: refused (UPnP): ", reason)
            val advice = hasText("router", substring = true) and hasText(".", substring = true)
            assertTrue("$refusal", rule.onAllNodes(advice).fetchSemanticsNodes().isNotEmpty())
            if (refusal != RouterRefusal.NETWORK_FAILURE) says("TCP port 20731 to") else says("look at its cable")
        }
    }

    @Test
    fun opening() {
        show("opening")
        says("This app is opening.")
        saysNot("Check now")
        saysNot("Listening")
    }

    @Test
    fun closed() {
        show("closed")
        says("nobody can reach you")
        says("Leave it open on the screen")
        saysNot("Check now")
    }

    @Test
    fun `what could not be opened can be tried again`() {
        show("failed")
        says("can’t open to others right now")
        tap("Try again")
        assertEquals(listOf("check"), taps)
        saysNot("Check now")
    }

    @Test
    fun `a part of the app that is still open`() {
        show("still-open")
        says("Usually that ends by itself")
        tap("Try again")
        assertEquals(listOf("check"), taps)
    }

    @Test
    fun `a port that another app has`() {
        show("port-taken")
        says("choose another port in the settings")
        tap("Settings")
        assertEquals(listOf("settings"), taps)
    }

    @Test
    fun `without contacts nothing is said of them`() {
        show("alone")
        saysNot("Who reaches whom")
    }

    @Test
    fun `it is looked again when asked to`() {
        show("looking")
        tap("Check now")
        rule.onNodeWithContentDescription("Back").performClick()
        assertEquals(listOf("check", "back"), taps)
    }

    private fun readOut(words: String) {
        val polite = SemanticsMatcher.expectValue(SemanticsProperties.LiveRegion, LiveRegionMode.Polite)
        rule.onNode(polite and hasText(words, substring = true)).assertIsDisplayed()
    }

    @Test
    fun `while it is looked nobody has to ask again`() {
        show("check-looking")
        readOut("Looking")
        rule.onNodeWithText("Check now").assertIsNotEnabled()
    }

    @Test
    fun `that it was looked is said`() {
        show("check-looked")
        readOut("Looked again")
    }

    @Test
    fun `that it could not be looked is said`() {
        show("check-failed")
        readOut("The database did not answer.")
    }

    @Test
    fun `what may be old says so`() {
        show("stale")
        // Above all that scrolls.
        rule.onNode(hasText("What you see may be old.", substring = true)).assertIsDisplayed()
        rule.onNodeWithText("Look again").performClick()
        assertEquals(listOf("retry"), taps)
    }

    @Test
    fun `the door is as the foreground and the core say`() {
        val open = ReachPreviews.states.getValue("looking").reach
        val unknown = open.copy(state = ReachState.CLOSED)
        val listening = ForegroundState.Listening(open.listening)
        assertEquals(Door.OPEN, doorOf(listening, open))
        assertEquals(Door.OPENING, doorOf(listening, unknown))
        assertEquals(Door.OPENING, doorOf(ForegroundState.Entering, unknown))
        assertEquals(Door.CLOSED, doorOf(ForegroundState.Leaving, open))
        assertEquals(Door.CLOSED, doorOf(ForegroundState.Background, unknown))
        assertEquals(Door.STILL_OPEN, doorOf(ForegroundState.Failed(MessengerException.AlreadyOpen()), unknown))
        assertEquals(Door.PORT_TAKEN, doorOf(ForegroundState.Failed(MessengerException.AddressInUse("0.0.0.0:1")), unknown))
        assertEquals(Door.FAILED, doorOf(ForegroundState.Failed(MessengerException.Busy()), unknown))
    }

    @Test
    @Config(fontScale = 2f)
    fun `in large letters nothing is cut off`() {
        show("second-router")
        rule.assertUncut()
        says("A person with a name")
        rule.assertUncut()
    }

    @Test
    @Config(qualifiers = "+h1600dp-night")
    fun `in the dark`() {
        show("confirmed")
        says("Who came in")
    }

    @Test
    @Config(qualifiers = "+de-h1600dp")
    fun `in German`() {
        show("router-refused")
        says("Dein Router hat es abgelehnt, einen Port zu öffnen.")
        says("leite dort von Hand weiter: TCP-Port 20731 an")
        rule.onNodeWithText("Jetzt prüfen").assertIsDisplayed()
    }

    @Test
    @Config(qualifiers = "+iw-h1600dp")
    fun `from right to left`() {
        show("second-router")
        val check = rule.onNodeWithText("Check now").getBoundsInRoot()
        assertTrue("it stands at the right", check.left > rule.onRoot().getBoundsInRoot().width / 2)
        rule.assertUncut()
    }

    @Test
    @Config(qualifiers = "+w840dp-h600dp")
    fun `on a wide screen`() {
        show("confirmed")
        rule.assertTouchable()
        says("A person with a name")
    }
}
