package dev.pure2p.app.ui

import androidx.activity.ComponentActivity
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.support.Stage
import dev.pure2p.app.support.faults
import java.io.File
import java.net.JarURLConnection
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith
import org.robolectric.annotation.Config

/** Every screen in every state can be used by everybody. The windows are high, so that nothing is scrolled out of sight. */
@RunWith(AndroidJUnit4::class)
class EveryScreenTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private fun check(contrast: Boolean = false) {
        val found = mutableListOf<String>()
        Stage(rule).tour { screen, state ->
            val data = (screen.states[state] ?: screen.states[state.removeSuffix("-ask")]).toString()
            // What is in the state is somebody's words; ours may stand before them.
            val faults = rule.faults(contrast) { words -> words in data || words.substringAfter(": ") in data }
            found += faults.map { "${screen.name}, $state: $it" }
        }
        assertEquals("", found.joinToString("\n"))
    }

    @Test
    @Config(qualifiers = "+h2000dp")
    fun `in the light`() = check(contrast = true)

    @Test
    @Config(qualifiers = "+h2000dp-night")
    fun `in the dark`() = check(contrast = true)

    @Test
    @Config(qualifiers = "+h3600dp", fontScale = 2f)
    fun `in letters twice as large`() = check()

    @Test
    @Config(qualifiers = "+iw-h2000dp")
    fun `from right to left`() = check()

    @Test
    @Config(qualifiers = "+de-h2000dp")
    fun `in German`() = check()

    @Test
    @Config(qualifiers = "+w1000dp-h2000dp")
    fun `on a tablet`() = check()

    @Test
    fun `there is no other screen`() {
        val known = Gallery.screens.map { it.states }
        val found = classes("dev/pure2p/app/ui").filter { it.endsWith("Previews") }.map { Class.forName(it) }
        assertTrue("there are some", found.size >= 5)
        for (previews in found) {
            val states = previews.getMethod("getStates").invoke(previews.getField("INSTANCE").get(null))
            assertTrue("${previews.simpleName} is missing in the gallery", known.any { it === states })
        }
    }

    /** The names of all classes below this folder, whether they lie in folders or in jars. */
    private fun classes(folder: String): List<String> {
        val places = checkNotNull(javaClass.classLoader).getResources(folder).toList()
        val files = places.flatMap { place ->
            when (val opened = place.openConnection()) {
                is JarURLConnection -> opened.jarFile.entries().toList().map { it.name }.filter { it.startsWith("$folder/") }
                else -> File(place.toURI()).let { top -> top.walk().map { "$folder/${it.toRelativeString(top)}" }.toList() }
            }
        }
        return files.filter { it.endsWith(".class") }.map { it.removeSuffix(".class").replace('/', '.') }
    }
}
