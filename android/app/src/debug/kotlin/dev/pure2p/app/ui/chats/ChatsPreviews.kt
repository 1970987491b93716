package dev.pure2p.app.ui.chats

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.chats.SessionBarState.Opened
import dev.pure2p.app.ui.chats.SessionBarState.Outside
import dev.pure2p.app.ui.theme.Pure2pTheme

/** Every state of this screen, by name: what previews show, and what tests look at. */
object ChatsPreviews {
    private val open = SessionBarState(Opened.OPEN, here = 2, contacts = 7, done = 0, total = 0, Outside.CONFIRMED)
    private val full = ChatsState(loaded = true, Samples.chats, requests = 0, stale = false, open)

    val states: Map<String, ChatsState> = mapOf(
        "full" to full,
        "empty" to full.copy(chats = emptyList(), session = open.copy(here = 0, contacts = 0)),
        "unread" to full.copy(loaded = false, chats = emptyList()),
        "requests" to full.copy(requests = 2),
        "delivering" to full.copy(session = open.copy(done = 7, total = 40)),
        "waiting" to full.copy(session = open.copy(here = 0, total = 3)),
        "waiting-one" to full.copy(session = open.copy(here = 0, total = 1)),
        "looking" to full.copy(session = open.copy(outside = Outside.UNKNOWN)),
        "not-confirmed" to full.copy(session = open.copy(outside = Outside.NOT_CONFIRMED)),
        "near-only" to full.copy(session = open.copy(outside = Outside.NEAR_ONLY)),
        "offline" to full.copy(session = open.copy(here = 0, outside = Outside.OFFLINE)),
        "opening" to full.copy(session = open.copy(opened = Opened.OPENING)),
        "failed" to full.copy(session = open.copy(opened = Opened.FAILED)),
        "stale" to full.copy(stale = true),
        "selected" to full.copy(selected = Samples.uid(3)),
        "lock-cannot-ask" to full.copy(notice = ChatsNotice.LOCK_CANNOT_ASK),
        "here-ends" to full.copy(notice = ChatsNotice.HERE_ENDS),
        "here-ends-stays-on" to full.copy(notice = ChatsNotice.HERE_ENDS_STAYS_ON),
    )
}

@Composable
private fun Show(state: String) = Pure2pTheme(dynamic = false) { ChatsScreen(ChatsPreviews.states.getValue(state), ChatsActions()) }

@Preview
@Composable
private fun Full() = Show("full")

@Preview
@Composable
private fun Empty() = Show("empty")

@Preview
@Composable
private fun Requests() = Show("requests")

@Preview
@Composable
private fun Delivering() = Show("delivering")

@Preview
@Composable
private fun NearOnly() = Show("near-only")

@Preview
@Composable
private fun Offline() = Show("offline")

@Preview
@Composable
private fun Stale() = Show("stale")

@Preview
@Composable
private fun Selected() = Show("selected")

@Preview
@Composable
private fun LockCannotAsk() = Show("lock-cannot-ask")

@Preview
@Composable
private fun HereEnds() = Show("here-ends")

@Preview
@Composable
private fun HereEndsStaysOn() = Show("here-ends-stays-on")
