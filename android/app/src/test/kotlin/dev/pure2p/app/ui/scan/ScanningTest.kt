package dev.pure2p.app.ui.scan

import android.Manifest
import android.app.Activity
import android.content.Intent
import android.provider.Settings
import androidx.activity.ComponentActivity
import androidx.compose.foundation.layout.Column
import androidx.compose.material3.Button
import androidx.compose.material3.Text
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.assertIsOff
import androidx.compose.ui.test.assertIsOn
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.onNodeWithContentDescription
import androidx.compose.ui.test.onNodeWithText
import androidx.compose.ui.test.performClick
import androidx.lifecycle.Lifecycle
import androidx.test.core.app.ApplicationProvider
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.camera.CameraProblem
import dev.pure2p.app.support.Drawing
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.TestApp
import dev.pure2p.app.support.await
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.linkQr
import org.junit.Assert.assertEquals
import org.junit.Assert.assertFalse
import org.junit.Assert.assertNull
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.Shadows.shadowOf
import org.robolectric.util.ReflectionHelpers

/** Scanning as a screen uses it: the permission, the camera, and real codes before it. */
@RunWith(AndroidJUnit4::class)
class ScanningTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 0)
    val eve = Peer("Eve")

    @get:Rule(order = 1)
    val rule = createAndroidComposeRule<ComponentActivity>()

    private val app get() = ApplicationProvider.getApplicationContext<TestApp>()
    private val camera get() = app.camera
    private val codes = mutableListOf<String>()
    private val right get() = bob.uid
    private val code by lazy { linkQr(right) }

    /** A screen that wants one code, by what stands at [ScanScreen]. */
    private fun show() = rule.setContent {
        Pure2pTheme(dynamic = false) {
            val scanning = rememberScanning()
            if (scanning.shown) {
                ScanScreen(
                    "Scan it",
                    "Hold it there",
                    onCode = {
                        codes += it
                        if (it.contains(right, ignoreCase = true)) {
                            scanning.stop()
                            null
                        } else {
                            "Not this one: ${codes.size}"
                        }
                    },
                    onBack = scanning::stop,
                )
            } else {
                Column {
                    if (scanning.offered) Button(scanning::start) { Text("Scan") }
                    Refused(scanning)
                }
            }
        }
    }

    private fun allow() = shadowOf(app).grantPermissions(Manifest.permission.CAMERA)

    private fun scan() {
        allow()
        show()
        rule.onNodeWithText("Scan").performClick()
        rule.await("Hold it there")
        rule.waitUntil { camera.isOpen }
    }

    /** What the person answers to the system's question. */
    private fun answer(granted: Boolean) {
        if (granted) allow()
        val asked = shadowOf(rule.activity).lastRequestedPermission
        assertEquals(listOf(Manifest.permission.CAMERA), asked.requestedPermissions.toList())
        val result = if (granted) 0 else -1
        rule.runOnUiThread {
            @Suppress("DEPRECATION")
            rule.activity.onRequestPermissionsResult(asked.requestCode, asked.requestedPermissions, intArrayOf(result))
            // What the framework notes before it calls that.
            ReflectionHelpers.setField(Activity::class.java, rule.activity, "mHasCurrentPermissionsRequest", false)
        }
    }

    @Test
    fun `nothing is asked before a tap, and a yes opens the scanner`() {
        show()
        rule.onNodeWithText("Scan").assertIsDisplayed()
        assertNull(shadowOf(rule.activity).lastRequestedPermission)
        assertEquals(0, camera.openings)
        rule.onNodeWithText("Scan").performClick()
        answer(granted = true)
        rule.await("Hold it there").assertIsDisplayed()
        rule.waitUntil { camera.isOpen }
    }

    @Test
    fun `a no is said, and can be thought over`() {
        shadowOf(app.packageManager).setShouldShowRequestPermissionRationale(Manifest.permission.CAMERA, true)
        show()
        rule.onNodeWithText("Scan").performClick()
        answer(granted = false)
        rule.await("Without the camera nothing can be scanned.").assertIsDisplayed()
        rule.onNodeWithText("Open the settings").assertDoesNotExist()
        assertEquals(0, camera.openings)
        rule.onNodeWithText("Scan").performClick()
        answer(granted = true)
        rule.await("Hold it there")
    }

    @Test
    fun `a no for good leads to the settings, and from there back`() {
        shadowOf(app.packageManager).setShouldShowRequestPermissionRationale(Manifest.permission.CAMERA, false)
        show()
        rule.onNodeWithText("Scan").performClick()
        answer(granted = false)
        rule.await("You can allow it in the system’s settings.")
        rule.onNodeWithText("Open the settings").performClick()
        val sent: Intent = shadowOf(rule.activity).nextStartedActivity
        assertEquals(Settings.ACTION_APPLICATION_DETAILS_SETTINGS, sent.action)
        assertEquals("package:${app.packageName}", sent.dataString)
        rule.activityRule.scenario.moveToState(Lifecycle.State.CREATED)
        allow()
        rule.activityRule.scenario.moveToState(Lifecycle.State.RESUMED)
        rule.onNodeWithText("Open the settings").assertDoesNotExist()
        rule.onNodeWithText("Scan").performClick()
        rule.await("Hold it there")
    }

    @Test
    fun `without a camera scanning is not offered`() {
        camera.there = false
        show()
        rule.onNodeWithText("Scan").assertDoesNotExist()
    }

    @Test
    fun `the right code ends it, and the camera is closed`() {
        scan()
        camera.sees(Drawing(null).frame())
        camera.sees(Drawing(code, degrees = 90.0).frame())
        rule.await("Scan").assertIsDisplayed()
        rule.waitUntil { !camera.isOpen }
        assertEquals(listOf(right), codes.map { it.lowercase().removePrefix("pure2p:") })
    }

    @Test
    fun `a wrong code is asked about once, and the right one after it is taken`() {
        scan()
        val wrong = Drawing(linkQr(eve.uid)).frame()
        repeat(3) { camera.sees(wrong) }
        rule.await("Not this one: 1").assertIsDisplayed()
        camera.sees(Drawing(null).frame())
        camera.sees(wrong)
        rule.waitForIdle()
        assertEquals(1, codes.size)
        assertTrue(camera.isOpen)
        camera.sees(Drawing(code).frame())
        rule.await("Scan").assertIsDisplayed()
        assertEquals(2, codes.size)
    }

    @Test
    fun `in the background nothing is seen, and in front again it is`() {
        scan()
        rule.activityRule.scenario.moveToState(Lifecycle.State.CREATED)
        rule.waitUntil { !camera.isOpen }
        rule.activityRule.scenario.moveToState(Lifecycle.State.RESUMED)
        rule.waitUntil { camera.isOpen }
        camera.sees(Drawing(code).frame())
        rule.await("Scan")
    }

    @Test
    fun `back closes it`() {
        scan()
        rule.onNodeWithContentDescription("Back").performClick()
        rule.await("Scan")
        rule.waitUntil { !camera.isOpen }
        rule.onNodeWithText("Scan").performClick()
        rule.await("Hold it there")
        rule.runOnUiThread { rule.activity.onBackPressedDispatcher.onBackPressed() }
        rule.await("Scan")
        rule.waitUntil { !camera.isOpen }
        assertEquals(2, camera.openings)
    }

    @Test
    fun `light goes on and off`() {
        scan()
        rule.onNodeWithText("Flashlight").assertIsOff().performClick()
        assertTrue(camera.torch)
        rule.onNodeWithText("Flashlight").assertIsOn().performClick()
        assertFalse(camera.torch)
    }

    @Test
    fun `another app takes it, and it comes back`() {
        scan()
        camera.fails(CameraProblem.IN_USE)
        rule.await("Another app uses the camera.").assertIsDisplayed()
        rule.onNodeWithText("Try again").performClick()
        rule.await("Hold it there")
        rule.waitUntil { camera.isOpen }
        camera.problem = CameraProblem.BROKEN
        camera.fails(CameraProblem.FORBIDDEN)
        rule.await("This app may not use the camera")
        rule.onNodeWithText("Try again").performClick()
        rule.await("The camera does not answer.")
        rule.onNodeWithText("Continue without the camera").performClick()
        rule.await("Scan")
    }
}
