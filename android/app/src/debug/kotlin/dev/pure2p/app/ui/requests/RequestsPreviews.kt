package dev.pure2p.app.ui.requests

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.Request

/** Every state of this screen, by name: what previews show, and what tests look at. */
object RequestsPreviews {
    private fun request(number: Int, name: String?, invited: Boolean, vararg texts: String): ShownRequest {
        val uid = Samples.uid(number)
        return ShownRequest(Request(uid, name, invited, texts.toList(), Samples.then), uid.chunked(4).joinToString(" "))
    }

    private val hanna = request(11, "Hanna", true, "Hi, we met at the station.", "Is this your new phone?")
    private val full = RequestsState(
        loaded = true,
        listOf(
            hanna,
            request(12, null, false, "Hello"),
            request(13, "A person with a name that is much too long for one line", false),
            request(14, "Ivo", false, *Array(7) { "Message number ${it + 1}" }),
            request(15, "Jana", false, "So much to say. ".repeat(40).trim()),
        ),
    )

    private val people = listOf(
        Samples.contact(2, "Carol").copy(blocked = true),
        Samples.contact(7, "A person with a name that is much too long for one line").copy(blocked = true),
    )

    val states: Map<String, RequestsState> = mapOf(
        "full" to full,
        "one" to full.copy(requests = listOf(hanna)),
        "nameless" to full.copy(requests = full.requests.slice(1..1)),
        "silent" to full.copy(requests = full.requests.slice(2..2)),
        "many-words" to full.copy(requests = full.requests.slice(3..3)),
        "long-words" to full.copy(requests = full.requests.slice(4..4)),
        "empty" to full.copy(requests = emptyList()),
        "unread" to full.copy(loaded = false, requests = emptyList()),
        "stale" to full.copy(stale = true),
        "busy" to full.copy(requests = listOf(hanna), busy = setOf(hanna.request.uid)),
        "accepted" to full.copy(requests = emptyList(), outcome = Outcome.Accepted(hanna.request.uid, "Hanna")),
        "blocked" to full.copy(requests = emptyList(), outcome = Outcome.Blocked),
        "people-blocked" to full.copy(requests = listOf(hanna), blocked = people),
        "only-blocked" to full.copy(requests = emptyList(), blocked = people),
        "failed" to full.copy(requests = listOf(hanna), outcome = Outcome.Failed),
    )
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { RequestsScreen(RequestsPreviews.states.getValue(state), RequestsActions()) }

@Preview
@Composable
private fun Full() = Show("full")

@Preview
@Composable
private fun Dark() = Show("full", dark = true)

@Preview(fontScale = 2f)
@Composable
private fun Large() = Show("full")

@Preview(locale = "ar")
@Composable
private fun RightToLeft() = Show("full")

@Preview
@Composable
private fun LongWords() = Show("long-words")

@Preview
@Composable
private fun Empty() = Show("empty")

@Preview
@Composable
private fun Stale() = Show("stale")

@Preview
@Composable
private fun Busy() = Show("busy")

@Preview
@Composable
private fun Accepted() = Show("accepted")

@Preview
@Composable
private fun Blocked() = Show("blocked")

@Preview
@Composable
private fun Failed() = Show("failed")
