//! What happens in the course of time: restarts, other networks, leaving.

use std::net::Ipv4Addr;

use tokio::net::UdpSocket;

use super::*;
use crate::net::router::fake::{Script, Speaks, Web};

#[tokio::test]
async fn a_router_that_announces_its_restart_is_asked_at_once() {
    for speaks in [Speaks::Pcp, Speaks::NatPmpOnly] {
        let fake = Fake::start(Script { speaks, ..Script::default() }).await;
        let free = UdpSocket::bind("0.0.0.0:0").await.unwrap().local_addr().unwrap().port();
        let tuning = Tuning { announcement_port: free, ..fake.tuning() };
        let config = RouterConfig { hears_announcements: true, ..fake.config() };
        let (_router, mut reports) = Router::start_with(config, &Handle::current(), tuning);
        mapped(&mut reports).await;
        fake.reboot();
        let from_router = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
        let announcement = match speaks {
            Speaks::Pcp => [&[2, 0x80, 0, 0][..], &[0; 20]].concat(),
            _ => vec![0, 128, 0, 0, 0, 0, 0, 0, 11, 0, 0, 10],
        };
        timeout(PATIENCE, async {
            while fake.state().control.is_empty() {
                from_router.send_to(&announcement, (Ipv4Addr::LOCALHOST, free)).await.unwrap();
                sleep(Duration::from_millis(20)).await;
            }
        })
        .await
        .unwrap();
        assert!(matches!(outcome(&mut reports).await, RouterState::Mapped(_)));
    }
}

/// Only Linux has more loopback addresses than one without asking.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn announcements_of_others_are_not_heard() {
    let fake = Fake::start(Script::default()).await;
    let free = UdpSocket::bind("0.0.0.0:0").await.unwrap().local_addr().unwrap().port();
    let tuning = Tuning { announcement_port: free, ..fake.tuning() };
    let config = RouterConfig { hears_announcements: true, ..fake.config() };
    let (_router, mut reports) = Router::start_with(config, &Handle::current(), tuning);
    mapped(&mut reports).await;
    let asked = fake.asked("pcp map");
    let other = UdpSocket::bind("127.0.0.2:0").await.unwrap();
    for _ in 0..20 {
        other.send_to(&[&[2, 0x80, 0, 0][..], &[0; 20]].concat(), (Ipv4Addr::LOCALHOST, free)).await.unwrap();
        sleep(Duration::from_millis(10)).await;
    }
    assert_eq!(fake.asked("pcp map"), asked);
}

#[tokio::test]
async fn a_restart_that_an_answer_tells_of_is_noticed_by_the_other_keepers() {
    let fake = Fake::start(Script::default()).await;
    let v6 = Fake::start_at(std::net::Ipv6Addr::LOCALHOST.into(), Script::default()).await;
    let mut config = fake.config();
    config.networks.extend(v6.config().networks);
    // Both at the same ports, or the tuning could not say where they are.
    let (neighbourhood, now) = (supervisor::Neighbourhood::default(), std::time::Instant::now());
    let restarts = neighbourhood.restarts();
    neighbourhood.note(fake.ip, 1_000, None, now);
    neighbourhood.note(v6.ip, 5, None, now);
    neighbourhood.announced(fake.ip, 1_000, None, now);
    assert!(!restarts.has_changed().unwrap());
    neighbourhood.note(fake.ip, 3, None, now);
    assert!(restarts.has_changed().unwrap());
    assert_eq!(config.networks.len(), 2);
}

#[tokio::test]
async fn a_router_that_loses_its_clock_all_the_time_makes_nobody_spin() {
    let fake = Fake::start(Script::default()).await;
    let mut config = fake.config();
    // Two keepers that could wake each other for ever.
    let other = RouterConfig { port: PORT, ..fake.config() }.networks.remove(0);
    config.networks.push(other);
    let tuning = Tuning {
        renewal_unheard: Duration::from_secs(600),
        gap_of_restarts: Duration::from_millis(50),
        ..fake.tuning()
    };
    let (_router, mut reports) = Router::start_with(config, &Handle::current(), tuning);
    mapped(&mut reports).await;
    for uptime in (0..40).rev() {
        fake.change(|script| script.uptime = uptime * 1_000);
        sleep(Duration::from_millis(10)).await;
    }
    assert!(fake.asked("pcp map") < 20, "{:?}", fake.state().log);
}

#[tokio::test]
async fn nothing_was_found_until_the_network_changed() {
    let fake = Fake::start(Script { speaks: Speaks::Mute, ..Script::default() }).await;
    let (router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, RouterState::NotFound);
    fake.change(|script| script.speaks = Speaks::Pcp);
    router.network_changed(fake.config());
    until(&mut reports, |state| matches!(state, RouterState::Mapped(_))).await;
}

#[tokio::test]
async fn it_looks_again_by_itself() {
    let fake = Fake::start(Script { speaks: Speaks::Mute, ..Script::default() }).await;
    let (_router, mut reports) =
        start_with(&fake, Tuning { next_look: Duration::from_millis(50), ..fake.tuning() });
    assert_eq!(outcome(&mut reports).await, RouterState::NotFound);
    fake.change(|script| script.speaks = Speaks::Pcp);
    until(&mut reports, |state| matches!(state, RouterState::Mapped(_))).await;
}

#[tokio::test]
async fn a_router_that_falls_silent_loses_what_was_there_and_is_found_again() {
    for script in
        [Script::default(), Script { speaks: Speaks::NatPmpOnly, ..Script::default() }, Script::upnp()]
    {
        let speaks = script.speaks;
        let fake = Fake::start(script).await;
        let tuning = Tuning {
            renewal_unheard: Duration::from_millis(30),
            renewal_upnp: Duration::from_millis(30),
            second_renewal: Duration::from_millis(30),
            next_look_after_loss: Duration::from_millis(30),
            ..fake.tuning()
        };
        let (_router, mut reports) = start_with(&fake, tuning);
        mapped(&mut reports).await;
        fake.change(|script| {
            script.web = Web::Mute;
            script.upnp = false;
            if speaks != Speaks::Closed {
                script.speaks = Speaks::Mute;
            }
        });
        until(&mut reports, |state| state == RouterState::NotFound).await;
        fake.reboot();
        fake.change(|script| {
            script.web = Web::Normal;
            script.upnp = speaks == Speaks::Closed;
            script.speaks = speaks;
        });
        until(&mut reports, |state| matches!(state, RouterState::Mapped(_))).await;
    }
}

#[tokio::test]
async fn another_port_replaces_the_one_before() {
    for script in [Script::default(), Script::upnp()] {
        let fake = Fake::start(script).await;
        let (router, mut reports) = start(&fake);
        mapped(&mut reports).await;
        router.network_changed(RouterConfig { port: 25_000, ..fake.config() });
        until(
            &mut reports,
            |state| matches!(state, RouterState::Mapped(mapping) if mapping.external.port() == 25_000),
        )
        .await;
        eventually(|| {
            let state = fake.state();
            state.control.keys().chain(state.upnp.keys()).copied().eq([25_000])
        })
        .await;
        router.network_changed(RouterConfig { networks: Vec::new(), ..fake.config() });
        eventually(|| fake.state().control.is_empty() && fake.state().upnp.is_empty()).await;
        assert!(reports.borrow().entries.is_empty());
    }
}

#[tokio::test]
async fn a_flapping_network_floods_no_router_and_ends_mapped() {
    let fake = Fake::start(Script::default()).await;
    let (router, mut reports) =
        start_with(&fake, Tuning { gap: Duration::from_millis(200), ..fake.tuning() });
    for round in 0..200 {
        let config = if round % 2 == 0 {
            fake.config()
        } else {
            RouterConfig { networks: Vec::new(), ..fake.config() }
        };
        router.network_changed(config);
        tokio::task::yield_now().await;
    }
    router.network_changed(fake.config());
    until(&mut reports, |state| matches!(state, RouterState::Mapped(_))).await;
    sleep(Duration::from_millis(300)).await;
    assert!(fake.state().control.contains_key(&PORT), "the last word is to keep it");
    let asked = fake.asked("pcp map");
    for _ in 0..200 {
        router.network_changed(fake.config());
        tokio::task::yield_now().await;
    }
    sleep(Duration::from_millis(100)).await;
    assert!(fake.asked("pcp map") <= asked + 3);
}

#[tokio::test]
async fn leaving_waits_for_no_router() {
    for script in [
        Script { speaks: Speaks::Mute, ..Script::default() },
        Script { speaks: Speaks::Mute, web: Web::Mute, ..Script::upnp() },
    ] {
        let fake = Fake::start(script).await;
        let (router, reports) = start(&fake);
        // In the middle of asking.
        sleep(Duration::from_millis(10)).await;
        timeout(PATIENCE, router.close(Duration::from_millis(50))).await.unwrap();
        assert!(reports.has_changed().is_err(), "nothing runs afterwards");
    }
}

#[tokio::test]
async fn a_grant_that_nobody_waited_for_is_taken_back_too() {
    // Answers get lost, the mapping is made.
    let fake = Fake::start(Script { answers_from_elsewhere: true, ..Script::default() }).await;
    let (router, _reports) = start(&fake);
    eventually(|| !fake.state().control.is_empty()).await;
    router.close(PATIENCE).await;
    assert!(fake.state().control.is_empty());
}

#[tokio::test]
async fn without_a_router_nothing_is_asked() {
    let fake = Fake::start(Script::default()).await;
    let mut config = fake.config();
    config.networks[0].local_v4 = None;
    let (router, reports) = Router::start_with(config, &Handle::current(), fake.tuning());
    assert_eq!(*reports.borrow(), RouterReport::default());
    assert_eq!((reports.borrow().v4(), reports.borrow().mappings().count()), (None, 0));
    router.close(PATIENCE).await;
    assert!(fake.state().log.is_empty());
}

#[test]
fn the_nonce_is_in_no_log() {
    let config =
        RouterConfig { networks: Vec::new(), port: PORT, nonce: [0xab; 12], hears_announcements: false };
    assert!(!format!("{config:?}").contains("171"));
}
