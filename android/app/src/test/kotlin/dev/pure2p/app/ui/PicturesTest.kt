package dev.pure2p.app.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.Stage
import dev.pure2p.app.support.picture
import dev.pure2p.app.support.pictures
import java.util.TimeZone
import org.junit.AfterClass
import org.junit.Assume.assumeTrue
import org.junit.Before
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** Photographs the gallery: `cargo xtask pictures`. Without a folder for pictures there is nothing to do. */
@RunWith(AndroidJUnit4::class)
class PicturesTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    @Before
    fun `the time is the same everywhere`() {
        assumeTrue(pictures != null)
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"))
    }

    private fun photograph(most: Int = Int.MAX_VALUE) = Stage(rule).tour(wanted, { it.states.keys.take(most) }) { screen, state ->
        rule.picture("${screen.name}/${state.replace(' ', '-')}")
    }

    @Test
    fun light() = photograph()

    @Test
    @Config(qualifiers = "+night")
    fun dark() = photograph()

    @Test
    @Config(fontScale = 2f)
    fun large() = photograph(most = 2)

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() = photograph(most = 1)

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() = photograph(most = 1)

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `on a tablet`() = photograph(most = 1)

    private companion object {
        /** All, or those with this in their name. */
        val wanted = System.getProperty("pure2p.screens").orEmpty().let { name ->
            Gallery.screens.filter { name.replace("-", "") in it.name.replace("-", "") }
        }

        @JvmStatic
        @AfterClass
        fun sheets() {
            println("AFTER " + pictures)
        }
    }
}
