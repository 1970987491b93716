package dev.pure2p.app.ui.mylink

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.AddressKind
import dev.pure2p.core.OwnSource

/** Every state of this screen, by name: what previews show, and what tests look at. */
object MyLinkPreviews {
    private val lan = LinkAddress("192.168.7.20:20731", lan = true, AddressKind.PRIVATE, OwnSource.INTERFACE)
    private val addresses = listOf(
        LinkAddress("203.0.113.7:20731", lan = false, AddressKind.IPV4, OwnSource.ROUTER),
        LinkAddress("[2001:db8::7]:20731", lan = false, AddressKind.IPV6, OwnSource.INTERFACE),
        LinkAddress("[2001:db8:1::9]:20731", lan = false, AddressKind.IPV6, OwnSource.OBSERVED),
        LinkAddress("100.64.3.9:20731", lan = true, AddressKind.CARRIER, OwnSource.INTERFACE),
        lan,
    )
    private val link = ShownLink(
        grouped = Samples.account.uid.chunked(4).joinToString(" "),
        complete = "pure2p:${Samples.account.uid}?with-lan",
        outside = "pure2p:${Samples.account.uid}?without-lan",
        qr = Samples.code(57),
        addresses = addresses,
    )
    private val open = MyLinkState(link, Openness.OPEN)
    private val before = link.copy(addresses = addresses.map { it.copy(kind = null, source = null) })

    val states: Map<String, MyLinkState> = mapOf(
        "open" to open,
        "unmade" to open.copy(link = null),
        "with-lan" to open.copy(withLan = true),
        "only-near" to open.copy(link = link.copy(addresses = listOf(lan))),
        "no-lan" to open.copy(link = link.copy(addresses = addresses.filterNot { it.lan })),
        "no-address" to open.copy(link = link.copy(addresses = emptyList())),
        "opening" to open.copy(openness = Openness.OPENING),
        "offline" to open.copy(link = before, openness = Openness.OFFLINE),
        "failed" to open.copy(link = before, openness = Openness.FAILED),
        "closed" to open.copy(link = before, openness = Openness.CLOSED),
        "answers-nobody" to open.copy(answersNobody = true),
        "answers-nobody-closed" to open.copy(link = before, openness = Openness.CLOSED, answersNobody = true),
        "no-code" to open.copy(link = link.copy(qr = null)),
        "copied" to open.copy(said = Said.LINK_COPIED),
        "uid-copied" to open.copy(said = Said.UID_COPIED),
        "renewing" to open.copy(renewing = true),
        "renewed" to open.copy(said = Said.RENEWED),
        "not-renewed" to open.copy(said = Said.NOT_RENEWED),
        "not-made" to open.copy(link = null, said = Said.NOT_MADE),
        "no-app" to open.copy(said = Said.NO_APP),
    )
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { MyLinkScreen(MyLinkPreviews.states.getValue(state), MyLinkActions()) }

@Preview(heightDp = 1400)
@Composable
private fun Open() = Show("open")

@Preview(heightDp = 1400)
@Composable
private fun Dark() = Show("open", dark = true)

@Preview(heightDp = 1400, fontScale = 2f)
@Composable
private fun Large() = Show("only-near")

@Preview(heightDp = 1400, locale = "ar")
@Composable
private fun RightToLeft() = Show("with-lan")

@Preview(heightDp = 1400)
@Composable
private fun NoAddress() = Show("no-address")

@Preview(heightDp = 1400)
@Composable
private fun Offline() = Show("offline")

@Preview(heightDp = 1400)
@Composable
private fun Failed() = Show("failed")

@Preview
@Composable
private fun Opening() = Show("opening")

@Preview
@Composable
private fun AnswersNobody() = Show("answers-nobody")

@Preview
@Composable
private fun NoCode() = Show("no-code")

@Preview
@Composable
private fun Renewed() = Show("renewed")

@Preview
@Composable
private fun NotMade() = Show("not-made")
