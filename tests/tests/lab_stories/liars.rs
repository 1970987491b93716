//! Routers that lie. What they say changes what is shown, and nothing else: the app is there at once, messages go
//! their other ways, and nobody but the router is asked.

use pure2p_tests::lab::gateway::{Gateway, Lie, OTHER_PORT};
use pure2p_tests::lab::homes::FOURTH;
use pure2p_tests::lab::reach::{ASKS_ROUTERS, NO_PROTOCOL, OPENED, REFUSED, SECOND_ROUTER, TELLS};
use pure2p_tests::lab::rules::Rules;
use pure2p_tests::lab::{Capture, Lab, Resident, ask, laboratory, until};

/// Behind one router after the other; somebody directly on the internet is written to meanwhile.
fn lied_to(lab: &Lab, lies: Vec<(Lie, &'static [&'static str])>) {
    ask::listens(&lab.machine(FOURTH), 80);
    let peer = Resident::new(lab, "hP");
    peer.open();
    for (lie, states) in lies {
        let mut rules = Rules::new(lab);
        rules.contacts("hX", "hP");
        let gateway = Gateway::start(&lab.machine("rX"), "192.168.5.1".parse().unwrap(), lie.clone());
        let capture = Capture::of(lab);
        let host = Resident::new(lab, "hX");
        host.is_secret(&mut rules);
        host.open();
        host.befriends(&peer);
        // Whatever the router does, and however long it takes for it.
        host.talks_to(&peer, &format!("Behind {lie:?}"));
        if ASKS_ROUTERS {
            until(&format!("the router is asked: {lie:?}"), || gateway.asked() > 0);
        }
        if ASKS_ROUTERS && lie == Lie::OtherPort {
            let granted = || host.published().iter().any(|address| address.port() == OTHER_PORT);
            until("the granted port is told", granted);
        }
        if ASKS_ROUTERS && matches!(lie, Lie::Lease(20) | Lie::Reboots) {
            let before = gateway.asked();
            until("the router is asked again", || gateway.asked() > before + 1);
        }
        if TELLS {
            until(&format!("{lie:?} is one of {states:?}"), || states.contains(&host.reach().state()));
            if states == [SECOND_ROUTER] {
                assert_eq!(host.reach().learnt_from("router"), [], "worth nothing, and told nobody");
            }
        }
        host.talks_to(&peer, &format!("Still behind {lie:?}"));
        host.close();
        let broken = rules.broken(&capture.stop());
        assert!(broken.is_empty(), "{lie:?}: {broken:#?}");
    }
}

#[test]
fn a_port_that_is_not_what_it_seems() {
    laboratory("liars::a_port_that_is_not_what_it_seems", &["X"], |lab| {
        let outside = |text: &str| Lie::Outside(text.parse().unwrap());
        lied_to(
            lab,
            vec![
                (Lie::Nothing, &[OPENED]),
                (outside("0.0.0.0"), &[SECOND_ROUTER, NO_PROTOCOL]),
                (outside("192.168.178.20"), &[SECOND_ROUTER]),
                (outside("100.64.7.7"), &[SECOND_ROUTER]),
                (Lie::OtherPort, &[OPENED]),
                (Lie::Lease(20), &[OPENED]),
                (Lie::Lease(u32::MAX), &[OPENED]),
            ],
        );
    });
}

#[test]
fn a_router_that_is_hardly_there() {
    laboratory("liars::a_router_that_is_hardly_there", &["X"], |lab| {
        lied_to(
            lab,
            vec![
                (Lie::Mute, &[NO_PROTOCOL]),
                (Lie::Lossy, &[OPENED]),
                (Lie::Refuses, &[REFUSED]),
                (Lie::Reboots, &[OPENED]),
            ],
        );
    });
}

#[test]
fn a_router_that_sends_elsewhere() {
    laboratory("liars::a_router_that_sends_elsewhere", &["X"], |lab| {
        let elsewhere = || "http://11.0.0.99:80/root.xml".to_owned();
        lied_to(
            lab,
            vec![
                (Lie::Megabytes, &[NO_PROTOCOL, REFUSED]),
                (Lie::LocatedAt(elsewhere()), &[NO_PROTOCOL, REFUSED]),
                (Lie::Redirects(elsewhere()), &[NO_PROTOCOL, REFUSED]),
                (Lie::ControlledAt(elsewhere()), &[NO_PROTOCOL, REFUSED]),
                (Lie::LocatedAt("http://192.168.5.100:80/root.xml".to_owned()), &[NO_PROTOCOL, REFUSED]),
            ],
        );
    });
}
