#![allow(clippy::unwrap_used, clippy::indexing_slicing)]
use super::*;

fn interface(name: &str, index: u32, ips: &[&str]) -> Interface {
    let address = |ip: &&str| InterfaceAddress {
        ip: ip.parse().unwrap(),
        prefix_len: if ip.contains(':') { 64 } else { 24 },
        temporary: false,
        deprecated: false,
    };
    let addresses = ips.iter().map(address).collect();
    Interface { name: name.to_owned(), index, running: true, sort: None, addresses }
}

fn route(interface: u32, gateway: &str, metric: u32) -> Route {
    let gateway: IpAddr = gateway.parse().unwrap();
    Route { v4: gateway.is_ipv4(), interface, gateway: Some(gateway), metric }
}

fn composed(interfaces: &[Interface], routes: &[Route]) -> Vec<Network> {
    let system = System { interfaces: interfaces.to_vec(), routes: routes.to_vec() };
    compose(system, &Advertised::default()).networks
}

#[test]
fn only_networks_that_lead_somewhere_count() {
    let unplugged = Interface { running: false, ..interface("wlan0", 3, &["192.168.1.7"]) };
    let nowhere = [
        interface("lo", 1, &["127.0.0.1", "::1"]),
        interface("awdl0", 2, &["169.254.3.4", "fe80::1"]),
        unplugged,
    ];
    assert_eq!(composed(&nowhere, &[route(3, "192.168.1.1", 0)]), []);
    let somewhere = [interface("tun0", 4, &["10.8.0.2"]), interface("wlan1", 5, &["192.168.1.7", "fe80::2"])];
    let found = composed(&[&nowhere[..], &somewhere].concat(), &[route(5, "192.168.1.1", 600)]);
    let told: Vec<_> = found.iter().map(|network| (network.kind, network.is_default)).collect();
    assert_eq!(told, [(NetworkKind::Wifi, true), (NetworkKind::Vpn, false)]);
    assert_eq!(found[0].addresses.len(), 1);
}

#[test]
fn the_way_out_comes_first_and_guests_last() {
    let interfaces = [
        interface("docker0", 2, &["172.17.0.1"]),
        Interface { sort: Some("dummy".to_owned()), ..interface("test", 3, &["10.0.0.1"]) },
        interface("wlan0", 4, &["192.168.1.7", "2001:db8::7"]),
        interface("eth0", 5, &["192.168.1.8"]),
        interface("eth1", 6, &["10.1.1.1"]),
    ];
    let routes = [
        route(4, "192.168.1.1", 600),
        route(4, "fe80::1", 1024),
        route(4, "fe80::2", 2048),
        route(5, "192.168.1.1", 100),
        route(9, "192.0.2.1", 1), // of an interface that is gone
    ];
    let found = composed(&interfaces, &routes);
    let order: Vec<String> = found.iter().map(|network| network.addresses[0].ip.to_string()).collect();
    assert_eq!(order, ["192.168.1.8", "192.168.1.7", "10.1.1.1", "172.17.0.1", "10.0.0.1"]);
    // IPv4 goes out by the cable, IPv6 by the Wi-Fi.
    assert_eq!(
        found.iter().map(|network| network.is_default).collect::<Vec<_>>(),
        [true, true, false, false, false]
    );
    let wifi = [("192.168.1.1", 4), ("fe80::1", 4)];
    assert_eq!(found[1].gateways, wifi.map(|(ip, interface)| Gateway { ip: ip.parse().unwrap(), interface }));
    assert_eq!(found[2].gateways, []);
}

#[test]
fn networks_with_ipv6_have_a_prefix_for_ipv4() {
    let prefix = |ips: &[&str]| composed(&[interface("wlan0", 2, ips)], &[])[0].nat64_prefix;
    let well_known = Some(("64:ff9b::".parse().unwrap(), 96));
    assert_eq!(prefix(&["2a00::7"]), well_known);
    assert_eq!(prefix(&["2a00::7", "192.168.1.7"]), well_known, "used only where IPv4 leads nowhere");
    assert_eq!(prefix(&["192.168.1.7"]), None);
    assert_eq!(prefix(&["fd00::7"]), None);
}

#[test]
fn names_tell_the_kind() {
    let kind = |name| kind_of(&interface(name, 1, &[]));
    assert_eq!(kind("wlp3s0"), NetworkKind::Wifi);
    assert_eq!(kind("enp0s31f6"), NetworkKind::Wired);
    assert_eq!(kind("utun4"), NetworkKind::Vpn);
    assert_eq!(kind("docker0"), NetworkKind::Other);
    let made = |sort: &str| Interface { sort: Some(sort.to_owned()), ..interface("home", 1, &[]) };
    assert_eq!(kind_of(&made("wireguard")), NetworkKind::Vpn);
    assert_eq!(kind_of(&made("veth")), NetworkKind::Other);
}
