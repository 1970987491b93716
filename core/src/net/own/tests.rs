#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use proptest::prelude::*;

use super::*;
use crate::net::Gateway;

/// A network with these addresses; `~` before one: it is temporary.
fn network(addresses: &[&str], gateway: Option<&str>) -> Network {
    let address = |text: &&str| {
        let (ip, prefix_len) = text.trim_start_matches('~').split_once('/').unwrap();
        let (ip, prefix_len) = (ip.parse().unwrap(), prefix_len.parse().unwrap());
        InterfaceAddress { ip, prefix_len, temporary: text.starts_with('~'), deprecated: false }
    };
    Network {
        kind: NetworkKind::Wifi,
        addresses: addresses.iter().map(address).collect(),
        gateways: gateway.iter().map(|ip| Gateway { ip: ip.parse().unwrap(), interface: 0 }).collect(),
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

fn published(bound: &[SocketAddr], snapshot: Option<&NetworkSnapshot>) -> Vec<OwnAddress> {
    own_addresses(bound, snapshot, &[], &[])
}

fn told(bound: &[&str], addresses: &[&str]) -> Vec<String> {
    texts(&published(&sockets(bound), Some(&snapshot(addresses))))
}

fn texts(told: &[OwnAddress]) -> Vec<String> {
    told.iter().map(|own| own.address.to_string()).collect()
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
    assert_eq!(texts(&published(&sockets(&["127.0.0.1:20000"]), None)), ["127.0.0.1:20000"]);
}

#[test]
fn what_is_of_no_use_to_others_is_not_told() {
    let here = [
        "~2001:db8::dead:beef/64",
        "2001:db8::7/64",
        "fe80::7/64",
        "169.254.1.7/16",
        "127.0.0.1/8",
        "::1/128",
        "192.0.0.4/29", // This device's own end of a translator.
    ];
    assert_eq!(told(&BOTH, &here), ["[2001:db8::7]:20000"]);
}

#[test]
fn what_works_from_everywhere_comes_first() {
    let here = ["10.0.0.7/8", "fd00::7/64", "100.64.0.7/10", "203.0.113.7/24", "2001:db8::7/64"];
    let told = told(&BOTH, &here);
    assert_eq!(told[..2], ["203.0.113.7:20001", "[2001:db8::7]:20000"]);
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
    let own: Vec<_> = own.iter().map(|own| own.address).collect();
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

#[test]
fn what_the_router_opened_comes_first_and_what_contacts_saw_last() {
    let opened = sockets(&["198.51.100.9:4000", "[2001:db8::7]:20000"]);
    let observed: Vec<IpAddr> = ["198.51.100.20", "192.168.1.1"].map(|ip| ip.parse().unwrap()).to_vec();
    let here = snapshot(&["192.168.1.7/24", "2001:db8::7/64"]);
    let own = own_addresses(&sockets(&BOTH), Some(&here), &opened, &observed);
    let own: Vec<_> = own.iter().map(|own| (own.address.to_string(), own.source)).collect();
    let expected = [
        ("198.51.100.9:4000", OwnSource::Router),
        ("[2001:db8::7]:20000", OwnSource::Router),
        // With the own port: a person may have opened it by hand.
        ("198.51.100.20:20001", OwnSource::Observed),
        ("192.168.1.7:20001", OwnSource::Interface),
    ];
    assert_eq!(own, expected.map(|(address, source)| (address.to_owned(), source)));
}

#[test]
fn a_network_without_ipv4_dials_ipv4_through_its_prefix() {
    // The examples of RFC 6052, section 2.4.
    for (prefix, len, expected) in [
        ("2001:db8::", 32, "2001:db8:c000:221::"),
        ("2001:db8:100::", 40, "2001:db8:1c0:2:21::"),
        ("2001:db8:122::", 48, "2001:db8:122:c000:2:2100::"),
        ("2001:db8:122:300::", 56, "2001:db8:122:3c0:0:221::"),
        ("2001:db8:122:344::", 64, "2001:db8:122:344:c0:2:2100:0"),
        ("2001:db8:122:344::", 96, "2001:db8:122:344::c000:221"),
        ("64:ff9b::", 96, "64:ff9b::c000:221"),
        // What stands behind a prefix is not part of it.
        ("64:ff9b::dead:beef", 96, "64:ff9b::c000:221"),
    ] {
        let nat64 = Nat64::new(prefix.parse().unwrap(), len).unwrap();
        let through = nat64.translate("192.0.2.33:20000".parse().unwrap());
        assert_eq!(through, SocketAddr::new(expected.parse().unwrap(), 20000), "{prefix}/{len}");
        let v6 = "[2001:db8::1]:1".parse().unwrap();
        assert_eq!(nat64.translate(v6), v6);
    }
    assert_eq!(Nat64::new("64:ff9b::".parse().unwrap(), 95), None);
    // What somebody in the LAN could name to lead us elsewhere than to a translator.
    for bad in ["fd00:1::", "fe80::", "ff02::", "::", "::ffff:0:0"] {
        assert_eq!(Nat64::new(bad.parse().unwrap(), 96), None, "{bad}");
    }

    let with_prefix = |addresses: &[&str]| {
        let mut network = network(addresses, None);
        network.nat64_prefix = Some(("64:ff9b::".parse().unwrap(), 96));
        NetworkSnapshot { networks: vec![network] }
    };
    assert!(nat64(Some(&with_prefix(&["2001:db8::7/64"]))).is_some());
    assert!(nat64(Some(&with_prefix(&["2001:db8::7/64", "192.0.0.4/29", "169.254.1.2/16"]))).is_some());
    assert_eq!(nat64(Some(&with_prefix(&["2001:db8::7/64", "192.168.1.7/24"]))), None, "IPv4 works");
    // Containers of this machine have IPv4 among themselves, and are dialled as they are.
    let mut with_guests = with_prefix(&["2001:db8::7/64"]);
    with_guests.networks.push(Network { is_default: false, ..network(&["172.17.0.1/16"], None) });
    let through = nat64(Some(&with_guests)).unwrap();
    let guest = "172.17.0.2:20000".parse().unwrap();
    assert_eq!(through.translate(guest), guest);
    let mut with_a_router = with_guests.clone();
    with_a_router.networks.push(Network { is_default: false, ..network(&["10.0.0.7/8"], Some("10.0.0.1")) });
    assert_eq!(nat64(Some(&with_a_router)), None);
    assert_eq!(nat64(Some(&snapshot(&["2001:db8::7/64"]))), None, "no prefix is known");
    assert_eq!(nat64(None), None);
    let mut own_network = network(&["2001:db8:0:1::7/64"], None);
    own_network.nat64_prefix = Some(("2001:db8:0:1:64::".parse().unwrap(), 96));
    assert_eq!(
        nat64(Some(&NetworkSnapshot { networks: vec![own_network] })),
        None,
        "that leads to a neighbour"
    );
}

#[test]
fn what_only_this_network_can_use_is_told_as_that() {
    use AddressKind::{Carrier, Ipv4, Ipv6, Private, UniqueLocal};
    for (ip, kind) in [
        ("100.63.255.255", Ipv4),
        ("100.64.0.0", Carrier),
        ("100.127.255.255", Carrier),
        ("100.128.0.0", Ipv4),
        ("172.31.0.1", Private),
        ("fdff::1", UniqueLocal),
        ("fe80::1", UniqueLocal),
        ("fec0::1", UniqueLocal),
        ("feff::1", UniqueLocal),
        ("2001:db8::1", Ipv6),
    ] {
        assert_eq!(AddressKind::of(ip.parse().unwrap()), kind, "{ip}");
    }
}

proptest! {
    #[test]
    fn whatever_the_networks_what_is_told_can_be_of_use(
        v4 in prop::collection::vec(any::<(u32, bool, bool)>(), 0..6),
        v6 in prop::collection::vec(any::<(u128, bool, bool)>(), 0..6),
        opened in prop::collection::vec(any::<(u32, u16)>(), 0..3),
        observed in prop::collection::vec(any::<u32>(), 0..3),
    ) {
        let address = |ip: IpAddr, temporary, deprecated| InterfaceAddress { ip, prefix_len: 24, temporary, deprecated };
        let v4 = v4.iter().map(|(ip, t, d)| address(std::net::Ipv4Addr::from_bits(*ip).into(), *t, *d));
        let v6 = v6.iter().map(|(ip, t, d)| address(Ipv6Addr::from_bits(*ip).into(), *t, *d));
        let mut network = network(&[], None);
        network.addresses = v4.chain(v6).collect();
        let here = NetworkSnapshot { networks: vec![network.clone()] };
        let opened: Vec<SocketAddr> = opened
            .iter()
            .map(|(ip, port)| SocketAddr::new(std::net::Ipv4Addr::from_bits(*ip).into(), *port))
            .collect();
        let observed: Vec<IpAddr> = observed.iter().map(|ip| std::net::Ipv4Addr::from_bits(*ip).into()).collect();
        let own = own_addresses(&sockets(&BOTH), Some(&here), &opened, &observed);
        prop_assert!(own.len() <= MOST);
        let outside: Vec<bool> = own.iter().map(|own| own.kind.outside()).collect();
        prop_assert!(outside.is_sorted_by(|a, b| a >= b), "what works from everywhere comes first: {own:?}");
        for (n, one) in own.iter().enumerate() {
            prop_assert!(own.iter().skip(n + 1).all(|other| other.address != one.address), "told twice");
            match one.source {
                OwnSource::Router => prop_assert!(opened.contains(&one.address)),
                OwnSource::Observed => prop_assert!(observed.contains(&one.address.ip()) && one.kind.outside()),
                OwnSource::Interface => {
                    prop_assert!(static_fault(one.address).is_ok());
                    let mut found = network.addresses.iter().filter(|address| address.ip == one.address.ip());
                    prop_assert!(found.any(|address| !address.temporary && !address.deprecated));
                }
            }
        }
    }
}
