//! The laboratory is what it says, whatever our program does in it; and its capture has teeth.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs, UdpSocket};

use pure2p_tests::lab::ask::{self, Mapped};
use pure2p_tests::lab::homes::{FOURTH, HOMES};
use pure2p_tests::lab::rules::{Rules, translated};
use pure2p_tests::lab::{Capture, Lab, laboratory, until};

const PORT: u16 = 45_001;

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

fn at(text: &str) -> SocketAddr {
    SocketAddr::new(ip(text), PORT)
}

/// Everything that is asked, at once: whoever drops packets lets us wait.
fn all_say(lab: &Lab, from: &str, addresses: &[&str], open: bool) {
    std::thread::scope(|scope| {
        for address in addresses {
            scope.spawn(move || {
                let reached = ask::reaches(&lab.machine(from), at(address));
                assert_eq!(reached, open, "{from} reaches {address}");
            });
        }
    });
}

#[test]
fn routers_open_what_they_are_asked_for_and_nothing_else() {
    let all = HOMES.map(|home| home.name);
    laboratory("itself::routers_open_what_they_are_asked_for_and_nothing_else", &all, |lab| {
        for host in lab.hosts() {
            ask::listens(&lab.machine(host), PORT);
        }
        let outsides =
            ["11.0.0.10", "11.0.0.20", "11.0.0.30", "11.0.0.40", "11.0.0.41", "11.0.0.50", "11.0.0.70"];
        let firewalled = ["2d00:0:e::100", "2d00:0:f::100", "2d00:0:a::100"];
        all_say(lab, "hP", &[&outsides[..], &firewalled].concat(), false);

        let pcp = |host: &str, inside, gateway| ask::pcp(&lab.machine(host), ip(inside), ip(gateway), PORT);
        let opened = |mapped: Option<Mapped>| mapped.and_then(|mapped| mapped.outside);
        assert_eq!(opened(pcp("hA", "192.168.1.100", "192.168.1.1")), Some(at("11.0.0.10")));
        assert_eq!(opened(pcp("hB", "192.168.2.100", "192.168.2.1")), Some(at("11.0.0.20")));
        let upnp = |host: &str, inside, gateway| ask::upnp(&lab.machine(host), ip(inside), ip(gateway), PORT);
        let ok = Some("HTTP/1.1 200 OK".to_owned());
        assert_eq!(upnp("hU", "192.168.3.100", "192.168.3.1"), ok);
        // Behind the carrier a mapping is worth nothing, and this router says so.
        assert_eq!(pcp("hD", "192.168.6.100", "192.168.6.1").unwrap().result, 8);
        assert_eq!(pcp("hE", "192.168.7.100", "192.168.7.1").unwrap().result, 8);
        // For IPv6 it opens its firewall, to the address that asks.
        assert_eq!(opened(pcp("hE", "2d00:0:e::100", "fe80::1")), Some(at("2d00:0:e::100")));
        for (host, inside, gateway) in
            [("hU", "192.168.3.100", "192.168.3.1"), ("hC", "192.168.4.100", "192.168.4.1")]
        {
            assert_eq!(pcp(host, inside, gateway), None, "{host} has no PCP");
        }
        assert_eq!(upnp("hB", "192.168.2.100", "192.168.2.1"), None);

        all_say(lab, "hP", &["11.0.0.10", "11.0.0.20", "11.0.0.30", "2d00:0:e::100"], true);
        all_say(lab, "hP", &["11.0.0.40", "11.0.0.50", "11.0.0.70", "2d00:0:f::100", "2d00:0:a::100"], false);
        // Nobody comes out and in again; neighbours meet inside.
        all_say(lab, "hA", &["11.0.0.10"], false);
        all_say(lab, "hF", &["192.168.1.100"], true);
        all_say(lab, "hL", &["192.168.4.100"], true);

        // As whom they are seen.
        let seen = |host: &str, address: IpAddr| {
            ask::seen_as(&lab.machine(host), SocketAddr::new(address, PORT)).map(|ip| ip.to_string())
        };
        assert_eq!(seen("hC", ip("11.0.0.2")).as_deref(), Some("11.0.0.40"));
        assert_eq!(seen("hD", ip("11.0.0.2")).as_deref(), Some("11.0.0.50"));
        assert_eq!(seen("hG", ip("2d00:0:0:1::2")).as_deref(), Some("2d00:0:f::100"));
        if lab.hosts().contains(&"hN") {
            assert_eq!(seen("hN", translated(ip("11.0.0.2")).unwrap()).as_deref(), Some("11.0.0.80"));
            assert_eq!(seen("hN", translated(ip("11.0.0.10")).unwrap()).as_deref(), Some("11.0.0.80"));
            assert_eq!(seen("hN", ip("2d00:0:0:1::2")).as_deref(), Some("2d00:0:a::100"));
            assert_eq!(seen("hN", ip("11.0.0.2")), None);
        }
    });
}

#[test]
fn routers_forget_and_are_renumbered_and_hosts_move() {
    laboratory("itself::routers_forget_and_are_renumbered_and_hosts_move", &["A", "C"], |lab| {
        let (peer, host) = (lab.machine("hP"), lab.machine("hA"));
        for host in ["hA", "hC", "hP"] {
            ask::listens(&lab.machine(host), PORT);
        }
        let map = || ask::pcp(&host, ip("192.168.1.100"), ip("192.168.1.1"), PORT).unwrap();
        assert_eq!(map().outside, Some(at("11.0.0.10")));
        assert!(ask::reaches(&peer, at("11.0.0.10")));
        // Without a daemon what is open stays open.
        lab.router("A", |router| router.stop_daemon());
        assert!(ask::reaches(&peer, at("11.0.0.10")));
        lab.router("A", |router| router.power_cut());
        assert!(!ask::reaches(&peer, at("11.0.0.10")));
        assert!(map().epoch < 60, "the epoch begins anew");
        assert!(ask::reaches(&peer, at("11.0.0.10")));

        lab.renumber("A", 11);
        until("the daemon knows the address", || map().outside == Some(at("11.0.0.11")));
        assert!(ask::reaches(&peer, at("11.0.0.11")));
        assert!(!ask::reaches(&peer, at("11.0.0.10")));

        assert_eq!(ask::seen_as(&host, at("11.0.0.2")), Some(ip("11.0.0.11")));
        lab.move_to("hA", Some("C"), 102);
        until("it is elsewhere", || ask::seen_as(&host, at("11.0.0.2")) == Some(ip("11.0.0.40")));
        assert!(ask::reaches(&host, at("192.168.4.100")));
        lab.move_to("hA", None, 5);
        until("it is in the open", || ask::seen_as(&host, at("11.0.0.2")) == Some(ip("11.0.0.5")));
        lab.unplug("hA");
        assert_eq!(ask::seen_as(&host, at("11.0.0.2")), None);
        lab.plug("hA");
        until("it is back", || ask::seen_as(&host, at("11.0.0.2")) == Some(ip("11.0.0.5")));
    });
}

#[test]
fn a_packet_to_anybody_else_is_noticed() {
    laboratory("itself::a_packet_to_anybody_else_is_noticed", &["A", "C"], |lab| {
        let host = lab.machine("hA");
        ask::listens(&lab.machine("hP"), PORT);
        ask::listens(&lab.machine(FOURTH), PORT);
        let mut rules = Rules::new(lab);
        rules.contacts("hA", "hP");
        rules.secret("the message", "meet me at noon");
        let says = |to: &str, port: u16, text: &str| {
            let socket = host.inside(|| UdpSocket::bind("0.0.0.0:0")).unwrap();
            // A refusal by an earlier datagram's error is no matter.
            let _ = socket.send_to(text.as_bytes(), (to, port));
        };
        let broken = |what: &dyn Fn()| {
            let capture = Capture::of(lab);
            what();
            rules.broken(&capture.stop()).into_iter().collect::<Vec<_>>()
        };
        // What may be.
        let allowed = broken(&|| {
            assert!(ask::reaches(&host, at("11.0.0.2")));
            ask::pcp(&host, ip("192.168.1.100"), ip("192.168.1.1"), PORT).unwrap();
            ask::upnp(&host, ip("192.168.1.100"), ip("192.168.1.1"), PORT).unwrap();
        });
        assert_eq!(allowed, [""; 0]);
        // A fourth machine, by datagram and by connection.
        let asked = broken(&|| says("11.0.0.99", 9, "hello"));
        assert_eq!(
            asked,
            ["hA: to nobody's: UDP to 11.0.0.99:9", "the internet: between strangers: UDP to 11.0.0.99:9"]
        );
        let asked = broken(&|| assert!(ask::reaches(&host, at("11.0.0.99"))));
        assert!(asked.contains(&"hA: to nobody's: TCP to 11.0.0.99:45001".to_owned()), "{asked:?}");
        // Also somebody else's contact, or a contact by another way than ours.
        let asked = broken(&|| says("11.0.0.40", 5351, "hello"));
        assert_eq!(asked, ["hA: to nobody's: UDP to 11.0.0.40:5351"]);
        let asked = broken(&|| says("11.0.0.2", 3478, "hello"));
        assert_eq!(asked, ["hA: to nobody's: UDP to 11.0.0.2:3478"]);
        // Another service of the router, other hosts of the LAN, everybody there.
        for (to, port) in [("192.168.1.1", 80), ("192.168.1.101", 5351), ("239.255.255.250", 1900)] {
            let asked = broken(&|| says(to, port, "hello"));
            assert_eq!(asked, [format!("hA: to nobody's: UDP to {to}:{port}")]);
        }
        // A name, wherever it is asked for.
        for to in ["11.0.0.2", "192.168.1.1"] {
            let asked = broken(&|| says(to, 53, "hello"));
            assert!(asked.contains(&format!("hA: to nobody's: UDP to {to}:53")), "{asked:?}");
        }
        let asked = broken(&|| says("127.0.0.1", 53, "hello"));
        assert!(asked.iter().any(|what| what.contains("a question after a name")), "{asked:?}");
        let asked = broken(&|| {
            let found = host.inside(|| ("pure2p.invalid", 80).to_socket_addrs().is_ok());
            assert!(!found, "nobody answers here");
        });
        assert!(asked.iter().any(|what| what.contains(":53")), "{asked:?}");
        // Words that anybody can read, even on the way to a contact.
        let asked = broken(&|| says("192.168.1.1", 5351, "let us meet me at noon"));
        assert_eq!(asked, ["hA: the message can be read"]);
    });
}
