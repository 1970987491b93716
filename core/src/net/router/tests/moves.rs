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
