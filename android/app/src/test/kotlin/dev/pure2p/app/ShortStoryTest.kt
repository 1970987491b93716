package dev.pure2p.app

import android.content.Intent
import android.net.Uri
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.test.ext.junit.runners.AndroidJUnit4
import androidx.test.platform.app.InstrumentationRegistry
import dev.pure2p.app.support.Peer
import dev.pure2p.app.support.ShortStory
import dev.pure2p.app.support.StartupRule
import kotlin.concurrent.thread
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** The story that an emulator is put through, told without one. */
@RunWith(AndroidJUnit4::class)
class ShortStoryTest {
    @get:Rule(order = 0)
    val bob = Peer("Bob")

    @get:Rule(order = 1)
    val startup = StartupRule()

    @get:Rule(order = 2)
    val rule = createAndroidComposeRule<MainActivity>()

    @Test
    fun `a tapped link leads to an answer`() {
        bob.open()
        val answering = thread {
            val alice = bob.event("request").getString("uid")
            bob.run("accept", alice)
            bob.run("read", alice)
            bob.run("send", alice, ShortStory.ANSWER)
        }
        ShortStory.tell(rule, bob.link()) { link ->
            // As the system does with an activity that is there already.
            rule.activityRule.scenario.onActivity {
                InstrumentationRegistry.getInstrumentation().callActivityOnNewIntent(it, Intent(Intent.ACTION_VIEW, Uri.parse(link)))
            }
        }
        answering.join()
    }
}
