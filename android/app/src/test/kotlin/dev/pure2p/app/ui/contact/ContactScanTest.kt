package dev.pure2p.app.ui.contact

import androidx.activity.ComponentActivity
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.Button
import androidx.compose.material3.Text
import androidx.compose.runtime.getValue
import androidx.compose.runtime.mutableStateOf
import androidx.compose.runtime.remember
import androidx.compose.runtime.setValue
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isOff
import androidx.compose.ui.test.isOn
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.navigation.compose.NavHost
import androidx.navigation.compose.composable
import androidx.navigation.compose.rememberNavController
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.home.OpenHome
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.ui.frame.Navigator
import dev.pure2p.app.ui.frame.Routes
import dev.pure2p.app.ui.theme.Pure2pTheme
import kotlinx.coroutines.flow.first
import kotlinx.coroutines.runBlocking
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** What a scanned code leads to, as the real library judges it. Only the scanner is a button here. */
@RunWith(AndroidJUnit4::class)
class ContactScanTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<ComponentActivity>()

    @Before
    fun show() {
        val home = ApplicationProvider.getApplicationContext<TestApp>().home
        val open: OpenHome = runBlocking { (home.state.first { it is HomeState.Open } as HomeState.Open).home }
        val mine = runBlocking {
            open.createAccount("Alice")
            open.messenger.add(bob.uid, "Bob")
            checkNotNull(open.account.value).uid
        }
        // As docs/PROTOCOL.md has it: whoever shows it comes first.
        val codes = mapOf(
            "Bob’s code" to "PURE2P-SAFETY:${bob.uid}/$mine".uppercase(),
            "Somebody else’s code" to "PURE2P-SAFETY:$mine/${bob.uid}".uppercase(),
            "A link" to "pure2p:${bob.uid}",
        )
        rule.setContent {
            Pure2pTheme(dynamic = false) {
                val controller = rememberNavController()
                NavHost(controller, Routes.CHATS) {
                    composable(Routes.CHATS) { Button({ Navigator(controller).toContact(bob.uid) }) { Text("Bob") } }
                    contact(open, Navigator(controller)) {
                        var shown by remember { mutableStateOf(false) }
                        Scanner(offered = true, shown, { shown = true }) { _, hint, scanned ->
                            Column {
                                Text(hint)
                                codes.forEach { (name, text) ->
                                    Button({
                                        shown = false
                                        scanned(text)
                                    }) { Text(name) }
                                }
                                Button({ shown = false }) { Text("None") }
                            }
                        }
                    }
                }
            }
        }
        rule.await(hasText("Bob") and hasClickAction()).performClick()
    }

    private fun scan(what: String) {
        rule.await(hasText("Compare by scanning")).performScrollTo().performClick()
        rule.await(hasText(what)).performClick()
    }

    @Test
    fun `their code for us is the same, and makes them verified`() {
        scan("Bob’s code")
        rule.await("The codes match").assertIsDisplayed()
        rule.onNodeWithText("Mark as verified").performClick()
        rule.await(isToggleable() and isOn())
        scan("Bob’s code")
        rule.await("It is marked as verified.").assertIsDisplayed()
    }

    @Test
    fun `another safety code does not match, and a link is none`() {
        scan("Somebody else’s code")
        rule.await("The codes do not match").assertIsDisplayed()
        rule.onNodeWithText("Close").performClick()
        scan("A link")
        rule.await("This is not a safety code").assertIsDisplayed()
        rule.onNodeWithText("Scan again").performClick()
        rule.await(hasText("None")).performClick()
        rule.await(isToggleable() and isOff()).performScrollTo().assertIsDisplayed()
    }
}
