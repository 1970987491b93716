package dev.pure2p.app.ui.settings.licences

import android.content.res.Resources
import dev.pure2p.app.R

/** Whose work is in the app. */
data class Licences(val parts: List<Part>, val terms: List<Terms>)

/** A library, and the licence under which it is. */
data class Part(val name: String, val licence: String)

/** A licence's own words, and what they are about. */
data class Terms(val about: String, val text: String)

/** What `cargo xtask licences` has written. */
fun readLicences(resources: Resources): Licences =
    parseLicences(resources.openRawResource(R.raw.licences).bufferedReader().use { it.readText() })

/** Lines `* name: licence`, then texts, each below a line `= names`. */
internal fun parseLicences(text: String): Licences {
    val lines = text.trimEnd().lines()
    val parts = lines.takeWhile { !it.startsWith("= ") }.map { line ->
        Part(line.removePrefix("* ").substringBeforeLast(": "), line.substringAfterLast(": "))
    }
    val terms = mutableListOf<Terms>()
    for (line in lines.drop(parts.size)) {
        if (line.startsWith("= ")) {
            terms += Terms(line.removePrefix("= "), "")
        } else {
            val last = terms.removeAt(terms.lastIndex)
            terms += last.copy(text = if (last.text.isEmpty()) line else last.text + "\n" + line)
        }
    }
    return Licences(parts, terms)
}
