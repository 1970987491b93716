package dev.pure2p.app

import android.content.Intent
import android.net.Uri
import android.os.Build
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.support.ShortStory
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/**
 * The app on a device, over the device's own key store, library and network. `cargo xtask smoke` is at the other end, and says
 * with the argument `link` where that is.
 */
@RunWith(AndroidJUnit4::class)
class ShortStoryTest {
    private val instrumentation = InstrumentationRegistry.getInstrumentation()

    @get:Rule
    val rule = createAndroidComposeRule<MainActivity>()

    @Before
    fun allow() {
        // Android 17 counts the host of an emulator as a neighbour. Nobody is here to say yes.
        if (Build.VERSION.SDK_INT >= 37) {
            val name = instrumentation.targetContext.packageName
            instrumentation.uiAutomation.grantRuntimePermission(name, "android.permission.ACCESS_LOCAL_NETWORK")
        }
    }

    @Test
    fun aTappedLinkLeadsToAnAnswer() {
        val link = checkNotNull(InstrumentationRegistry.getArguments().getString("link")) { "no argument: link" }
        ShortStory.tell(rule, link) {
            // Through the system: the manifest says that such links are ours.
            val view = Intent(Intent.ACTION_VIEW, Uri.parse(it)).addFlags(Intent.FLAG_ACTIVITY_NEW_TASK)
            instrumentation.targetContext.startActivity(view.setPackage(instrumentation.targetContext.packageName))
        }
    }
}
