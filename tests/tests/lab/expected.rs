//! Who is expected to reach whom, and what is expected to be said where nobody can. Two columns: of a program that
//! asks routers, and of one that does not yet.

use pure2p_tests::lab::homes::Home;
use pure2p_tests::lab::reach;

/// The pairs that meet, by host: each kind of home with each, and what needs two of a kind.
pub(super) fn pairs() -> Vec<(&'static str, &'static str)> {
    let kinds = ["hP", "hA", "hB", "hU", "hE", "hG", "hN", "hC", "hD"];
    let mut pairs = Vec::new();
    for (n, one) in kinds.into_iter().enumerate() {
        pairs.extend(kinds.into_iter().skip(n + 1).map(|other| (one, other)));
    }
    // Two plain routers; neighbours behind a plain one, and behind one that opens ports.
    pairs.extend([("hC", "hX"), ("hC", "hL"), ("hA", "hF")]);
    pairs
}

/// How a home is called in the table.
pub(super) fn words(host: &str) -> &'static str {
    match host {
        "hP" => "directly on the internet",
        "hA" => "router with UPnP, NAT-PMP and PCP",
        "hF" => "the same LAN behind that router",
        "hB" => "router with NAT-PMP and PCP",
        "hU" => "router with UPnP",
        "hE" => "IPv6 firewall with PCP and UPnP, IPv4 by a carrier",
        "hG" => "IPv6 firewall without a protocol, plain IPv4 router",
        "hN" => "IPv6 only with NAT64, firewall without a protocol",
        "hC" => "plain router",
        "hL" => "the same LAN behind that plain router",
        "hX" => "another plain router",
        "hD" => "carrier NAT",
        other => panic!("{other} has no words"),
    }
}

/// Whether they share a LAN.
pub(super) fn neighbours(one: &str, other: &str) -> bool {
    let home = |host| Home::of(host).map(|home| home.name);
    one != other && home(one).is_some() && home(one) == home(other)
}

/// Whether `from` can begin a connection to `to`.
pub(super) fn reaches(from: &str, to: &str) -> bool {
    if neighbours(from, to) {
        return true;
    }
    let has_ipv4 = Home::of(from).is_none_or(|home| home.lan4.is_some());
    let has_ipv6 = Home::of(from).is_none_or(|home| home.lan6.is_some());
    match to {
        "hP" => true,
        // A mapped port, and who has no IPv4 comes by NAT64.
        "hA" | "hB" | "hU" | "hF" => reach::ASKS_ROUTERS && (has_ipv4 || reach::TRANSLATES),
        // Nothing comes in by the carrier's IPv4; by IPv6 what was asked for.
        "hE" => reach::ASKS_ROUTERS && has_ipv6,
        _ => false,
    }
}

/// What is said where neither reaches the other.
pub(super) fn reason(from: &str, to: &str) -> &'static str {
    let has_ipv6 = |host| Home::of(host).is_none_or(|home| home.lan6.is_some());
    match (has_ipv6(from), has_ipv6(to)) {
        // Two firewalls that drop: nobody answers, as if the app were closed.
        (true, true) => "no_answer",
        // IPv6 that may well let callers in, and somebody who told of nothing.
        (true, false) => "no_address",
        // The other way round: an address is known, and leads nowhere from here.
        (false, true) => "unreachable",
        (false, false) => "neither_reachable",
    }
}

/// What a device is expected to say of itself, once the others have tried.
pub(super) fn state(host: &str) -> &'static [&'static str] {
    match host {
        "hP" | "hA" | "hB" | "hU" | "hE" => &[reach::CONFIRMED],
        "hF" => &[reach::OPENED, reach::CONFIRMED],
        "hD" => &[reach::SECOND_ROUTER],
        "hN" => &[reach::IPV6_ONLY, reach::NO_PROTOCOL],
        _ => &[reach::NO_PROTOCOL],
    }
}
