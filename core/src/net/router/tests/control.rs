//! PCP and NAT-PMP.

use std::net::Ipv6Addr;

use super::*;
use crate::net::router::fake::{Script, Speaks};
use RouterProtocol::{NatPmp, Pcp};

#[tokio::test]
async fn a_port_is_opened_by_pcp_and_taken_back() {
    let fake = Fake::start(Script { upnp: true, ..Script::default() }).await;
    let (router, mut reports) = start(&fake);
    assert_eq!(reports.borrow().v4(), Some(RouterState::Searching));
    let mapping = mapped(&mut reports).await;
    assert_eq!((mapping.protocol, mapping.external), (Pcp, outside(PORT)));
    assert_eq!(mapping.internal, SocketAddr::new(fake.ip, PORT));
    assert_eq!(mapping.lease, Some(Duration::from_secs(7_200)));
    router.close(PATIENCE).await;
    assert!(reports.borrow().entries.is_empty());
    assert!(fake.state().control.is_empty());
    assert_eq!(fake.asked("pcp end 24680 0 its own"), 1);
    assert_eq!(fake.asked("AddPortMapping"), 0, "PCP is preferred");
}

#[tokio::test]
async fn what_is_not_taken_back_is_shortened() {
    let fake = Fake::start(Script { clings: true, ..Script::default() }).await;
    let (router, mut reports) = start(&fake);
    mapped(&mut reports).await;
    router.close(PATIENCE).await;
    assert_eq!(fake.state().control[&PORT].lease, 1);
}

#[tokio::test]
async fn what_is_granted_is_reported() {
    let fake = Fake::start(Script { other_port: true, lease: Some(120), ..Script::default() }).await;
    let (_router, mut reports) = start(&fake);
    let mapping = mapped(&mut reports).await;
    assert_eq!(mapping.lease, Some(Duration::from_secs(120)));
    assert!(mapping.external.port() >= 40_000);
    assert_eq!(fake.state().control.keys().copied().collect::<Vec<_>>(), [mapping.external.port()]);
}

#[tokio::test]
async fn nat_pmp_is_spoken_where_pcp_is_not() {
    let fake = Fake::start(Script { speaks: Speaks::NatPmpOnly, ..Script::default() }).await;
    let (router, mut reports) = start(&fake);
    let mapping = mapped(&mut reports).await;
    assert_eq!((mapping.protocol, mapping.external), (NatPmp, outside(PORT)));
    router.close(PATIENCE).await;
    assert!(fake.state().control.is_empty());
    assert_eq!(fake.asked("natpmp map 24680 0"), 1);
}

#[tokio::test]
async fn lost_datagrams_are_sent_again() {
    all([Speaks::Pcp, Speaks::NatPmpOnly].map(|speaks| async move {
        let fake = Fake::start(Script { speaks, lossy: true, ..Script::default() }).await;
        let (_router, mut reports) = start(&fake);
        mapped(&mut reports).await;
    }))
    .await;
}

#[tokio::test]
async fn short_leases_are_renewed_under_the_same_nonce() {
    all([(Speaks::Pcp, "pcp map 24680 7200 its own"), (Speaks::NatPmpOnly, "natpmp map 24680 7200")].map(
        |(speaks, what)| async move {
            let fake =
                Fake::start(Script { speaks, lease: Some(1), strict: true, ..Script::default() }).await;
            let (_router, mut reports) =
                start_with(&fake, Tuning { shortest_lease: Duration::from_secs(1), ..fake.tuning() });
            mapped(&mut reports).await;
            eventually(|| fake.asked(what) > 2).await;
            mapped(&mut reports).await;
        },
    ))
    .await;
}

#[tokio::test]
async fn leases_of_nothing_are_none_and_make_nobody_spin() {
    all([Speaks::Pcp, Speaks::NatPmpOnly].map(|speaks| async move {
        for lease in [0, 9] {
            let fake = Fake::start(Script { speaks, lease: Some(lease), ..Script::default() }).await;
            let (_router, mut reports) = start(&fake);
            let protocol = if speaks == Speaks::Pcp { Pcp } else { NatPmp };
            assert_eq!(outcome(&mut reports).await, refused(protocol, Refusal::LeaseTooShort));
            eventually(|| fake.state().control.is_empty()).await;
            sleep(Duration::from_millis(100)).await;
            assert!(fake.asked("pcp map") + fake.asked("natpmp map") <= 2, "{:?}", fake.state().log);
        }
    }))
    .await;
}

#[tokio::test]
async fn an_endless_lease_is_renewed_all_the_same() {
    all([Speaks::Pcp, Speaks::NatPmpOnly].map(|speaks| async move {
        let fake = Fake::start(Script { speaks, lease: Some(u32::MAX), ..Script::default() }).await;
        let tuning = Tuning { renewal_unheard: Duration::from_millis(50), ..fake.tuning() };
        let (_router, mut reports) = start_with(&fake, tuning);
        assert_eq!(mapped(&mut reports).await.lease, None);
        eventually(|| fake.asked("pcp map") + fake.asked("natpmp map") > 2).await;
    }))
    .await;
}

#[tokio::test]
async fn a_refusal_is_reported_with_its_reason() {
    all([
        (2, Refusal::NotAuthorised),
        (4, Refusal::Unsupported),
        (7, Refusal::NetworkFailure),
        (8, Refusal::NoResources),
        (10, Refusal::NoResources),
        (99, Refusal::Other(99)),
    ]
    .map(|(code, reason)| async move {
        let fake = Fake::start(Script { pcp_code: code, ..Script::default() }).await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(Pcp, reason));
    }))
    .await;
    all([
        (2, Refusal::NotAuthorised),
        (3, Refusal::NetworkFailure),
        (4, Refusal::NoResources),
        (77, Refusal::Other(77)),
    ]
    .map(|(code, reason)| async move {
        let script = Script { speaks: Speaks::NatPmpOnly, natpmp_code: code, ..Script::default() };
        let fake = Fake::start(script).await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(NatPmp, reason));
    }))
    .await;
}

#[tokio::test]
async fn an_outside_address_that_is_none_means_a_second_router() {
    all([
        ("10.0.0.1", Some("10.0.0.1")),
        ("100.64.0.10", Some("100.64.0.10")),
        ("0.0.0.0", None),
        ("192.0.0.2", Some("192.0.0.2")),
    ]
    .map(|(outside, told)| async move {
        for speaks in [Speaks::Pcp, Speaks::NatPmpOnly] {
            let fake =
                Fake::start(Script { speaks, outside: outside.parse().unwrap(), ..Script::default() }).await;
            let (_router, mut reports) = start(&fake);
            let protocol = if speaks == Speaks::Pcp { Pcp } else { NatPmp };
            assert_eq!(outcome(&mut reports).await, second(protocol, told));
            // What leads nowhere is not kept.
            eventually(|| fake.state().control.is_empty()).await;
        }
    }))
    .await;
}

#[tokio::test]
async fn a_refusal_for_want_of_an_outside_address_means_a_second_router_too() {
    // As miniupnpd 2.3.1 does it: PCP 8, NAT-PMP 3, UPnP 501 and no address.
    let carrier = Script { pcp_code: 8, natpmp_code: 3, address_code: 3, ..Script::default() };
    let fake = Fake::start(carrier.clone()).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, second(Pcp, None));

    let fake = Fake::start(Script { speaks: Speaks::NatPmpOnly, ..carrier.clone() }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, second(NatPmp, None));

    // NAT-PMP's answer tells the address.
    let outside = "100.64.0.10".parse().unwrap();
    let fake = Fake::start(Script { address_code: 0, outside, ..carrier }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, second(Pcp, Some("100.64.0.10")));

    // ADDRESS_MISMATCH: a NAT on the way to the server.
    let fake = Fake::start(Script { pcp_code: 12, ..Script::default() }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, second(Pcp, None));
}

#[tokio::test]
async fn silence_and_a_closed_port_mean_no_protocol() {
    all([Speaks::Mute, Speaks::Closed].map(|speaks| async move {
        let fake = Fake::start(Script { speaks, ..Script::default() }).await;
        let (router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, RouterState::NotFound);
        router.close(PATIENCE).await;
    }))
    .await;
}

#[tokio::test]
async fn garbage_is_called_so_and_answers_from_elsewhere_are_not_heard() {
    let fake = Fake::start(Script { speaks: Speaks::Garbage, ..Script::default() }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, refused(NatPmp, Refusal::Misbehaves));

    let fake = Fake::start(Script { answers_from_elsewhere: true, ..Script::default() }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, RouterState::NotFound);
}

#[tokio::test]
async fn a_mapping_that_a_crash_left_is_found_by_its_nonce() {
    let fake = Fake::start(Script { strict: true, other_port: true, ..Script::default() }).await;
    let (router, mut reports) = start(&fake);
    let before = mapped(&mut reports).await;
    drop(router);
    eventually(|| reports.has_changed().is_err()).await;
    assert_eq!(fake.state().control.len(), 1, "dropping takes nothing back");

    let (router, mut reports) = start(&fake);
    assert_eq!(mapped(&mut reports).await.external, before.external);
    assert_eq!(fake.state().control.len(), 1);
    drop(router);

    let stranger = RouterConfig { nonce: [7; 12], ..fake.config() };
    let (_router, mut reports) = Router::start_with(stranger, &Handle::current(), fake.tuning());
    assert_eq!(outcome(&mut reports).await, refused(Pcp, Refusal::NotAuthorised));
}

#[tokio::test]
async fn a_hole_in_an_ipv6_firewall_is_asked_for_from_its_own_address() {
    let fake = Fake::start_at(Ipv6Addr::LOCALHOST.into(), Script::default()).await;
    // Link-local sources are never asked for. (That the client is the sender is asserted in the fake.)
    let mut config = fake.config();
    config.networks[0].sources_v6.insert(0, "fe80::2".parse().unwrap());
    config.networks[0].sources_v6.push(Ipv6Addr::LOCALHOST);
    let (router, mut reports) = Router::start_with(config, &Handle::current(), fake.tuning());
    let mapping = mapped(&mut reports).await;
    assert_eq!((mapping.protocol, mapping.external), (Pcp, "[2d00:0:0:e::100]:24680".parse().unwrap()));
    assert_eq!(reports.borrow().entries.len(), 1);
    assert_eq!(reports.borrow().v6(), Some(RouterState::Mapped(mapping)));
    assert_eq!(reports.borrow().v4(), None);
    router.close(PATIENCE).await;
    assert!(fake.state().control.is_empty());
}

#[tokio::test]
async fn an_outside_address_that_changes_is_reported() {
    all([Speaks::Pcp, Speaks::NatPmpOnly].map(|speaks| async move {
        let fake = Fake::start(Script { speaks, ..Script::default() }).await;
        let tuning = Tuning { renewal_unheard: Duration::from_millis(50), ..fake.tuning() };
        let (_router, mut reports) = start_with(&fake, tuning);
        mapped(&mut reports).await;
        fake.change(|script| script.outside = "11.0.0.99".parse().unwrap());
        let moved = "11.0.0.99:24680".parse().unwrap();
        until(
            &mut reports,
            |state| matches!(state, RouterState::Mapped(mapping) if mapping.external == moved),
        )
        .await;
        // And one that becomes worthless.
        fake.change(|script| script.outside = "100.64.0.10".parse().unwrap());
        until(&mut reports, |state| matches!(state, RouterState::SecondRouter { .. })).await;
    }))
    .await;
}
