package dev.pure2p.app

import android.view.accessibility.AccessibilityNodeInfo
import androidx.compose.ui.test.SemanticsMatcher
import androidx.compose.ui.test.assertIsDisplayed
import androidx.compose.ui.test.hasClickAction
import androidx.compose.ui.test.hasSetTextAction
import androidx.compose.ui.test.hasText
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.test.performClick
import androidx.compose.ui.test.performScrollTo
import androidx.compose.ui.test.performTextInput
import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.support.await
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** The system's own question, and a person who says no. */
@RunWith(AndroidJUnit4::class)
class DeniedCameraTest {
    @get:Rule
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun pastingAndTypingRemain() {
        rule.await(hasSetTextAction()).performTextInput("Alice")
        rule.await("Create").performScrollTo().performClick()
        rule.await("No contacts yet")
        rule.await(hasText("Add a contact") and hasClickAction()).performClick()
        // An emulator whose camera is switched off offers no scan at all, and that is right.
        if (!there(hasText("Scan") and hasClickAction())) return
        rule.await(hasText("Scan") and hasClickAction()).performClick()
        sayNo()
        rule.await("camera").assertIsDisplayed()
        rule.await(hasText("Paste") and hasClickAction()).assertIsDisplayed()
        rule.await(hasSetTextAction()).assertIsDisplayed()
    }

    private fun there(what: SemanticsMatcher) = rule.onAllNodes(what).fetchSemanticsNodes().isNotEmpty()

    private fun sayNo() {
        val automation = InstrumentationRegistry.getInstrumentation().uiAutomation
        var button: AccessibilityNodeInfo? = null
        rule.waitUntil(60_000) {
            button = NO.firstNotNullOfOrNull { automation.rootInActiveWindow?.findAccessibilityNodeInfosByViewId(it)?.firstOrNull() }
            button != null
        }
        button?.performAction(AccessibilityNodeInfo.ACTION_CLICK)
    }

    private companion object {
        /** What the button is called, by Android's age and maker. */
        val NO = listOf("com.android.permissioncontroller", "com.google.android.permissioncontroller", "com.android.packageinstaller")
            .map { "$it:id/permission_deny_button" }
    }
}
