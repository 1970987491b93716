//! Networks change under people who talk.

use std::time::Duration;

use pure2p_tests::lab::{Lab, Resident, ask, laboratory, reach, until};

/// How long a router is on before its restart can be told from clocks that differ.
const OLD_ENOUGH: Duration = Duration::from_secs(8);

/// No system tells that a router has forgotten a connection: who waits in a parked request finds out when it is
/// renewed, after up to three minutes (docs/ARCHITECTURE.md).
const UNTOLD: Duration = Duration::from_secs(240);

/// Two people who have talked, at these hosts.
fn talking(lab: &Lab, one: &str, other: &str) -> (Resident, Resident) {
    let (one, other) = (Resident::new(lab, one), Resident::new(lab, other));
    for person in [&one, &other] {
        person.open();
        person.until_settled();
    }
    one.befriends(&other);
    one.talks_to(&other, "Before");
    (one, other)
}

/// Somebody who can be reached from outside: behind a router that opened a port, if the program asks routers.
fn reachable() -> &'static str {
    if reach::ASKS_ROUTERS { "hB" } else { "hP" }
}

#[test]
fn a_router_loses_its_power() {
    laboratory("changes::a_router_loses_its_power", &["A", "B", "C"], |lab| {
        // At a plain router there is nothing to get back but the own connections.
        let (plain, other) = talking(lab, "hC", reachable());
        lab.router("C", |router| router.power_cut());
        plain.talks_within(UNTOLD, &other, "After the plain router's");
        other.talks_to(&plain, "The other way round");
        if !reach::ASKS_ROUTERS {
            return;
        }
        // The port is opened again, and who could only dial it comes back.
        let (host, dependent) = talking(lab, "hA", "hC");
        let outside = host.published().into_iter().find(|address| address.is_ipv4()).unwrap();
        assert!(ask::reaches(&lab.machine("hP"), outside));
        // A router that was switched on just now and counts a few seconds less is no restarted one (RFC 6887, 8.5).
        std::thread::sleep(OLD_ENOUGH);
        lab.router("A", |router| router.power_cut());
        until("the port is open again", || ask::reaches(&lab.machine("hP"), outside));
        dependent.talks_to(&host, "After the power cut");
    });
}

#[test]
fn a_daemon_crashes_and_the_mapping_outlives_it() {
    if !reach::ASKS_ROUTERS {
        return;
    }
    laboratory("changes::a_daemon_crashes_and_the_mapping_outlives_it", &["B", "C"], |lab| {
        let (host, dependent) = talking(lab, "hB", "hC");
        lab.router("B", |router| router.stop_daemon());
        host.talks_to(&dependent, "Without a daemon");
        // A program that dies leaves its mapping; the next one finds it, and there is still one.
        lab.router("B", |router| router.start_daemon());
        host.signal("KILL");
        host.open();
        host.until_settled();
        dependent.talks_to(&host, "After the crash");
        let outside = host.published().into_iter().filter(|address| address.is_ipv4()).count();
        assert_eq!(outside, 1, "{:?}", host.published());
    });
}

#[test]
fn a_provider_renumbers_one_side() {
    laboratory("changes::a_provider_renumbers_one_side", &["A", "B"], |lab| {
        let (moved, other) = talking(lab, "hA", reachable());
        lab.renumber("A", 11);
        moved.talks_to(&other, "After the new address");
        other.talks_to(&moved, "The other way round");
        if reach::ASKS_ROUTERS {
            let published =
                || moved.published().iter().any(|address| address.ip().to_string() == "11.0.0.11");
            until("the new address is told", published);
            other.talks_to(&moved, "To the new address");
        }
    });
}

#[test]
fn a_host_moves_to_another_network() {
    laboratory("changes::a_host_moves_to_another_network", &["A", "B", "C", "X"], |lab| {
        let (moved, other) = talking(lab, "hA", reachable());
        // Home, a stranger's Wi-Fi, the open internet, and home again.
        for (n, (home, octet)) in
            [(Some("C"), 120), (None, 7), (Some("X"), 120), (Some("A"), 100)].into_iter().enumerate()
        {
            lab.move_to("hA", home, octet);
            moved.talks_to(&other, &format!("Place {n}"));
            other.talks_to(&moved, &format!("Place {n}, the other way round"));
        }
    });
}

#[test]
fn both_sides_move_while_one_old_way_works() {
    laboratory("changes::both_sides_move_while_one_old_way_works", &["A", "C", "X"], |lab| {
        let (moved, other) = talking(lab, "hA", "hP");
        let peer = lab.machine("hP");
        // Another address beside the old one, as when Wi-Fi comes and cellular is still there.
        peer.ip("addr add 11.0.0.3/32 dev eth0");
        lab.move_to("hA", Some("C"), 120);
        moved.talks_to(&other, "One has moved");
        let knows = |ip: &str| {
            let contact = moved.contact(&other);
            let mut addresses = contact["addresses"].as_array().unwrap().iter();
            addresses.any(|address| address.as_str().unwrap().starts_with(ip))
        };
        until("the second address is known", || knows("11.0.0.3:"));
        // The old one goes, and the other side moves again.
        peer.ip("addr del 11.0.0.2/32 dev eth0");
        lab.move_to("hA", Some("X"), 120);
        moved.talks_to(&other, "Both have moved");
        other.talks_to(&moved, "The other way round");
    });
}

#[test]
fn wifi_goes_and_comes() {
    laboratory("changes::wifi_goes_and_comes", &["C", "B"], |lab| {
        let (here, other) = talking(lab, "hC", reachable());
        lab.unplug("hC");
        here.send(&other, "From the cellar");
        if reach::TELLS_OFFLINE {
            until("it is said", || here.waits_because(&other).as_deref() == Some(reach::OFFLINE));
        }
        other.send(&here, "Where are you");
        lab.plug("hC");
        other.until_has(&here, "From the cellar");
        here.until_has(&other, "Where are you");
        here.talks_to(&other, "Back");
    });
}

#[test]
fn a_network_that_flaps_loses_nothing_and_doubles_nothing() {
    laboratory("changes::a_network_that_flaps_loses_nothing_and_doubles_nothing", &["C", "B"], |lab| {
        let (here, other) = talking(lab, "hC", reachable());
        for n in 0..12 {
            lab.unplug("hC");
            here.send(&other, &format!("Flap {n}"));
            other.send(&here, &format!("Flop {n}"));
            lab.plug("hC");
            std::thread::sleep(Duration::from_millis(60 * (n % 4)));
        }
        here.talks_to(&other, "Steady again");
        for n in 0..12 {
            other.until_has(&here, &format!("Flap {n}"));
            here.until_has(&other, &format!("Flop {n}"));
            assert!(other.has_once(&here, &format!("Flap {n}")));
            assert!(here.has_once(&other, &format!("Flop {n}")));
        }
    });
}

#[test]
fn a_laptop_sleeps_while_its_router_forgets_it() {
    laboratory("changes::a_laptop_sleeps_while_its_router_forgets_it", &["A", "C", "B"], |lab| {
        let (laptop, other) = talking(lab, "hA", reachable());
        laptop.signal("STOP");
        // All that it had is gone when it wakes up: connections, translations, its port, its address.
        lab.router("A", |router| router.power_cut());
        lab.renumber("A", 12);
        other.send(&laptop, "Good night");
        std::thread::sleep(Duration::from_secs(5));
        laptop.signal("CONT");
        laptop.until_has(&other, "Good night");
        laptop.talks_to(&other, "Good morning");
    });
}
