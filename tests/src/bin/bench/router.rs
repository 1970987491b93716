//! Opening the app behind a router that never answers, beside opening it without any router.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use pure2p_core::identity::{Account, Card};
use pure2p_core::net::{Limits, Listener};
use pure2p_core::node::{
    Event, Foreground, Gateway, InterfaceAddress, Network, NetworkKind, NetworkSnapshot, Node, Presence,
    RouterState,
};
use pure2p_tests::rng::Repeatable;
use tokio::net::UdpSocket;

use super::home::Home;
use super::launch::Yes;
use super::report::Report;

/// Openings of each kind, in turns, so that what the machine does meanwhile happens to both.
const ROUNDS: usize = 30;

/// Where routers are asked: NAT-PMP and PCP, and UPnP's search.
const DOORS: [u16; 2] = [5351, 1900];
const MUTE_ROUTER: Ipv4Addr = Ipv4Addr::new(127, 0, 0, 2);

pub(crate) async fn mute_router(report: &mut Report) {
    // It takes what is sent to it, and that is all.
    let mut doors = Vec::new();
    for port in DOORS {
        doors.push(UdpSocket::bind((MUTE_ROUTER, port)).await.unwrap());
    }
    let home = Home::with_descriptors(1_024).await;
    let mut rng = Repeatable::new(12);
    let account = Arc::new(Account::generate(&mut rng));
    let any = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0))];
    let listener =
        Listener::bind(&any, Arc::clone(&account), Arc::new(Yes), Limits::default(), Box::new(rng)).unwrap();
    let addresses = vec![listener.addresses()[0]];
    let card = Card { serial: 1, addresses, name: None, invite: None };
    home.node.add(&card.sign(&account).unwrap().to_string(), None).await.unwrap();

    let (mut without, mut with) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        without.push(open(&home.node, None).await);
        with.push(open(&home.node, Some(MUTE_ROUTER.into())).await);
    }
    let name = "launch: first contact greeted, the router mute";
    report.figure(name, median(with), "ms", median(without), "ratio ≤ 1.2 (floor: no router)");
}

/// From opening to the first contact that is here, in milliseconds.
async fn open(node: &Node, gateway: Option<IpAddr>) -> f64 {
    let address = InterfaceAddress {
        ip: Ipv4Addr::LOCALHOST.into(),
        prefix_len: 8,
        temporary: false,
        deprecated: false,
    };
    let network = Network {
        kind: NetworkKind::Wifi,
        addresses: vec![address],
        gateways: gateway.map(|ip| Gateway { ip, interface: 0 }).into_iter().collect(),
        nat64_prefix: None,
        is_default: true,
        local_network_allowed: Some(true),
    };
    node.network_changed(NetworkSnapshot { networks: vec![network] }).await.unwrap();
    let mut events = node.subscribe();
    let began = Instant::now();
    node.enter_foreground(Foreground { listen: vec!["127.0.0.1:0".parse().unwrap()] }).await.unwrap();
    loop {
        if let Event::Presence { presence: Presence::Here, .. } = events.next().await.unwrap() {
            break;
        }
    }
    let took = began.elapsed().as_secs_f64() * 1e3;
    let expected = if gateway.is_some() { RouterState::Searching } else { RouterState::NotAsked };
    assert_eq!(node.reach().await.unwrap().router.state, expected, "not what was to be measured");
    node.enter_background().await.unwrap();
    took
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
