//! Which addresses are given out, and what follows when the networks change.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::net::SocketAddr;
use std::process::Command;
use std::time::{Duration, Instant};

use pure2p_core::identity::ContactLink;
use pure2p_core::node::{InterfaceAddress, Network, NetworkKind, NetworkSnapshot};
use pure2p_tests::namespace::{Own, alone};
use pure2p_tests::peers::Peer;
use pure2p_tests::shell::{PATIENCE, Person, pure2p_binary};
use serde_json::Value;

/// A cable with both its ends in this machine, without an address of any kind.
const A_CABLE: &str = "ip link set lo up
ip link add cable type veth peer name socket
for end in cable socket; do
    ip link set $end addrgenmode none
    ip link set $end up
done";

fn ip(words: &str) {
    let done = Command::new("ip").args(words.split(' ')).status();
    assert!(done.is_ok_and(|status| status.success()), "ip {words}");
}

/// The addresses that a link given out now says.
fn linked(person: &Person) -> Vec<SocketAddr> {
    said(&person.field(&["link"], "link"))
}

fn said(link: &str) -> Vec<SocketAddr> {
    ContactLink::parse_any(link).unwrap().card.unwrap().addresses.clone()
}

/// Asks until it is so: that an address was learnt is no event.
fn until(what: &str, holds: impl Fn() -> bool) {
    let give_up = Instant::now() + PATIENCE;
    while !holds() {
        assert!(Instant::now() < give_up, "never: {what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn knows(bob: &Person, host: &str) -> bool {
    let contact = bob.row(&["contacts"]);
    let mut told = contact["addresses"].as_array().unwrap().iter();
    told.any(|told| told.as_str().unwrap().starts_with(host))
}

#[test]
fn a_network_that_comes_or_goes_is_noticed_while_the_app_is_open() {
    pure2p_binary(); // Built outside, where there is a network.
    let name = "a_network_that_comes_or_goes_is_noticed_while_the_app_is_open";
    alone(name, Own::Network, A_CABLE, || {
        let (alice, bob) = (Person::new("Alice"), Person::new("Bob"));
        let mut bob_open = bob.open(&["--listen", "0.0.0.0:0"]);
        let port = bob_open.address.parse::<SocketAddr>().unwrap().port();
        bob.row(&["add", &alice.uid()]);
        alice.row(&["add", &bob.link(&format!("198.51.100.1:{port}"))]);
        alice.row(&["send", &bob.uid(), "Are you there?"]);

        // This machine alone is no network.
        let mut alice_open = alice.open(&[]);
        alice_open.until("being offline", |event| event["event"] == "reason" && event["reason"] == "offline");
        assert_eq!(linked(&alice), []);

        // A network comes: she tries at once, and tells where she is.
        ip("addr add 198.51.100.1/24 dev cable");
        assert_eq!(bob_open.message(), "Are you there?");
        alice_open.until("delivery", |event| event["event"] == "state" && event["state"] == "delivered");
        let here = linked(&alice);
        assert_eq!(here.iter().map(|at| at.ip().to_string()).collect::<Vec<_>>(), ["198.51.100.1"]);
        assert!(knows(&bob, "198.51.100.1:"));

        // Another address beside it: who is here is told.
        ip("addr add 203.0.113.7/24 dev cable");
        until("Bob knows her second address", || knows(&bob, "203.0.113.7:"));
        assert_eq!(linked(&alice).len(), 2);

        // The cable is pulled, and plugged in again.
        ip("link set socket down");
        until("no address is given out", || linked(&alice).is_empty());
        alice.row(&["send", &bob.uid(), "Still there?"]);
        ip("link set socket up");
        assert_eq!(bob_open.message(), "Still there?");
        until("both addresses are given out again", || linked(&alice).len() == 2);
    });
}

#[test]
fn reach_says_what_is_true_of_the_networks_as_they_change() {
    pure2p_binary();
    let name = "reach_says_what_is_true_of_the_networks_as_they_change";
    alone(name, Own::Network, A_CABLE, || {
        let alice = Person::new("Alice");
        assert_eq!(alice.field(&["reach"], "state"), "closed");
        let mut open = alice.open(&[]);
        let mut is = |state: &str| {
            open.until(state, |event| event["event"] == "reach" && event["state"] == state);
            let row = alice.row(&["reach"]);
            assert_eq!(row["state"], state, "{row}");
            row
        };
        let told = |row: &Value| {
            let addresses = row["addresses"].as_array().unwrap().iter();
            let host = |told: &Value| {
                let address: SocketAddr = told["address"].as_str().unwrap().parse().unwrap();
                format!(
                    "{} {} {}",
                    address.ip(),
                    told["kind"].as_str().unwrap(),
                    told["source"].as_str().unwrap()
                )
            };
            addresses.map(host).collect::<Vec<_>>()
        };
        let row = is("offline");
        assert_eq!((told(&row), row["router"]["state"].as_str()), (vec![], Some("not_asked")));

        // A network without a router.
        ip("addr add 192.168.7.7/24 dev cable");
        let row = is("lan_only");
        assert_eq!(told(&row), ["192.168.7.7 private interface"]);
        assert_eq!(row["router"]["state"], "not_asked");

        // Its router is there, and mute.
        ip("route add default via 192.168.7.1 dev cable");
        is("looking");
        let row = is("no_router_protocol");
        assert_eq!(row["router"]["state"], "not_found");
        let text = String::from_utf8(alice.command().arg("reach").output().unwrap().stdout).unwrap();
        assert!(text.starts_with("Only devices in your own network can reach you"), "{text}");
        assert!(text.contains("to 192.168.7.7 by hand"), "{text}");

        // Nobody wants it asked.
        alice.row(&["settings", "--ask-router", "off"]);
        is("lan_only");

        // IPv6: the address that stays is told, not those that go, or that change by themselves.
        std::fs::write("/proc/sys/net/ipv6/conf/cable/use_tempaddr", "2").unwrap();
        ip("-6 addr add 2d00:0:0:5::8/64 dev cable nodad preferred_lft 0 valid_lft 600");
        ip("-6 addr add 2d00:0:0:5::7/64 dev cable nodad mngtmpaddr preferred_lft 500 valid_lft 600");
        let temporary = || {
            let shown = Command::new("ip").args(["-6", "addr", "show", "dev", "cable", "temporary"]).output();
            !shown.unwrap().stdout.is_empty()
        };
        until("the kernel makes a temporary address", temporary);
        let row = is("ipv6_only");
        let stable = ["2d00:0:0:5::7 ipv6 interface", "192.168.7.7 private interface"];
        assert_eq!(told(&row), stable);
        std::thread::sleep(Duration::from_secs(1)); // what the kernel made last would be seen by now
        assert_eq!(told(&alice.row(&["reach"])), stable);

        // One for everybody over IPv4; then nothing any more.
        ip("addr add 11.0.0.7/24 dev cable");
        let row = is("opened");
        assert_eq!(told(&row)[..2], ["11.0.0.7 ipv4 interface", "2d00:0:0:5::7 ipv6 interface"]);
        ip("link set socket down");
        is("offline");
    });
}

#[tokio::test]
async fn a_link_for_everybody_leaves_out_what_only_the_own_network_can_use() {
    let addresses = [
        ("192.168.1.7", false),
        ("203.0.113.7", false),
        ("100.64.0.7", false),
        ("2001:db8::dead", true),
        ("169.254.1.7", false),
    ];
    let address = |(ip, temporary): (&str, bool)| InterfaceAddress {
        ip: ip.parse().unwrap(),
        prefix_len: 24,
        temporary,
        deprecated: false,
    };
    let network = Network {
        kind: NetworkKind::Wifi,
        addresses: addresses.map(address).to_vec(),
        gateways: Vec::new(),
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: Some(true),
    };
    let mut alice = Peer::new("Alice").await;
    alice.node.network_changed(NetworkSnapshot { networks: vec![network] }).await.unwrap();
    alice.open_one_way().await;
    let hosts = |link: String| said(&link).iter().map(|at| at.ip().to_string()).collect::<Vec<_>>();
    assert_eq!(hosts(alice.node.link(None, false).await.unwrap()), ["203.0.113.7"]);
    let near = hosts(alice.node.link(None, true).await.unwrap());
    assert_eq!(near, ["203.0.113.7", "100.64.0.7", "192.168.1.7"]);
    // Another network: the link follows.
    alice.node.network_changed(NetworkSnapshot::default()).await.unwrap();
    assert_eq!(hosts(alice.node.link(None, true).await.unwrap()), [""; 0]);
}
