//! A node and its router: the real client of both, and a scripted router at the port where routers listen.

use std::net::{IpAddr, SocketAddr};

use super::super::{
    Gateway, InterfaceAddress, Network, NetworkKind, NetworkSnapshot, ReachState, RouterState,
};
use super::*;
use crate::net::router::fake::{Fake, OUTSIDE, Script, Speaks};

/// A network of this kind behind that router.
fn behind(fake: &Fake, kind: NetworkKind) -> NetworkSnapshot {
    let own =
        InterfaceAddress { ip: [127, 0, 0, 1].into(), prefix_len: 8, temporary: false, deprecated: false };
    let network = Network {
        kind,
        addresses: vec![own],
        gateways: vec![Gateway { ip: fake.ip, interface: 1 }],
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: None,
    };
    NetworkSnapshot { networks: vec![network] }
}

/// What the engine knows once it has done everything that is to be done so far.
async fn router_state(node: &Node) -> RouterState {
    node.write(|_, _, _| Ok(())).await.unwrap();
    node.reach().await.unwrap().router.state
}

async fn opened(node: &Node) -> SocketAddr {
    let mut events = node.subscribe();
    let opened = async {
        loop {
            let reach = node.reach().await.unwrap();
            if let Some(at) = reach.router.opened.first() {
                return *at;
            }
            events.next().await;
        }
    };
    tokio::time::timeout(STUCK, opened).await.expect("nothing was opened")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_home_has_another_router_also_one_of_the_same_address() {
    let fakes = [Fake::start_in_earnest(Script::default()).await, {
        let outside = IpAddr::from([11, 0, 0, 77]);
        Fake::start_in_earnest(Script { outside, ..Script::default() }).await
    }];
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.enter_foreground(on_loopback()).await.unwrap();
    node.network_changed(behind(&fakes[0], NetworkKind::Wifi)).await.unwrap();
    assert_eq!(opened(&node).await.ip(), IpAddr::from(OUTSIDE));
    node.network_changed(behind(&fakes[1], NetworkKind::Wifi)).await.unwrap();
    assert_eq!(opened(&node).await.ip(), IpAddr::from([11, 0, 0, 77]), "what it says now is heard");
    // A sleep: nothing is known to be lost, though the router takes its time.
    let asked = |fake: &Fake| fake.state().received;
    fakes[1].change(|script| script.speaks = Speaks::Mute);
    node.woke_up().await.unwrap();
    opened(&node).await;
    // Another network with the same numbers, and a router that says nothing.
    let before = asked(&fakes[1]);
    node.network_changed(behind(&fakes[1], NetworkKind::Wired)).await.unwrap();
    while asked(&fakes[1]) == before {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(router_state(&node).await, RouterState::Searching);
    assert_eq!(node.reach().await.unwrap().state, ReachState::Looking);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_slow_router_opened_is_taken_back_while_goodbyes_are_said() {
    let fake = Fake::start_in_earnest(Script::upnp()).await;
    let folder = tempfile::tempdir().unwrap();
    let node = node(folder.path()).await;
    node.enter_foreground(on_loopback()).await.unwrap();
    node.network_changed(behind(&fake, NetworkKind::Wifi)).await.unwrap();
    opened(&node).await;
    assert_eq!(fake.state().upnp.len(), 1);
    // Longer than answers may take after the goodbyes.
    fake.change(|script| script.thinks = Duration::from_millis(900));
    node.enter_background().await.unwrap();
    assert_eq!(fake.state().upnp.len(), 0);
}
