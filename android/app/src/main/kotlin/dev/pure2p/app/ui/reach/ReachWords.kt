package dev.pure2p.app.ui.reach

import androidx.compose.runtime.Composable
import androidx.compose.ui.res.stringResource
import dev.pure2p.app.R
import dev.pure2p.app.ui.common.address
import dev.pure2p.app.ui.common.isolated
import dev.pure2p.app.ui.common.moment
import dev.pure2p.core.AddressKind
import dev.pure2p.core.OwnSource
import dev.pure2p.core.Reach
import dev.pure2p.core.ReachState
import dev.pure2p.core.RouterRefusal
import dev.pure2p.core.RouterState

/** One sentence: what is true. The terminal says the same, word for word where a phone is no other thing. */
@Composable
internal fun truthWords(state: ReachScreenState): String = when (state.door) {
    Door.OPENING -> stringResource(R.string.reach_opening)
    Door.CLOSED -> stringResource(R.string.reach_closed)
    Door.STILL_OPEN, Door.PORT_TAKEN, Door.FAILED -> stringResource(R.string.reach_failed)
    Door.OPEN -> openWords(state)
}

@Composable
private fun openWords(state: ReachScreenState): String {
    val reach = state.reach
    return when (reach.state) {
        ReachState.CLOSED -> stringResource(R.string.reach_closed)
        ReachState.CONFIRMED -> {
            val outside = reach.reachedBy.firstOrNull { it.outside }
            val who = state.people.firstOrNull { it.uid == outside?.uid }
            if (outside == null || who == null) stringResource(R.string.reach_confirmed)
            else stringResource(R.string.reach_confirmed_by, isolated(who.name), moment(outside.at))
        }
        ReachState.IPV6_ONLY -> stringResource(R.string.reach_ipv6_only)
        ReachState.LAN_ONLY -> stringResource(if (reach.isHereOnly) R.string.reach_here_only else R.string.reach_lan_only)
        ReachState.LOCAL_NETWORK_FORBIDDEN -> stringResource(R.string.reach_local_network_forbidden)
        ReachState.LOOKING -> stringResource(R.string.reach_looking)
        ReachState.NO_ROUTER_PROTOCOL -> stringResource(R.string.reach_no_router_protocol)
        ReachState.OFFLINE -> stringResource(R.string.reach_offline)
        ReachState.OPENED -> stringResource(if (reach.isOpenedByRouter) R.string.reach_opened_by_router else R.string.reach_opened)
        ReachState.ROUTER_REFUSED -> stringResource(R.string.reach_router_refused)
        ReachState.SECOND_ROUTER -> stringResource(R.string.reach_second_router)
    }
}

/** What can be done about it, a paragraph each. */
@Composable
internal fun adviceWords(state: ReachScreenState): List<String> {
    val advice = when (state.door) {
        Door.OPENING -> listOf(stringResource(R.string.reach_advice_opening))
        Door.CLOSED -> listOf(stringResource(R.string.reach_advice_closed))
        Door.STILL_OPEN -> listOf(stringResource(R.string.reach_advice_still_open))
        Door.PORT_TAKEN -> listOf(stringResource(R.string.reach_advice_port_taken))
        Door.FAILED -> listOf(stringResource(R.string.reach_advice_failed))
        Door.OPEN -> openAdvice(state)
    }
    // Nobody in the same Wi-Fi gets in then, however well the others do.
    val besides = state.localNetworkForbidden && state.reach.state != ReachState.LOCAL_NETWORK_FORBIDDEN
    return if (besides) advice + stringResource(R.string.reach_advice_forbidden_besides) else advice
}

@Composable
private fun openAdvice(state: ReachScreenState): List<String> {
    val reach = state.reach
    val one = stringResource(R.string.reach_one_is_enough)
    val ipv6 = stringResource(R.string.reach_ipv6_helps)
    val switchOn = stringResource(R.string.reach_switch_on)
    return when (reach.state) {
        ReachState.CLOSED -> listOf(stringResource(R.string.reach_advice_closed))
        ReachState.CONFIRMED -> emptyList()
        ReachState.IPV6_ONLY -> listOfNotNull(
            stringResource(R.string.reach_advice_ipv6_only),
            when {
                !state.asksRouter -> switchOn
                reach.routerV6.state != RouterState.OPENED -> stringResource(R.string.reach_advice_ipv6_firewall, port(reach))
                else -> null
            },
        )
        ReachState.LAN_ONLY ->
            if (reach.isHereOnly) listOf(stringResource(R.string.reach_advice_here_only))
            else listOfNotNull(switchOn.takeIf { !state.asksRouter }, one, ipv6)
        ReachState.LOCAL_NETWORK_FORBIDDEN -> listOf(stringResource(R.string.reach_advice_forbidden), one)
        ReachState.LOOKING -> listOf(stringResource(R.string.reach_advice_looking))
        ReachState.NO_ROUTER_PROTOCOL -> listOf(stringResource(R.string.reach_advice_no_protocol, forwarding(reach)), one, ipv6)
        ReachState.OFFLINE -> listOf(stringResource(R.string.reach_advice_offline))
        ReachState.OPENED -> listOf(stringResource(R.string.reach_advice_opened, port(reach)))
        ReachState.ROUTER_REFUSED -> {
            val why = reach.router.refusal ?: reach.routerV6.refusal ?: RouterRefusal.OTHER
            listOf(against(why, forwarding(reach)), one)
        }
        ReachState.SECOND_ROUTER -> listOf(stringResource(R.string.reach_advice_second_router), one)
    }
}

/** What to do about a router that refuses. */
@Composable
private fun against(refusal: RouterRefusal, forwarding: String): String = when (refusal) {
    RouterRefusal.CONFLICT -> stringResource(R.string.reach_against_conflict, forwarding)
    RouterRefusal.DISABLED -> stringResource(R.string.reach_advice_no_protocol, forwarding)
    RouterRefusal.NOT_AUTHORISED -> stringResource(R.string.reach_against_not_authorised, forwarding)
    RouterRefusal.NETWORK_FAILURE -> stringResource(R.string.reach_against_network_failure)
    RouterRefusal.NO_RESOURCES -> stringResource(R.string.reach_against_no_resources, forwarding)
    RouterRefusal.FIREWALL_OFF, RouterRefusal.LEASE_TOO_SHORT, RouterRefusal.MISBEHAVES, RouterRefusal.OTHER,
    RouterRefusal.UNSUPPORTED,
    -> stringResource(R.string.reach_against_other, forwarding)
}

/** Whether a setting of this app is part of the advice. */
internal val ReachScreenState.settingsHelp: Boolean
    get() = when (door) {
        Door.PORT_TAKEN -> true
        Door.OPEN -> when (reach.state) {
            ReachState.IPV6_ONLY -> !asksRouter
            ReachState.LAN_ONLY -> !asksRouter && !reach.isHereOnly
            ReachState.ROUTER_REFUSED -> (reach.router.refusal ?: reach.routerV6.refusal) == RouterRefusal.CONFLICT
            else -> false
        }
        else -> false
    }

/** Whether a setting of the system is. */
internal val ReachScreenState.systemSettingsHelp: Boolean
    get() = localNetworkForbidden || (door == Door.OPEN && reach.state == ReachState.LOCAL_NETWORK_FORBIDDEN)

@Composable
private fun port(reach: Reach): String = when (val first = reach.listening.firstOrNull()) {
    null -> stringResource(R.string.reach_port_unknown)
    else -> stringResource(R.string.reach_port, portOf(first))
}

/** What a person tells a router: the port, and this device's address in its network. */
@Composable
private fun forwarding(reach: Reach): String = when (val own = reach.addresses.firstOrNull { it.kind == AddressKind.PRIVATE }) {
    null -> port(reach)
    else -> stringResource(R.string.reach_forwarding, portOf(own.address), address(ipOf(own.address)))
}

private fun portOf(address: String): String = address.substringAfterLast(':')

private fun ipOf(address: String): String = address.substringBeforeLast(':').removeSurrounding("[", "]")

private val Reach.isOpenedByRouter: Boolean
    get() = addresses.any { it.source == OwnSource.ROUTER && (it.kind == AddressKind.IPV4 || it.kind == AddressKind.IPV6) }

/** Whether only this device itself gets in. */
internal val Reach.isHereOnly: Boolean
    get() = listening.isNotEmpty() && listening.all { ipOf(it) == "::1" || it.startsWith("127.") }
