//! Which addresses this device tells, and what surrounds it.

use std::net::{IpAddr, SocketAddr};

use super::types::{InterfaceAddress, Network, NetworkKind, NetworkSnapshot};
use crate::net::{Prefix, Surroundings};

/// The most addresses that are told to anybody.
const MOST: usize = 8;

/// Where contacts may find us: bound literals as they are, wildcards as the interfaces' addresses,
/// those that work from everywhere first.
pub(super) fn published(bound: &[SocketAddr], snapshot: Option<&NetworkSnapshot>) -> Vec<SocketAddr> {
    let mut addresses: Vec<SocketAddr> =
        bound.iter().copied().filter(|address| !address.ip().is_unspecified()).collect();
    for wildcard in bound.iter().filter(|address| address.ip().is_unspecified()) {
        for interface in interfaces(snapshot) {
            let usable = !interface.temporary && !interface.ip.is_loopback() && !link_local(interface.ip);
            if usable && interface.ip.is_ipv4() == wildcard.is_ipv4() {
                addresses.push(SocketAddr::new(interface.ip, wildcard.port()));
            }
        }
    }
    addresses.sort_by_key(|address| local(address.ip()));
    let mut seen = std::collections::HashSet::new();
    addresses.retain(|address| seen.insert(*address));
    addresses.truncate(MOST);
    addresses
}

/// What the dialer must know of the networks.
pub(super) fn surroundings(
    bound: &[SocketAddr],
    own: &[SocketAddr],
    snapshot: Option<&NetworkSnapshot>,
) -> Surroundings {
    Surroundings {
        interfaces: interfaces(snapshot)
            .map(|address| Prefix { ip: address.ip, len: address.prefix_len })
            .collect(),
        own: own.to_vec(),
        listening_on_loopback: bound.iter().any(|address| address.ip().is_loopback()),
        gateways: snapshot
            .iter()
            .flat_map(|snapshot| &snapshot.networks)
            .filter_map(|network| network.gateway)
            .collect(),
        known: snapshot.is_some(),
    }
}

/// Whether no network leads out of this device. Desktops tell of its loopback, too: that leads nowhere, except to
/// who listens there.
pub(super) fn offline(bound: &[SocketAddr], snapshot: Option<&NetworkSnapshot>) -> bool {
    let inside = |network: &Network| {
        let mut addresses = network.addresses.iter().peekable();
        network.kind == NetworkKind::Loopback
            || (addresses.peek().is_some() && addresses.all(|address| address.ip.is_loopback()))
    };
    !bound.iter().any(|address| address.ip().is_loopback())
        && snapshot.is_some_and(|snapshot| snapshot.networks.iter().all(inside))
}

/// Whether only this network's own devices can use the address.
pub(super) fn lan(ip: IpAddr) -> bool {
    local(ip) && !ip.is_loopback()
}

fn local(ip: IpAddr) -> bool {
    match ip {
        // RFC 6598: what carriers share among customers leads to us from nowhere else, either.
        IpAddr::V4(ip) if matches!(ip.octets(), [100, 64..=127, ..]) => true,
        IpAddr::V4(ip) => ip.is_private() || ip.is_link_local() || ip.is_loopback(),
        IpAddr::V6(ip) => ip.is_unique_local() || ip.is_unicast_link_local() || ip.is_loopback(),
    }
}

fn link_local(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_unicast_link_local(),
    }
}

fn interfaces(snapshot: Option<&NetworkSnapshot>) -> impl Iterator<Item = &InterfaceAddress> {
    snapshot.into_iter().flat_map(|snapshot| &snapshot.networks).flat_map(|network| &network.addresses)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use super::*;
    use crate::node::{Network, NetworkKind};

    /// A network with these addresses; `~` before one: it is temporary.
    fn network(addresses: &[&str], gateway: Option<&str>) -> Network {
        let address = |text: &&str| {
            let (ip, prefix_len) = text.trim_start_matches('~').split_once('/').unwrap();
            let (ip, prefix_len) = (ip.parse().unwrap(), prefix_len.parse().unwrap());
            InterfaceAddress { ip, prefix_len, temporary: text.starts_with('~') }
        };
        Network {
            kind: NetworkKind::Wifi,
            addresses: addresses.iter().map(address).collect(),
            gateway: gateway.map(|gateway| gateway.parse().unwrap()),
            nat64_prefix: None,
            is_default: true,
            local_network_allowed: Some(true),
        }
    }

    fn snapshot(addresses: &[&str]) -> NetworkSnapshot {
        NetworkSnapshot { networks: vec![network(addresses, None)] }
    }

    fn sockets(texts: &[&str]) -> Vec<SocketAddr> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    fn told(bound: &[&str], addresses: &[&str]) -> Vec<String> {
        let told = published(&sockets(bound), Some(&snapshot(addresses)));
        told.iter().map(ToString::to_string).collect()
    }

    const BOTH: [&str; 2] = ["[::]:20000", "0.0.0.0:20001"];

    #[test]
    fn a_wildcard_is_told_as_the_interfaces_addresses_of_its_family() {
        let here = ["192.168.1.7/24", "2001:db8::7/64"];
        assert_eq!(told(&BOTH, &here), ["[2001:db8::7]:20000", "192.168.1.7:20001"]);
        assert_eq!(told(&["0.0.0.0:1024"], &here), ["192.168.1.7:1024"]);
        // Without knowing the networks there is nothing to tell: a wildcard is no place.
        assert_eq!(published(&sockets(&BOTH), None), []);
        assert_eq!(told(&BOTH, &[]), [""; 0]);
    }

    #[test]
    fn what_somebody_bound_by_hand_is_told_as_it_is_and_once() {
        let bound = ["127.0.0.1:20000", "203.0.113.7:20001", "0.0.0.0:20001"];
        assert_eq!(told(&bound, &["203.0.113.7/24"]), ["203.0.113.7:20001", "127.0.0.1:20000"]);
        assert_eq!(published(&sockets(&["127.0.0.1:20000"]), None), sockets(&["127.0.0.1:20000"]));
    }

    #[test]
    fn temporary_and_link_local_addresses_and_loopback_are_not_told() {
        let here = [
            "~2001:db8::dead:beef/64",
            "2001:db8::7/64",
            "fe80::7/64",
            "169.254.1.7/16",
            "127.0.0.1/8",
            "::1/128",
        ];
        assert_eq!(told(&BOTH, &here), ["[2001:db8::7]:20000"]);
    }

    #[test]
    fn what_works_from_everywhere_comes_first() {
        let here = ["10.0.0.7/8", "fd00::7/64", "100.64.0.7/10", "203.0.113.7/24", "2001:db8::7/64"];
        let told = told(&BOTH, &here);
        assert_eq!(told[..2], ["[2001:db8::7]:20000", "203.0.113.7:20001"]);
        assert_eq!(told.len(), here.len());
        // There is a limit, and it takes the last ones.
        let many: Vec<String> = (1..=MOST).map(|n| format!("192.168.1.{n}/24")).collect();
        let mut many: Vec<&str> = many.iter().map(String::as_str).collect();
        many.push("203.0.113.7/24");
        let told = self::told(&BOTH, &many);
        assert_eq!((told.len(), told.first().map(String::as_str)), (MOST, Some("203.0.113.7:20001")));
        assert!(!told.contains(&format!("192.168.1.{MOST}:20001")), "{told:?}");
    }

    #[test]
    fn the_dialer_learns_every_interface_and_router() {
        let bound = sockets(&["0.0.0.0:20000"]);
        let networks = vec![
            network(&["192.168.1.7/24", "~2001:db8::dead:beef/64"], Some("192.168.1.1")),
            network(&["fe80::7/64"], Some("fe80::1")),
        ];
        let snapshot = NetworkSnapshot { networks };
        let own = published(&bound, Some(&snapshot));
        let around = surroundings(&bound, &own, Some(&snapshot));
        // Of temporary addresses, too: they are in the same networks.
        let prefixes: Vec<_> =
            around.interfaces.iter().map(|prefix| (prefix.ip.to_string(), prefix.len)).collect();
        assert_eq!(
            prefixes,
            [("192.168.1.7".into(), 24), ("2001:db8::dead:beef".into(), 64), ("fe80::7".to_owned(), 64)]
        );
        let gateways: Vec<_> = around.gateways.iter().map(ToString::to_string).collect();
        assert_eq!(gateways, ["192.168.1.1", "fe80::1"]);
        assert_eq!((around.own, around.known, around.listening_on_loopback), (own, true, false));
        // Nothing known is not the same as nothing there.
        assert!(!surroundings(&bound, &[], None).known);
        assert!(surroundings(&bound, &[], Some(&NetworkSnapshot::default())).known);
        for loopback in ["127.0.0.1:1", "[::1]:1"] {
            assert!(surroundings(&sockets(&[loopback]), &[], None).listening_on_loopback);
        }
    }

    #[test]
    fn lan_is_what_only_its_own_devices_can_use() {
        for ip in ["10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.1.1", "fd00::1", "fe80::1"] {
            assert!(lan(ip.parse().unwrap()), "{ip}");
        }
        // The share of a carrier's network that a customer gets is no more reachable than that.
        assert!(lan("100.64.0.1".parse().unwrap()) && lan("100.127.255.254".parse().unwrap()));
        for ip in ["100.63.0.1", "100.128.0.1", "203.0.113.7", "2001:db8::7", "127.0.0.1", "::1"] {
            assert!(!lan(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn a_device_with_nothing_but_itself_is_offline() {
        let (everywhere, itself) = (["0.0.0.0:1".parse().unwrap()], ["127.0.0.1:1".parse().unwrap()]);
        let of = |kind, addresses: &[&str]| Network { kind, ..network(addresses, None) };
        let lo = || of(NetworkKind::Loopback, &["127.0.0.1/8"]);
        let cases = [
            (Vec::new(), true),
            (vec![lo()], true),
            (vec![lo(), of(NetworkKind::Other, &["::1/128"])], true),
            (vec![lo(), of(NetworkKind::Wifi, &["192.168.1.2/24"])], false),
            // Its addresses are still to come, or are kept from us.
            (vec![of(NetworkKind::Cellular, &[])], false),
        ];
        for (networks, expected) in cases {
            let snapshot = NetworkSnapshot { networks };
            assert_eq!(offline(&everywhere, Some(&snapshot)), expected, "{snapshot:?}");
            assert!(!offline(&itself, Some(&snapshot)), "who listens on loopback is reached there");
        }
        assert!(!offline(&everywhere, None), "nothing is known");
    }
}
