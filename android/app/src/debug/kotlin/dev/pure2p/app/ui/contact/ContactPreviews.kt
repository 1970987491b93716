package dev.pure2p.app.ui.contact

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.AddressSource
import dev.pure2p.core.Contact
import dev.pure2p.core.ContactState
import dev.pure2p.core.KnownAddress
import dev.pure2p.core.Presence
import dev.pure2p.core.Way
import java.time.Duration

/** Every state of this screen, by name: what previews show, and what tests look at. */
object ContactPreviews {
    private val then = Samples.then

    private fun address(text: String, source: AddressSource, worked: Boolean, failed: Boolean = false) = KnownAddress(
        address = text,
        source = source,
        learntAt = then - Duration.ofDays(2),
        workedAt = then.takeIf { worked },
        failedAt = (then - Duration.ofDays(1)).takeIf { failed },
    )

    private val some = listOf(
        address("192.168.7.23:21544", AddressSource.TOLD, worked = true),
        address("[2001:db8::23]:21544", AddressSource.LINK, worked = false, failed = true),
    )
    private val many = some + (1..9).map { address("203.0.113.$it:21544", AddressSource.TOLD, worked = false, failed = it > 4) }

    private fun contact(name: String, presence: Presence, state: ContactState = ContactState.BOUND): Contact =
        Samples.contact(1, name, presence, state = state).copy(
            addresses = some,
            reachedAt = then,
            cameInAt = then,
            iReach = Way.Yes(then - Duration.ofDays(1)),
            theyReach = Way.No(then),
        )

    private val bob = contact("Bob", Presence.HERE)
    private val here = ContactScreenState(bob, grouped(bob), Safety(DIGITS, Samples.code(29)))

    private fun of(contact: Contact) = here.copy(contact = contact)

    val states: Map<String, ContactScreenState> = mapOf(
        "here" to here,
        "was-here" to of(contact("Bob", Presence.WAS_HERE).copy(theyReach = Way.Yes(then))),
        "not-met" to of(
            contact("Bob", Presence.NOT_MET, ContactState.ENTERED).copy(
                addresses = some.drop(1),
                reachedAt = null,
                cameInAt = null,
                iReach = Way.Unknown,
                theyReach = Way.Unknown,
            ),
        ),
        "renamed" to of(bob.copy(name = "Robert from the choir")),
        "verified" to of(bob.copy(verified = true)),
        "blocked" to of(contact("Bob", Presence.WAS_HERE).copy(blocked = true)),
        "blocked-stranger" to of(
            contact("Bob", Presence.NOT_MET, ContactState.REMOVED).copy(blocked = true, addresses = emptyList()),
        ),
        "requested" to of(contact("Hanna", Presence.WAS_HERE, ContactState.REQUESTED).copy(addresses = emptyList())),
        "removed" to of(contact("Bob", Presence.NOT_MET, ContactState.REMOVED).copy(addresses = emptyList())),
        "no-addresses" to of(bob.copy(addresses = emptyList())),
        "many-addresses" to of(bob.copy(addresses = many)),
        "long-name" to of(contact("A person with a name that is much too long for one line, and for two as well", Presence.HERE)),
        "waiting" to of(bob.copy(waiting = 2)),
        "unread" to ContactScreenState(contact = null),
        "stale" to here.copy(stale = true),
        "busy" to here.copy(busy = true),
        "naming" to here.copy(naming = Naming.ASKED),
        "name-refused" to here.copy(naming = Naming.REFUSED),
        "uid-copied" to here.copy(said = Said.UID_COPIED),
        "device-full" to here.copy(said = Said.DEVICE_FULL),
        "not-done" to here.copy(said = Said.NOT_DONE),
        "same" to here.copy(comparison = Comparison.SAME),
        "same-already" to of(bob.copy(verified = true)).copy(comparison = Comparison.SAME),
        "other" to here.copy(comparison = Comparison.OTHER),
        "other-verified" to of(bob.copy(verified = true)).copy(comparison = Comparison.OTHER),
        "no-code" to here.copy(comparison = Comparison.NO_CODE),
    )

    private fun grouped(contact: Contact): String = contact.uid.chunked(4).joinToString(" ")

    private const val DIGITS = "02538 61170 48213 90467 11835 72904 55012 38846 27190 64431 80925 13657"
}

@Composable
private fun Show(state: String, dark: Boolean = false) = Pure2pTheme(dark, dynamic = false) {
    ContactScreen(ContactPreviews.states.getValue(state), ContactActions(), canScan = true)
}

@Preview(heightDp = 1800)
@Composable
private fun Here() = Show("here")

@Preview(heightDp = 1800)
@Composable
private fun Dark() = Show("verified", dark = true)

@Preview(heightDp = 2600, fontScale = 2f)
@Composable
private fun Large() = Show("was-here")

@Preview(heightDp = 1800, locale = "ar")
@Composable
private fun RightToLeft() = Show("renamed")

@Preview(heightDp = 1800)
@Composable
private fun NotMet() = Show("not-met")

@Preview(heightDp = 1800)
@Composable
private fun Blocked() = Show("blocked")

@Preview(heightDp = 1800)
@Composable
private fun Requested() = Show("requested")

@Preview
@Composable
private fun Removed() = Show("removed")

@Preview(heightDp = 1800)
@Composable
private fun NoAddresses() = Show("no-addresses")

@Preview(heightDp = 1800)
@Composable
private fun ManyAddresses() = Show("many-addresses")

@Preview
@Composable
private fun LongName() = Show("long-name")

@Preview
@Composable
private fun Refused() = Show("name-refused")

@Preview
@Composable
private fun NotDone() = Show("not-done")

@Preview
@Composable
private fun Same() = Show("same")

@Preview
@Composable
private fun Other() = Show("other")

@Preview
@Composable
private fun NoCode() = Show("no-code")
