//! Other networks with the same numbers.

use super::*;
use crate::net::router::fake::{Script, Speaks};

#[tokio::test]
async fn a_router_with_the_address_of_the_one_before_has_said_nothing_yet() {
    let fake = Fake::start(Script::default()).await;
    let (router, mut reports) = start(&fake);
    let mapping = mapped(&mut reports).await;
    // The same network, after a sleep: what was known is known, whether it answers or not.
    fake.change(|script| script.speaks = Speaks::Mute);
    router.ask_again(fake.config());
    assert_eq!(reports.borrow().mappings().collect::<Vec<_>>(), [mapping]);
    // Another home, whose router is mute.
    router.network_changed(fake.config());
    assert_eq!(reports.borrow().v4(), Some(RouterState::Searching));
    let received = fake.state().received;
    eventually(|| fake.state().received > received).await;
    assert_eq!(reports.borrow().v4(), Some(RouterState::Searching), "nor does asking bring it back");
    fake.change(|script| script.speaks = Speaks::Pcp);
    router.network_changed(fake.config());
    assert_eq!(mapped(&mut reports).await, mapping, "the first answer does");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_takes_back_the_next_has_not_asked_for_yet() {
    let scripts = [
        Script { strict: true, ..Script::default() },
        Script { speaks: Speaks::NatPmpOnly, ..Script::default() },
        Script::upnp(),
    ];
    // Not always does the one that ends come last: so a few times.
    let times = (0..8).flat_map(|_| scripts.clone()).enumerate();
    all(times.map(|(time, script)| async move {
        let fake = Fake::start(script).await;
        let (router, mut reports) = start(&fake);
        mapped(&mut reports).await;
        // The same address at the same router, and to the router another one who asks.
        router.network_changed(RouterConfig { nonce: [time as u8; 12], ..fake.config() });
        mapped(&mut reports).await;
        let open = |fake: &Fake| {
            let state = fake.state();
            state.control.len() + state.upnp.len()
        };
        // Whoever comes to take something back now would have come before the answer.
        router.network_changed(RouterConfig { networks: Vec::new(), ..fake.config() });
        eventually(|| open(&fake) == 0).await;
        router.network_changed(RouterConfig { nonce: [99; 12], ..fake.config() });
        mapped(&mut reports).await;
        assert_eq!(open(&fake), 1);
    }))
    .await;
}
