//! The networks that this machine is on, as the core wants to know them.

mod changes;

use std::collections::BTreeMap;
use std::net::IpAddr;

use if_addrs::{IfAddr, Interface};
use pure2p_core::node::{InterfaceAddress, Network, NetworkKind, NetworkSnapshot};

pub(crate) use changes::Changes;

/// Reads the networks that lead somewhere. A system that refuses to tell counts as offline.
pub(crate) fn snapshot() -> NetworkSnapshot {
    from_interfaces(if_addrs::get_if_addrs().unwrap_or_default())
}

fn from_interfaces(interfaces: Vec<Interface>) -> NetworkSnapshot {
    let mut networks: BTreeMap<String, Network> = BTreeMap::new();
    for interface in interfaces.into_iter().filter(Interface::is_oper_up) {
        // This machine alone, and link-local addresses, which name nobody without a scope and which
        // interfaces have that no network is behind: with nothing else, this machine is offline.
        if interface.addr.is_loopback() || interface.is_link_local() {
            continue;
        }
        let kind = kind_of(&interface.name);
        let network = networks.entry(interface.name).or_insert_with(|| Network {
            kind,
            addresses: Vec::new(),
            gateways: Vec::new(),
            nat64_prefix: None,
            is_default: false,
            local_network_allowed: Some(true),
        });
        network.addresses.push(address(&interface.addr));
    }
    let mut networks: Vec<Network> = networks.into_values().collect();
    // Without reading the routing table: the first one that leads out of the machine.
    if let Some(out) = networks.iter_mut().find(|network| network.kind != NetworkKind::Vpn) {
        out.is_default = true;
    }
    NetworkSnapshot { networks }
}

fn address(addr: &IfAddr) -> InterfaceAddress {
    let (ip, prefix_len) = match addr {
        IfAddr::V4(v4) => (IpAddr::from(v4.ip), v4.prefixlen),
        IfAddr::V6(v6) => (IpAddr::from(v6.ip), v6.prefixlen),
    };
    InterfaceAddress { ip, prefix_len, temporary: false, deprecated: false }
}

/// What an interface is, by the names that systems give. A guess that decides nothing but words.
fn kind_of(name: &str) -> NetworkKind {
    const NAMES: [(&str, NetworkKind); 10] = [
        ("eth", NetworkKind::Wired),
        ("en", NetworkKind::Wired),
        ("ppp", NetworkKind::Vpn),
        ("tailscale", NetworkKind::Vpn),
        ("tap", NetworkKind::Vpn),
        ("tun", NetworkKind::Vpn),
        ("utun", NetworkKind::Vpn),
        ("wg", NetworkKind::Vpn),
        ("ww", NetworkKind::Cellular),
        ("wl", NetworkKind::Wifi),
    ];
    NAMES.iter().find(|(start, _)| name.starts_with(start)).map_or(NetworkKind::Other, |(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use if_addrs::{IfOperStatus, Ifv4Addr};

    use super::*;

    fn interface(name: &str, ip: [u8; 4], prefixlen: u8, oper_status: IfOperStatus) -> Interface {
        let [ip, netmask] = [ip, [255; 4]].map(Ipv4Addr::from);
        let addr = IfAddr::V4(Ifv4Addr { ip, netmask, prefixlen, broadcast: None });
        Interface { name: name.to_owned(), addr, index: None, oper_status, is_p2p: false }
    }

    #[test]
    fn only_networks_that_lead_somewhere_count() {
        use IfOperStatus::{Down, Up};
        let nowhere = [
            interface("lo", [127, 0, 0, 1], 8, Up),
            interface("awdl0", [169, 254, 3, 4], 16, Up),
            interface("wlan0", [192, 168, 1, 7], 24, Down),
        ];
        assert_eq!(from_interfaces(nowhere.to_vec()), NetworkSnapshot::default());
        let somewhere =
            [interface("tun0", [10, 8, 0, 2], 24, Up), interface("wlan0", [192, 168, 1, 7], 24, Up)];
        let found = from_interfaces([&nowhere[..], &somewhere].concat()).networks;
        let told: Vec<_> = found.iter().map(|network| (network.kind, network.is_default)).collect();
        assert_eq!(told, [(NetworkKind::Vpn, false), (NetworkKind::Wifi, true)]);
    }

    #[test]
    fn names_tell_the_kind() {
        assert_eq!(kind_of("wlp3s0"), NetworkKind::Wifi);
        assert_eq!(kind_of("enp0s31f6"), NetworkKind::Wired);
        assert_eq!(kind_of("utun4"), NetworkKind::Vpn);
        assert_eq!(kind_of("docker0"), NetworkKind::Other);
    }
}
