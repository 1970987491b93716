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
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn network(kind: NetworkKind, ip: Option<&str>) -> Network {
        let address =
            |ip: &str| InterfaceAddress { ip: ip.parse().unwrap(), prefix_len: 8, temporary: false };
        Network {
            kind,
            addresses: ip.map(address).into_iter().collect(),
            gateway: None,
            nat64_prefix: None,
            is_default: false,
            local_network_allowed: None,
        }
    }

    #[test]
    fn a_device_with_nothing_but_itself_is_offline() {
        let (everywhere, itself) = (["0.0.0.0:1".parse().unwrap()], ["127.0.0.1:1".parse().unwrap()]);
        let lo = || network(NetworkKind::Loopback, Some("127.0.0.1"));
        let cases = [
            (Vec::new(), true),
            (vec![lo()], true),
            (vec![lo(), network(NetworkKind::Other, Some("::1"))], true),
            (vec![lo(), network(NetworkKind::Wifi, Some("192.168.1.2"))], false),
            // Its addresses are still to come, or are kept from us.
            (vec![network(NetworkKind::Cellular, None)], false),
        ];
        for (networks, expected) in cases {
            let snapshot = NetworkSnapshot { networks };
            assert_eq!(offline(&everywhere, Some(&snapshot)), expected, "{snapshot:?}");
            assert!(!offline(&itself, Some(&snapshot)), "who listens on loopback is reached there");
        }
        assert!(!offline(&everywhere, None), "nothing is known");
    }
}
