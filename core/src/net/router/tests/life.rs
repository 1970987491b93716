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

#[test]
fn a_restart_is_told_from_what_was_known_before() {
    let (neighbourhood, now) = (supervisor::Neighbourhood::default(), std::time::Instant::now());
    let (router, other) = ("192.168.1.1".parse().unwrap(), "fe80::1".parse().unwrap());
    let (here, there) = ("11.0.0.10".parse().unwrap(), "11.0.0.11".parse().unwrap());
    let mut restarts = neighbourhood.restarts();
    neighbourhood.announced(router, 0, Some(here), now);
    neighbourhood.note(router, 1_000, Some(here), now);
    neighbourhood.note(other, 5, None, now);
    neighbourhood.announced(router, 1_000, Some(here), now);
    assert!(!restarts.has_changed().unwrap());
    for (epoch, outside) in [(3, None), (1_000, Some(there))] {
        neighbourhood.announced(router, epoch, outside, now);
        assert!(restarts.has_changed().unwrap());
        restarts.borrow_and_update();
    }
    neighbourhood.note(router, 3, None, now);
    assert!(restarts.has_changed().unwrap());
}

/// Two addresses of this device at the same router.
#[cfg(target_os = "linux")]
fn two_keepers(fake: &Fake) -> RouterConfig {
    let mut config = fake.config();
    let other = RouterNetwork {
        local_v4: Some(Ipv4Addr::new(127, 0, 0, 2)),
        ..config.networks.first().unwrap().clone()
    };
    config.networks.push(other);
    config
}

/// Only Linux has more loopback addresses than one without asking.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_restart_that_an_answer_tells_of_hurries_the_others() {
    let fake = Fake::start(Script::default()).await;
    let tuning = Tuning { renewal_unheard: Duration::from_secs(600), ..fake.tuning() };
    let (router, mut reports) = Router::start_with(two_keepers(&fake), &Handle::current(), tuning);
    let both = |report: &RouterReport| report.mappings().count() == 2;
    timeout(PATIENCE, reports.wait_for(both)).await.unwrap().unwrap();
    fake.reboot();
    // A third one asks, and hears of it.
    let mut config = two_keepers(&fake);
    config.networks[0].local_v4 = Some(Ipv4Addr::new(127, 0, 0, 3));
    router.network_changed(config);
    eventually(|| fake.state().control.values().any(|held| held.to.ip() == Ipv4Addr::new(127, 0, 0, 2)))
        .await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_router_that_loses_its_clock_all_the_time_makes_nobody_spin() {
    let fake = Fake::start(Script::default()).await;
    // Two keepers that could wake each other for ever.
    let tuning = Tuning {
        renewal_unheard: Duration::from_secs(600),
        gap_of_restarts: Duration::from_millis(50),
        ..fake.tuning()
    };
    let (router, mut reports) = Router::start_with(two_keepers(&fake), &Handle::current(), tuning);
    let both = |report: &RouterReport| report.mappings().count() == 2;
    timeout(PATIENCE, reports.wait_for(both)).await.unwrap().unwrap();
    // One more, which asks at once.
    let mut config = two_keepers(&fake);
    config.networks.push(RouterNetwork {
        local_v4: Some(Ipv4Addr::new(127, 0, 0, 3)),
        ..config.networks.first().unwrap().clone()
    });
    router.network_changed(config);
    for uptime in (0..100).rev() {
        fake.change(|script| script.uptime = uptime * 1_000);
        sleep(Duration::from_millis(10)).await;
    }
    let asked = fake.asked("pcp map");
    // Five without any hurry; a thousand if nothing held them back.
    assert!((6..40).contains(&asked), "{asked}");
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
    all([Script::default(), Script { speaks: Speaks::NatPmpOnly, ..Script::default() }, Script::upnp()].map(
        |script| async move {
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
        },
    ))
    .await;
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
