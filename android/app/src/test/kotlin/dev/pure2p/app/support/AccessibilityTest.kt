package dev.pure2p.app.support

import androidx.activity.ComponentActivity
import androidx.compose.foundation.background
import androidx.compose.foundation.clickable
import androidx.compose.foundation.layout.Box
import androidx.compose.foundation.layout.Column
import androidx.compose.foundation.layout.Row
import androidx.compose.foundation.layout.offset
import androidx.compose.foundation.layout.requiredWidth
import androidx.compose.foundation.layout.size
import androidx.compose.material3.AlertDialog
import androidx.compose.material3.Button
import androidx.compose.material3.Icon
import androidx.compose.material3.IconButton
import androidx.compose.material3.MaterialTheme
import androidx.compose.material3.OutlinedTextField
import androidx.compose.material3.Text
import androidx.compose.runtime.Composable
import androidx.compose.ui.Modifier
import androidx.compose.ui.draw.alpha
import androidx.compose.ui.graphics.Color
import androidx.compose.ui.res.painterResource
import androidx.compose.ui.semantics.contentDescription
import androidx.compose.ui.semantics.semantics
import androidx.compose.ui.test.junit4.v2.createAndroidComposeRule
import androidx.compose.ui.text.style.TextOverflow
import androidx.compose.ui.unit.dp
import androidx.compose.ui.unit.sp
import androidx.test.ext.junit.runners.AndroidJUnit4
import dev.pure2p.app.R
import dev.pure2p.app.ui.theme.Pure2pTheme
import org.junit.Assert.assertEquals
import org.junit.Assert.assertTrue
import org.junit.Rule
import org.junit.Test
import org.junit.runner.RunWith

/** The checks find what is wrong, and nothing in what is right. */
@RunWith(AndroidJUnit4::class)
class AccessibilityTest {
    @get:Rule
    val rule = createAndroidComposeRule<ComponentActivity>()

    private fun faults(content: @Composable () -> Unit): List<String> {
        rule.setContent { Pure2pTheme(dynamic = false) { Column { content() } } }
        return rule.faults { it == "What Bob wrote" }
    }

    /** There is this one fault, and no other. */
    private fun finds(beginning: String, content: @Composable () -> Unit) {
        val found = faults(content)
        assertTrue("$found", found.size == 1 && found.single().startsWith(beginning))
    }

    @Test
    fun `what is right is left alone`() {
        val found = faults {
            Button({}) { Text("Send") }
            Button({}, enabled = false) { Text("Not yet") }
            IconButton({}) { Icon(painterResource(R.drawable.ic_add), "Add") }
            OutlinedTextField("", {}, label = { Text("Name") })
            Text("What Bob wrote", Modifier.requiredWidth(20.dp), maxLines = 1, overflow = TextOverflow.Ellipsis)
            Text("Large and paler", color = Color(0xFF808080), fontSize = 24.sp)
        }
        assertEquals(emptyList<String>(), found)
    }

    @Test
    fun `a button without a word`() = finds("says nothing") {
        IconButton({}) { Icon(painterResource(R.drawable.ic_add), contentDescription = null) }
    }

    @Test
    fun `a field without a word`() = finds("says nothing") { OutlinedTextField("", {}) }

    @Test
    fun `two buttons with the same word`() = finds("said by several: Accept") {
        Button({}) { Text("Accept") }
        Button({}) { Text("Accept") }
    }

    @Test
    fun `targets of 30 dp beside each other`() {
        // One alone would be touched beside it, too: Compose sees to that.
        val found = faults { Row { listOf("Add", "Remove").forEach { Small(it) } } }
        assertEquals(listOf("Add", "Remove"), found.map { it.removePrefix("less than 48 dp: ").substringBefore(',') })
    }

    @Composable
    private fun Small(words: String) = Box(Modifier.size(30.dp).clickable {}.semantics { contentDescription = words })

    @Test
    fun `grey on grey`() = finds("contrast") {
        Text("Hardly there", Modifier.background(Color(0xFF999999)), color = Color(0xFF777777))
    }

    @Test
    fun `paler than its colour says`() = finds("contrast") {
        Text("Hardly there", Modifier.alpha(0.4f), color = MaterialTheme.colorScheme.onSurface)
    }

    @Test
    fun `one pale line of two in a dialog`() = finds("contrast") {
        AlertDialog({}, confirmButton = {}, title = { Text("Seen") }, text = { Text("Hardly there", color = Color(0xFFBBBBBB)) })
    }

    @Test
    fun `a pale sign`() = finds("contrast") {
        Icon(painterResource(R.drawable.ic_add), "Add", tint = Color(0xFFBBBBBB))
    }

    @Test
    fun `our words cut off`() = finds("cut off: What we say") {
        Text("What we say", Modifier.requiredWidth(40.dp), maxLines = 1, overflow = TextOverflow.Ellipsis)
    }

    @Test
    fun `words beyond the edge`() = finds("cut off: What we say") { Text("What we say", Modifier.offset(x = 370.dp)) }
}
