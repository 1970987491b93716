//! UPnP, and everything that its HTTP could do to us.

use std::net::Ipv6Addr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use tokio::net::TcpListener;
use tokio_util::task::AbortOnDropHandle;

use super::*;
use crate::net::router::fake::{Held, Script, Speaks, Web};
use RouterProtocol::Upnp;

/// Somebody who must not be connected to.
struct Elsewhere {
    address: SocketAddr,
    callers: Arc<AtomicUsize>,
    _task: AbortOnDropHandle<()>,
}

impl Elsewhere {
    async fn start() -> Self {
        let listener = TcpListener::bind("[::1]:0").await.unwrap();
        let (address, callers) = (listener.local_addr().unwrap(), Arc::new(AtomicUsize::new(0)));
        let count = Arc::clone(&callers);
        let task = tokio::spawn(async move {
            while listener.accept().await.is_ok() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Self { address, callers, _task: AbortOnDropHandle::new(task) }
    }
}

#[tokio::test]
async fn a_port_is_opened_by_upnp_and_taken_back() {
    for tells_entries in [true, false] {
        let fake = Fake::start(Script { tells_entries, ..Script::upnp() }).await;
        let (router, mut reports) = start(&fake);
        let mapping = mapped(&mut reports).await;
        assert_eq!((mapping.protocol, mapping.external), (Upnp, outside(PORT)));
        assert_eq!(mapping.lease, Some(Duration::from_secs(7_200)));
        assert_eq!(fake.state().upnp[&PORT].to, SocketAddr::new(fake.ip, PORT));
        router.close(PATIENCE).await;
        assert!(fake.state().upnp.is_empty());
        assert_eq!(fake.asked("DeletePortMapping 24680"), 1);
    }
}

#[tokio::test]
async fn upnp_is_used_when_the_others_are_silent_and_not_kept_beside_them() {
    let fake = Fake::start(Script { speaks: Speaks::Mute, ..Script::upnp() }).await;
    let tuning = Tuning { renewal_upnp: Duration::from_millis(50), ..fake.tuning() };
    let (_router, mut reports) = start_with(&fake, tuning);
    assert_eq!(mapped(&mut reports).await.protocol, Upnp);
    // The router is replaced by one that speaks PCP alone.
    fake.change(|script| {
        script.speaks = Speaks::Pcp;
        script.add_code = Some(501);
    });
    until(&mut reports, |state| matches!(state, RouterState::Mapped(mapping) if mapping.protocol != Upnp))
        .await;
    eventually(|| fake.state().upnp.is_empty()).await;
}

#[tokio::test]
async fn a_port_that_others_have_is_left_to_them() {
    for tells_entries in [true, false] {
        let fake = Fake::start(Script { tells_entries, ..Script::upnp() }).await;
        let others = Held { to: "127.0.0.9:80".parse().unwrap(), lease: 0, nonce: [0; 12] };
        fake.state().upnp.insert(PORT, others);
        let (router, mut reports) = start(&fake);
        let mapping = mapped(&mut reports).await;
        assert!((20_000..=32_000).contains(&mapping.external.port()));
        assert_ne!(mapping.external.port(), PORT);
        // A crash, and another start: the same port again, and not one more.
        drop(router);
        let (router, mut reports) = start(&fake);
        assert_eq!(mapped(&mut reports).await.external, mapping.external);
        assert_eq!(fake.state().upnp.len(), 2);
        router.close(PATIENCE).await;
        assert_eq!(fake.state().upnp.get(&PORT), Some(&others));
        assert_eq!(fake.state().upnp.len(), 1);
    }
}

#[tokio::test]
async fn nothing_is_taken_back_that_may_be_somebody_elses() {
    // It refuses, and does not tell whose the port is.
    for code in [501, 402] {
        let script = Script { tells_entries: false, add_code: Some(code), ..Script::upnp() };
        let fake = Fake::start(script).await;
        let others = Held { to: "127.0.0.9:80".parse().unwrap(), lease: 0, nonce: [0; 12] };
        fake.state().upnp.insert(PORT, others);
        let (router, mut reports) = start(&fake);
        outcome(&mut reports).await;
        router.close(PATIENCE).await;
        assert_eq!(fake.state().upnp.get(&PORT), Some(&others));
        assert_eq!(fake.asked("DeletePortMapping"), 0);
    }
}

#[tokio::test]
async fn when_everything_is_taken_that_is_the_reason() {
    let fake = Fake::start(Script { add_code: Some(718), ..Script::upnp() }).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, refused(Upnp, Refusal::Conflict));
    assert_eq!(fake.asked("AddPortMapping"), 4);
}

#[tokio::test]
async fn routers_without_leases_keep_it_until_it_is_taken_back() {
    let fake = Fake::start(Script { only_permanent: true, ..Script::upnp() }).await;
    let (router, mut reports) = start(&fake);
    assert_eq!(mapped(&mut reports).await.lease, None);
    drop(router);
    // Left by a crash: found, kept, and taken back in the end.
    let (router, mut reports) = start(&fake);
    mapped(&mut reports).await;
    assert_eq!(fake.state().upnp.len(), 1);
    router.close(PATIENCE).await;
    assert!(fake.state().upnp.is_empty());
}

#[tokio::test]
async fn it_is_added_again_long_before_its_lease_ends_and_short_leases_are_noticed() {
    let fake = Fake::start(Script::upnp()).await;
    let tuning = Tuning { renewal_upnp: Duration::from_millis(50), ..fake.tuning() };
    let (_router, mut reports) = start_with(&fake, tuning);
    mapped(&mut reports).await;
    fake.reboot();
    eventually(|| fake.state().upnp.contains_key(&PORT)).await;
    fake.change(|script| script.upnp_outside = Some("11.0.0.99".to_owned()));
    let moved = "11.0.0.99:24680".parse().unwrap();
    until(&mut reports, |state| matches!(state, RouterState::Mapped(mapping) if mapping.external == moved))
        .await;
    fake.change(|script| script.lease = Some(3));
    let short = refused(Upnp, Refusal::LeaseTooShort);
    until(&mut reports, |state| state == short).await;
    eventually(|| fake.state().upnp.is_empty()).await;
}

#[tokio::test]
async fn refusals_are_reported_with_their_reasons() {
    all([
        (501, Refusal::Other(501)),
        (606, Refusal::NotAuthorised),
        (728, Refusal::NoResources),
        (401, Refusal::Unsupported),
    ]
    .map(|(code, reason)| async move {
        let fake = Fake::start(Script { add_code: Some(code), ..Script::upnp() }).await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(Upnp, reason));
        assert!(fake.state().upnp.is_empty());
    }))
    .await;
}

#[tokio::test]
async fn an_outside_address_that_is_none_means_a_second_router() {
    all([
        ("", None),
        ("0.0.0.0", None),
        ("nothing", None),
        ("192.168.178.20", Some("192.168.178.20")),
        ("100.64.0.10", Some("100.64.0.10")),
    ]
    .map(|(text, told)| async move {
        let script = Script { upnp_outside: Some(text.to_owned()), add_code: Some(501), ..Script::upnp() };
        let fake = Fake::start(script).await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, second(Upnp, told));
        assert_eq!(fake.asked("AddPortMapping"), 0);
    }))
    .await;
    // What UPnP says explains the refusal of PCP.
    let script = Script {
        speaks: Speaks::Pcp,
        pcp_code: 8,
        address_code: 2,
        upnp_outside: Some("100.64.0.10".to_owned()),
        ..Script::upnp()
    };
    let fake = Fake::start(script).await;
    let (_router, mut reports) = start(&fake);
    assert_eq!(outcome(&mut reports).await, second(Upnp, Some("100.64.0.10")));
}

#[tokio::test]
async fn nobody_but_the_gateway_is_connected_to() {
    let elsewhere = Elsewhere::start().await;
    let url = |path: &str| format!("http://{}/{path}", elsewhere.address);
    all([
        Script { location: Some(url("rootDesc.xml")), ..Script::upnp() },
        Script { location: Some("http://localhost:80/rootDesc.xml".to_owned()), ..Script::upnp() },
        Script { control_url: Some(url("ctl")), ..Script::upnp() },
        Script { web: Web::Redirect(url("rootDesc.xml")), ..Script::upnp() },
    ]
    .map(|script| async move {
        let fake = Fake::start(script.clone()).await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(Upnp, Refusal::Misbehaves), "{script:?}");
    }))
    .await;
    // In the middle of it.
    let fake = Fake::start(Script::upnp()).await;
    let tuning = Tuning { renewal_upnp: Duration::from_millis(50), ..fake.tuning() };
    let (_router, mut reports) = start_with(&fake, tuning);
    mapped(&mut reports).await;
    fake.change(|script| script.web = Web::Redirect(url("ctl")));
    until(&mut reports, |state| state == refused(Upnp, Refusal::Misbehaves)).await;
    assert_eq!(elsewhere.callers.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn nothing_is_read_without_end() {
    all([Web::Megabytes, Web::Stream, Web::Drip, Web::Mute, Web::Deep].map(|web| async move {
        let fake = Fake::start(Script { web: web.clone(), ..Script::upnp() }).await;
        let (router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(Upnp, Refusal::Misbehaves), "{web:?}");
        router.close(PATIENCE).await;
    }))
    .await;
    // While there is a mapping, also when it is to be taken back.
    all([Web::Stream, Web::Drip, Web::Mute].map(|web| async move {
        let fake = Fake::start(Script::upnp()).await;
        let (router, mut reports) = start(&fake);
        mapped(&mut reports).await;
        fake.change(|script| script.web = web);
        router.close(Duration::from_millis(200)).await;
        assert!(reports.has_changed().is_err() || reports.borrow().entries.is_empty());
    }))
    .await;
}

#[tokio::test]
async fn a_hole_in_an_ipv6_firewall_is_opened_over_ipv6_and_closed() {
    let fake = Fake::start_at(Ipv6Addr::LOCALHOST.into(), Script::upnp()).await;
    // Routers that are asked at one address answer with another: only port and path are taken from it.
    let web = fake.state().web_port();
    fake.change(|script| script.location = Some(format!("http://[2d00::1]:{web}/rootDesc.xml")));
    let tuning = Tuning { renewal_upnp: Duration::from_millis(50), ..fake.tuning() };
    let (router, mut reports) = start_with(&fake, tuning);
    let mapping = mapped(&mut reports).await;
    assert_eq!((mapping.protocol, mapping.external), (Upnp, mapping.internal));
    eventually(|| fake.asked("UpdatePinhole 1") > 1).await;
    fake.reboot();
    eventually(|| fake.asked("AddPinhole") > 1 && fake.asked("UpdatePinhole") > 3).await;
    drop(router);
    let (router, mut reports) = start(&fake);
    mapped(&mut reports).await;
    assert_eq!(fake.state().pinholes.len(), 1, "one that a crash left is found");
    router.close(PATIENCE).await;
    assert!(fake.state().pinholes.is_empty());
}

#[tokio::test]
async fn firewalls_refuse_with_their_reasons() {
    all([
        (606, Refusal::NotAuthorised),
        (701, Refusal::NoResources),
        (702, Refusal::FirewallOff),
        (703, Refusal::Disabled),
    ]
    .map(|(code, reason)| async move {
        let fake =
            Fake::start_at(Ipv6Addr::LOCALHOST.into(), Script { add_code: Some(code), ..Script::upnp() })
                .await;
        let (_router, mut reports) = start(&fake);
        assert_eq!(outcome(&mut reports).await, refused(Upnp, reason));
    }))
    .await;
}
