#![allow(clippy::unwrap_used)]
use super::*;
use crate::node::{Gateway, InterfaceAddress};

const BOTH: [&str; 2] = ["[::]:20000", "0.0.0.0:20000"];
const SECRET: [u8; 32] = [7; 32];

fn network(kind: NetworkKind, addresses: &[&str], gateways: &[&str]) -> Network {
    let address = |text: &&str| InterfaceAddress {
        ip: text.trim_start_matches('~').parse().unwrap(),
        prefix_len: 24,
        temporary: text.starts_with('~'),
        deprecated: false,
    };
    Network {
        kind,
        addresses: addresses.iter().map(address).collect(),
        gateways: gateways.iter().map(|ip| Gateway { ip: ip.parse().unwrap(), interface: 3 }).collect(),
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: None,
    }
}

fn asked(bound: &[&str], networks: Vec<Network>) -> RouterConfig {
    let bound: Vec<SocketAddr> = bound.iter().map(|at| at.parse().unwrap()).collect();
    config(&bound, Some(&NetworkSnapshot { networks }), &SECRET)
}

fn home() -> Network {
    let addresses = ["192.168.1.7", "2001:db8::7", "~2001:db8::dead", "fd00::7", "fe80::7"];
    network(NetworkKind::Wifi, &addresses, &["192.168.1.1", "fe80::1"])
}

#[test]
fn a_home_is_asked_for_both_families() {
    let config = asked(&BOTH, vec![home()]);
    let expected = RouterNetwork {
        gateway_v4: Some("192.168.1.1".parse().unwrap()),
        local_v4: Some("192.168.1.7".parse().unwrap()),
        gateway_v6: Some("[fe80::1%3]:0".parse().unwrap()),
        sources_v6: vec!["2001:db8::7".parse().unwrap()],
    };
    assert_eq!(config.networks, [expected]);
    assert_eq!(config.port, 20_000);
    let state = |config: &RouterConfig| at_first(config).map(|said| said.state);
    assert_eq!(state(&config), [RouterState::Searching, RouterState::Searching]);
    let v4 = asked(&BOTH, vec![network(NetworkKind::Wired, &["10.0.0.7"], &["10.0.0.1"])]);
    assert_eq!(state(&v4), [RouterState::Searching, RouterState::NotAsked]);
}

#[test]
fn nobody_is_asked_who_is_not_this_persons_own_router() {
    let lan = |kind| network(kind, &["10.0.0.7"], &["10.0.0.1"]);
    for kind in [NetworkKind::Cellular, NetworkKind::Vpn, NetworkKind::Loopback] {
        assert_eq!(asked(&BOTH, vec![lan(kind)]).networks, [], "{kind:?}");
    }
    let mut denied = lan(NetworkKind::Wifi);
    denied.local_network_allowed = Some(false);
    assert_eq!(asked(&BOTH, vec![denied]).networks, []);
    // There is none, it is of the other family, nothing listens there, or there is nothing to translate.
    for (addresses, gateways) in [
        (["10.0.0.7"], [].as_slice()),
        (["10.0.0.7"], &["fe80::1"]),
        (["11.0.0.7"], &["10.0.0.1"]),
        // A provider's.
        (["10.0.0.7"], &["11.0.0.1"]),
        (["2001:db8::7"], &["2001:db8::1"]),
    ] {
        assert_eq!(asked(&BOTH, vec![network(NetworkKind::Wired, &addresses, gateways)]).networks, []);
    }
    assert_eq!(asked(&["127.0.0.1:20000"], vec![home()]).networks, []);
    assert_eq!(asked(&BOTH, Vec::new()).networks, []);
    assert_eq!(config(&[], None, &SECRET).networks, []);
    // Who listens by hand is asked for that.
    let by_hand = asked(&["192.168.1.7:4000"], vec![home()]);
    assert_eq!((by_hand.port, by_hand.networks.len()), (4_000, 1));
    assert_eq!(by_hand.networks.first().unwrap().sources_v6, [] as [std::net::Ipv6Addr; 0]);
}

#[test]
fn only_what_is_said_of_what_is_asked_now_counts() {
    let config = asked(&BOTH, vec![network(NetworkKind::Wifi, &["10.0.0.7"], &["10.0.0.1"])]);
    let entry = |gateway: &str, internal: &str| net::RouterEntry {
        gateway: gateway.parse().unwrap(),
        internal: internal.parse().unwrap(),
        state: net::RouterState::Mapped(net::Mapping {
            protocol: net::RouterProtocol::Pcp,
            external: "11.0.0.10:4000".parse().unwrap(),
            internal: internal.parse().unwrap(),
            lease: None,
        }),
    };
    let of = |entry| {
        let [v4, v6] = said(&RouterReport { entries: vec![entry] }, &config);
        assert_eq!(v6, RouterSaid::default());
        (v4.state, v4.opened.len())
    };
    assert_eq!(of(entry("10.0.0.1", "10.0.0.7:20000")), (RouterState::Opened, 1));
    for (gateway, internal) in
        [("10.0.0.2", "10.0.0.7:20000"), ("10.0.0.1", "10.0.0.8:20000"), ("10.0.0.1", "10.0.0.7:20001")]
    {
        assert_eq!(of(entry(gateway, internal)), (RouterState::Searching, 0), "{gateway} {internal}");
    }
}
