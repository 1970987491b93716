package dev.pure2p.app.ui.conversation

import androidx.compose.foundation.text.input.TextFieldState
import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.AttemptError
import dev.pure2p.core.ContactState
import dev.pure2p.core.Direction
import dev.pure2p.core.Happening
import dev.pure2p.core.MessageState
import dev.pure2p.core.Presence
import dev.pure2p.core.Reason
import dev.pure2p.core.TimelineEntry
import java.time.Duration

/** Every state of this screen, by name: what previews show, and what tests look at. */
object ConversationPreviews {
    private val bob = Samples.contact(1, "Bob", Presence.HERE)
    private val hello = Samples.message(1, bob.uid, "Are you at the station?")
    private val again = Samples.message(2, bob.uid, "I am on platform 4, under the clock.")
    private val read = Samples.message(3, bob.uid, "Two minutes!", Direction.OUT, MessageState.READ)
    private val delivered = Samples.message(4, bob.uid, "Bring an umbrella", Direction.OUT, MessageState.DELIVERED)
    private val waiting = Samples.message(5, bob.uid, "And the keys", Direction.OUT, MessageState.WAITING, Reason.Trying)
    private val fresh = Samples.message(6, bob.uid, "Where are you?", state = MessageState.DELIVERED)
        .copy(storedAt = Samples.then + Duration.ofHours(2), readAt = null)
    private val full = ConversationScreenState(bob, listOf(hello, again, read, delivered, waiting))
    private val timeline = listOf(
        TimelineEntry(Samples.then, Happening.Written),
        TimelineEntry(Samples.then.plusSeconds(1), Happening.Attempt("192.168.7.21:45801", AttemptError.SILENT, 3)),
        TimelineEntry(Samples.then.plusSeconds(60), Happening.Attempt("192.168.7.21:45801", null, 1)),
        TimelineEntry(Samples.then.plusSeconds(60), Happening.Delivered),
        TimelineEntry(Samples.then.plusSeconds(90), Happening.Read),
    )
    private val long = (1..200).map {
        Samples.message(100 + it, bob.uid, "Message $it", if (it % 3 == 0) Direction.OUT else Direction.IN)
            .copy(storedAt = Samples.then + Duration.ofMinutes(it * 20L))
    }

    private fun waitsFor(reason: Reason) =
        full.copy(messages = listOf(waiting.copy(id = "00", reason = Reason.NotOpen(null)), hello, waiting.copy(reason = reason)))

    val states: Map<String, ConversationScreenState> = mapOf(
        "full" to full,
        "long" to ConversationScreenState(bob, long, hasOlder = true),
        "empty" to ConversationScreenState(Samples.contact(6, "Georg", Presence.NOT_MET, state = ContactState.ENTERED)),
        "not read yet" to ConversationScreenState(contact = null),
        "unread" to full.copy(bob.copy(unread = 1), full.messages + fresh, unreadFrom = fresh.id),
        "verified" to full.copy(bob.copy(verified = true)),
        "not accepted" to full.copy(messages = listOf(waiting.copy(reason = Reason.NotAccepted))),
        "no address" to waitsFor(Reason.NoAddress),
        "neither reachable" to waitsFor(Reason.NeitherReachable),
        "no way in" to waitsFor(Reason.NoWayIn),
        "unreachable" to waitsFor(Reason.Unreachable),
        "no answer" to waitsFor(Reason.NoAnswer(Samples.then)),
        "local network forbidden" to waitsFor(Reason.LocalNetworkForbidden),
        "blocked" to waitsFor(Reason.Blocked).copy(contact = bob.copy(blocked = true)),
        "requested" to full.copy(bob.copy(state = ContactState.REQUESTED), listOf(hello)),
        "removed" to full.copy(bob.copy(state = ContactState.REMOVED)),
        "stale" to full.copy(stale = true),
        "too long" to full.copy(problem = Problem.TooLong(12)),
        "device full" to full.copy(problem = Problem.DeviceFull),
        "details" to full.copy(details = Details(read, timeline)),
    )
}

@Composable
private fun Show(state: String, draft: String = "", dark: Boolean = false) = Pure2pTheme(dark, dynamic = false) {
    ConversationScreen(ConversationPreviews.states.getValue(state), TextFieldState(draft), ConversationActions())
}

@Preview
@Composable
private fun Full() = Show("full")

@Preview
@Composable
private fun InTheDark() = Show("full", "What I wanted to say", dark = true)

@Preview(fontScale = 2f)
@Composable
private fun Large() = Show("full", "What I wanted to say")

@Preview(locale = "ar")
@Composable
private fun RightToLeft() = Show("full")

@Preview
@Composable
private fun Long() = Show("long")

@Preview
@Composable
private fun Nothing() = Show("empty")

@Preview
@Composable
private fun Unread() = Show("unread")

@Preview
@Composable
private fun NotAccepted() = Show("not accepted")

@Preview
@Composable
private fun NoAddress() = Show("no address")

@Preview
@Composable
private fun NeitherReachable() = Show("neither reachable")

@Preview
@Composable
private fun NoWayIn() = Show("no way in")

@Preview
@Composable
private fun Unreachable() = Show("unreachable")

@Preview
@Composable
private fun NoAnswer() = Show("no answer")

@Preview
@Composable
private fun LocalNetworkForbidden() = Show("local network forbidden")

@Preview
@Composable
private fun Blocked() = Show("blocked")

@Preview
@Composable
private fun Requested() = Show("requested")

@Preview
@Composable
private fun Removed() = Show("removed")

@Preview
@Composable
private fun Stale() = Show("stale")

@Preview
@Composable
private fun TooLong() = Show("too long", "Much too long")

@Preview
@Composable
private fun DeviceFull() = Show("device full", "Hello")

@Preview
@Composable
private fun WithDetails() = Show("details")
