//! Who is expected to reach whom, and what is expected to be said where nobody can. Two columns: of a program that
//! asks routers, and of one that does not yet.

use pure2p_tests::lab::homes::Home;
use pure2p_tests::lab::reach;

/// The pairs that meet, by host: each kind of home with each, and what needs two of a kind.
pub(super) fn pairs() -> Vec<(&'static str, &'static str)> {
    let mut pairs = Vec::new();
    for (n, one) in KINDS.into_iter().enumerate() {
        pairs.extend(KINDS.into_iter().skip(n + 1).map(|other| (one, other)));
    }
    // Two plain routers; neighbours behind a plain one, and behind one that opens ports.
    pairs.extend([("hC", "hX"), ("hC", "hL"), ("hA", "hF")]);
    pairs
}

/// How a home is called in the table, and what it is.
pub(super) fn words(host: &str) -> (&'static str, &'static str) {
    match host {
        "hP" => ("open", "a machine directly on the internet, IPv4 and IPv6"),
        "hA" => ("all", "a router with UPnP, NAT-PMP and PCP"),
        "hF" => ("all, same LAN", "another machine behind that router"),
        "hB" => ("pcp", "a router with NAT-PMP and PCP"),
        "hU" => ("upnp", "a router with UPnP"),
        "hE" => ("pinhole", "IPv6 behind a firewall that PCP and UPnP can open; IPv4 shared by a carrier"),
        "hG" => ("firewall", "IPv6 behind a firewall that nobody can ask; a plain IPv4 router"),
        "hN" => ("nat64", "as mobile data often is: IPv6 only, firewalled, IPv4 by NAT64"),
        "hC" => ("plain", "a router without any protocol, or with UPnP switched off"),
        "hL" => ("plain, same LAN", "another machine behind that router"),
        "hX" => ("plain too", "another such router"),
        "hD" => ("carrier", "a router with everything, behind a carrier's NAT: a second router is the same"),
        other => panic!("{other} has no words"),
    }
}

/// The homes of the first table.
pub(super) const KINDS: [&str; 9] = ["hP", "hA", "hB", "hU", "hE", "hG", "hN", "hC", "hD"];

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
        // Two firewalls that drop: nobody answers, which may be a closed app as well.
        (true, true) => "no_answer",
        // IPv6 that may well let callers in, and somebody who told of nothing.
        (true, false) => "no_way_in",
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
        "hG" | "hN" => &[reach::IPV6_ONLY],
        _ => &[reach::NO_PROTOCOL],
    }
}
