package dev.pure2p.app.ui.reach

import androidx.compose.runtime.Composable
import androidx.compose.ui.tooling.preview.Preview
import dev.pure2p.app.fake.Samples
import dev.pure2p.app.ui.theme.Pure2pTheme
import dev.pure2p.core.AddressKind
import dev.pure2p.core.Contact
import dev.pure2p.core.OwnAddress
import dev.pure2p.core.OwnSource
import dev.pure2p.core.Presence
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.core.ReachedBy
import dev.pure2p.core.RouterProtocol
import dev.pure2p.core.RouterRefusal
import dev.pure2p.core.RouterSaid
import dev.pure2p.core.RouterState
import dev.pure2p.core.Way
import java.time.Duration

/** Every state of this screen, by name: what previews show, and what tests look at. */
object ReachPreviews {
    private val then = Samples.then
    private val lan = OwnAddress("192.168.7.20:20731", AddressKind.PRIVATE, OwnSource.INTERFACE)
    private val mapped = OwnAddress("203.0.113.7:20731", AddressKind.IPV4, OwnSource.ROUTER)
    private val v6 = OwnAddress("[2001:db8::7]:20731", AddressKind.IPV6, OwnSource.INTERFACE)

    private fun said(
        state: RouterState,
        protocol: RouterProtocol? = RouterProtocol.UPNP,
        opened: List<String> = emptyList(),
        outside: String? = null,
        refusal: RouterRefusal? = null,
    ) = RouterSaid(state, protocol, opened, outside, refusal)

    private val unasked = said(RouterState.NOT_ASKED, protocol = null)

    private fun reach(
        state: ReachState,
        addresses: List<OwnAddress> = listOf(lan),
        router: RouterSaid = unasked,
        routerV6: RouterSaid = unasked,
        seenAs: List<String> = emptyList(),
        reachedBy: List<ReachedBy> = emptyList(),
    ) = Reach(state, listOf("0.0.0.0:20731", "[::]:20731"), addresses, router, routerV6, seenAs, reachedBy)

    private val people: List<Contact> = listOf(
        Samples.contact(1, "Bob", Presence.HERE).copy(iReach = Way.Yes(then), theyReach = Way.Yes(then)),
        Samples.contact(2, "Carol").copy(iReach = Way.No(then), theyReach = Way.Yes(then - Duration.ofDays(1))),
        Samples.contact(6, "A person with a name that is much too long for one line", Presence.NOT_MET),
    )

    private fun open(reach: Reach, asksRouter: Boolean = true) = ReachScreenState(Door.OPEN, reach, people, asksRouter)

    private val opened = said(RouterState.OPENED, RouterProtocol.PCP, listOf("203.0.113.7:20731"), "203.0.113.7")
    private val confirmed = open(
        reach(
            ReachState.CONFIRMED,
            listOf(mapped, v6, lan),
            opened,
            said(RouterState.OPENED),
            listOf("203.0.113.7"),
            listOf(ReachedBy(people[0].uid, then, outside = true), ReachedBy(people[1].uid, then - Duration.ofHours(1), outside = false)),
        ),
    )
    private val shut = confirmed.copy(reach = reach(ReachState.CLOSED, emptyList()).copy(listening = emptyList()))
    private val looking = open(reach(ReachState.LOOKING, router = said(RouterState.SEARCHING, protocol = null)))

    private fun refused(why: RouterRefusal?) = open(reach(ReachState.ROUTER_REFUSED, router = said(RouterState.REFUSED, refusal = why)))

    /** What the router says if it refuses, and why. */
    val refusals: Map<RouterRefusal, ReachScreenState> = RouterRefusal.entries.associateWith(::refused)

    val states: Map<String, ReachScreenState> = mapOf(
        "confirmed" to confirmed,
        "confirmed-by-nobody-known" to confirmed.copy(people = emptyList()),
        "ipv6-only" to open(reach(ReachState.IPV6_ONLY, listOf(v6, lan), said(RouterState.NOT_FOUND, protocol = null))),
        "ipv6-only-unasked" to open(reach(ReachState.IPV6_ONLY, listOf(v6, lan)), asksRouter = false),
        "lan-only" to open(reach(ReachState.LAN_ONLY)),
        "lan-only-unasked" to open(reach(ReachState.LAN_ONLY), asksRouter = false),
        "here-only" to open(
            reach(ReachState.LAN_ONLY, listOf(OwnAddress("127.0.0.1:20731", AddressKind.LOOPBACK, OwnSource.INTERFACE)))
                .copy(listening = listOf("127.0.0.1:20731")),
        ),
        "local-network-forbidden" to open(reach(ReachState.LOCAL_NETWORK_FORBIDDEN)),
        "forbidden-besides" to confirmed.copy(localNetworkForbidden = true),
        "looking" to looking,
        "no-router-protocol" to open(reach(ReachState.NO_ROUTER_PROTOCOL, router = said(RouterState.NOT_FOUND, protocol = null))),
        "offline" to open(reach(ReachState.OFFLINE, emptyList())),
        "opened-by-router" to open(reach(ReachState.OPENED, listOf(mapped, lan), opened)),
        "opened" to open(
            reach(
                ReachState.OPENED,
                listOf(
                    OwnAddress("203.0.113.9:20731", AddressKind.IPV4, OwnSource.INTERFACE),
                    OwnAddress("203.0.113.8:20731", AddressKind.IPV4, OwnSource.OBSERVED),
                ),
                said(RouterState.OPENED, RouterProtocol.NAT_PMP),
            ),
        ),
        "router-refused" to refused(RouterRefusal.DISABLED),
        "router-refused-conflict" to refused(RouterRefusal.CONFLICT),
        "router-refused-silently" to refused(null),
        "second-router" to open(
            reach(
                ReachState.SECOND_ROUTER,
                listOf(OwnAddress("100.64.3.9:20731", AddressKind.CARRIER, OwnSource.ROUTER), lan),
                said(RouterState.SECOND_ROUTER, outside = "100.64.3.9"),
            ),
        ),
        "second-router-unnamed" to open(reach(ReachState.SECOND_ROUTER, router = said(RouterState.SECOND_ROUTER))),
        "opening" to shut.copy(door = Door.OPENING),
        "closed" to shut.copy(door = Door.CLOSED),
        "still-open" to shut.copy(door = Door.STILL_OPEN),
        "port-taken" to shut.copy(door = Door.PORT_TAKEN),
        "failed" to shut.copy(door = Door.FAILED),
        "alone" to looking.copy(people = emptyList()),
        "check-looking" to looking.copy(check = Check.LOOKING),
        "check-looked" to looking.copy(check = Check.LOOKED),
        "check-failed" to looking.copy(check = Check.FAILED),
        "stale" to confirmed.copy(stale = true),
    )
}

@Composable
private fun Show(state: String, dark: Boolean = false) =
    Pure2pTheme(dark, dynamic = false) { ReachScreen(ReachPreviews.states.getValue(state), ReachActions()) }

@Preview(heightDp = 1600)
@Composable
private fun Confirmed() = Show("confirmed")

@Preview(heightDp = 1600)
@Composable
private fun Dark() = Show("confirmed", dark = true)

@Preview(heightDp = 2400, fontScale = 2f)
@Composable
private fun Large() = Show("router-refused")

@Preview(heightDp = 1600, locale = "ar")
@Composable
private fun RightToLeft() = Show("second-router")

@Preview
@Composable
private fun LocalNetworkForbidden() = Show("local-network-forbidden")

@Preview
@Composable
private fun Looking() = Show("check-looked")

@Preview
@Composable
private fun NoRouterProtocol() = Show("no-router-protocol")

@Preview
@Composable
private fun Offline() = Show("offline")

@Preview
@Composable
private fun Opening() = Show("opening")

@Preview
@Composable
private fun Failed() = Show("failed")
