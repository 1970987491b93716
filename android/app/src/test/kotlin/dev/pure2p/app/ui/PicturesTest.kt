package dev.pure2p.app.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.contactSheet
import dev.pure2p.app.support.Kind
import dev.pure2p.app.support.Photograph
import dev.pure2p.app.support.Stage
import dev.pure2p.app.support.picture
import dev.pure2p.app.support.pictures
import dev.pure2p.app.support.keep
import dev.pure2p.app.support.strip
import java.io.File
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
        assumeTrue(pictures != null && wanted.isNotEmpty())
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"))
    }

    private fun photograph(kind: Kind, most: Int = Int.MAX_VALUE) =
        Stage(rule).tour(wanted, { it.states.keys.take(most) }, ask = most > 2) { screen, state ->
            val file = checkNotNull(rule.picture("${screen.name}/${state.replace(' ', '-')}"))
            taken += Photograph(screen.name, state, kind, file)
        }

    @Test
    fun light() = photograph(Kind.LIGHT)

    @Test
    @Config(qualifiers = "+night")
    fun dark() = photograph(Kind.DARK)

    @Test
    @Config(fontScale = 2f)
    fun large() = photograph(Kind.LARGE, most = 2)

    @Test
    @Config(qualifiers = "+iw")
    fun `from right to left`() = photograph(Kind.RIGHT_TO_LEFT, most = 1)

    @Test
    @Config(qualifiers = "+de")
    fun `in German`() = photograph(Kind.GERMAN, most = 1)

    @Test
    @Config(qualifiers = "+w1000dp-h700dp")
    fun `on a tablet`() = photograph(Kind.WIDE, most = 1)

    private companion object {
        /** All, or those with this in their name. */
        val wanted = System.getProperty("pure2p.screens").orEmpty().plain.let { name ->
            Gallery.screens.filter { name in it.name.plain }
        }
        val taken = mutableListOf<Photograph>()

        /** What stands in the project's README. */
        val readme = listOf(
            Triple("welcome", "first", Kind.LIGHT),
            Triple("chats", "full", Kind.LIGHT),
            Triple("conversation", "full", Kind.LIGHT),
            Triple("conversation", "full", Kind.DARK),
            Triple("my-link", "open", Kind.LIGHT),
        )

        fun find(wanted: Triple<String, String, Kind>) = taken.first { Triple(it.screen, it.state, it.kind) == wanted }

        val String.plain get() = replace("-", "").lowercase()

        @JvmStatic
        @AfterClass
        fun sheets() {
            val folder = File(System.getProperty("pure2p.sheets") ?: return)
            taken.groupBy { it.screen }.forEach { (screen, all) -> contactSheet(all).keep(File(folder, "$screen.webp")) }
            if (wanted.size == Gallery.screens.size) strip(readme.map(::find)).keep(File(folder, "android.webp"), fine = true)
        }
    }
}
