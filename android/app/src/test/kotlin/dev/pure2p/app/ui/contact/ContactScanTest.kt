package dev.pure2p.app.ui.contact

import android.Manifest
import android.app.Application
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.isOff
import androidx.compose.ui.test.isOn
import androidx.compose.ui.test.isToggleable
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.MainActivity
import dev.pure2p.app.home.HomeState
import dev.pure2p.app.support.Drawing
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.StartupRule
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.core.QrMatrix
import dev.pure2p.core.linkQr
import dev.pure2p.core.safetyQr
import kotlinx.coroutines.runBlocking
import org.junit.Assert.assertFalse
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf

/** Two people compare: what a code before the camera leads to, as the real library judges it. */
@RunWith(AndroidJUnit4::class)
class ContactScanTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()
    private lateinit var mine: String

    @Before
    fun `the contact is on the screen`() {
        shadowOf(app as Application).grantPermissions(Manifest.permission.CAMERA)
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        val open = (app.home.state.value as HomeState.Open).home
        runBlocking { open.messenger.add(bob.uid, "Bob") }
        mine = checkNotNull(open.account.value).uid
        rule.await("Bob").performClick()
        rule.await("Nothing written yet")
        rule.await(hasText("Bob")).performClick()
    }

    private fun scan(code: QrMatrix) {
        rule.await(hasText("Compare by scanning")).performScrollTo().performClick()
        rule.waitUntil(60_000) { app.camera.isOpen }
        app.camera.sees(Drawing(code).frame())
    }

    @Test
    fun `their code for us is the same, and makes them verified`() {
        // Bob's phone shows it: whoever shows a code comes first in it.
        scan(safetyQr(bob.uid, mine))
        rule.await("The codes match").assertIsDisplayed()
        assertFalse("the camera is closed again", app.camera.isOpen)
        rule.onNodeWithText("Mark as verified").performClick()
        rule.await(isToggleable() and isOn())
        scan(safetyQr(bob.uid, mine))
        rule.await("It is marked as verified.").assertIsDisplayed()
    }

    @Test
    fun `another safety code does not match, and a link is none`() {
        scan(safetyQr(mine, bob.uid))
        rule.await("The codes do not match").assertIsDisplayed()
        rule.onNodeWithText("Close").performClick()
        scan(linkQr("pure2p:${bob.uid}"))
        rule.await("This is not a safety code").assertIsDisplayed()
        rule.onNodeWithText("Scan again").performClick()
        rule.waitUntil(60_000) { app.camera.isOpen }
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await(isToggleable() and isOff()).performScrollTo().assertIsDisplayed()
    }
}
