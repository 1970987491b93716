//! Opening the app with a thousand contacts: a hundred are there, the others refuse or never answer.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

use pure2p_core::identity::{Account, Card, Uid};
use pure2p_core::net::{Answering, Boxed, Limits, Listener};
use pure2p_core::node::{Event, Foreground, MessageState, Presence};
use pure2p_core::wire::{Batch, ItemVerdict, Verdict};
use pure2p_tests::rng::Repeatable;
use tokio::net::TcpStream;

use super::floors;
use super::home::Home;
use super::report::Report;

const LIVE: u64 = 100;
const REFUSING: u64 = 450;
const SILENT: u64 = 450;
/// Longer than all the silent ones take, however few are tried at once.
const GIVE_UP: Duration = Duration::from_secs(300);

/// A contact that is here and stores everything.
pub(crate) struct Yes;

impl Answering for Yes {
    fn admits(&self, _: &Uid) -> bool {
        true
    }

    fn knows(&self, _: &Uid) -> bool {
        true
    }

    fn answer(&self, _: Uid, _: SocketAddr, batch: Batch) -> Boxed<Option<Batch>> {
        let verdicts =
            batch.items.iter().map(|item| ItemVerdict { id: item.id, verdict: Verdict::Stored }).collect();
        let presence = Some(pure2p_core::wire::Presence::default());
        let parked = batch.park.is_some();
        Box::pin(async move {
            if parked {
                std::future::pending::<()>().await;
            }
            Some(Batch { presence, verdicts, ..Batch::default() })
        })
    }
}

/// A door behind which nobody ever says anything, not even to a SYN: its queue is full.
struct Mute {
    address: SocketAddr,
    _held: (socket2::Socket, Vec<TcpStream>),
}

async fn mute() -> Mute {
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
    socket.bind(&SocketAddr::from((Ipv4Addr::UNSPECIFIED, 0)).into()).unwrap();
    socket.listen(0).unwrap();
    let port = socket.local_addr().unwrap().as_socket().unwrap().port();
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let mut held = Vec::new();
    while let Ok(Ok(stream)) =
        tokio::time::timeout(Duration::from_millis(300), TcpStream::connect(address)).await
    {
        held.push(stream);
    }
    Mute { address, _held: (socket, held) }
}

/// How many descriptors the system lets the app have, and which do so. What is planned is planned for that
/// number, whatever this machine would allow.
const SYSTEMS: [(usize, &str); 3] =
    [(32_768, "Android"), (1_024, "Linux, old Androids"), (256, "iPhone, macOS, if not raised")];

pub(crate) async fn thousand_contacts(report: &mut Report) {
    for (descriptors, who) in SYSTEMS {
        launch(report, descriptors, who).await;
    }
}

async fn launch(report: &mut Report, descriptors: usize, who: &str) {
    let home = Home::with_descriptors(descriptors).await;
    let mute = mute().await;
    let mut rng = Repeatable::new(11);
    let mut listeners = Vec::new();
    let mut first_live = None;
    let mut order: Vec<u64> = (0..LIVE + REFUSING + SILENT).collect();
    // Those who are here stand anywhere in the list.
    for at in (1..order.len()).rev() {
        order.swap(at, rng.below(at + 1));
    }
    for number in order {
        let account = Arc::new(Account::generate(&mut rng));
        let address = if number < LIVE {
            let any = [SocketAddr::from((Ipv4Addr::LOCALHOST, 0))];
            let rng = Box::new(Repeatable::new(1_000 + number));
            let listener =
                Listener::bind(&any, Arc::clone(&account), Arc::new(Yes), Limits::default(), rng).unwrap();
            let address = listener.addresses()[0];
            listeners.push(listener);
            first_live.get_or_insert(account.uid());
            address
        } else {
            let host = Ipv4Addr::new(127, 0, 1 + (number / 250) as u8, (number % 250) as u8 + 1);
            let port = if number < LIVE + REFUSING { 9 + 1024 } else { mute.address.port() };
            SocketAddr::from((host, port))
        };
        let card = Card { serial: 1, addresses: vec![address], name: None, invite: None };
        home.node.add(&card.sign(&account).unwrap().to_string(), None).await.unwrap();
    }

    let floor = floor(&listeners).await;
    let mut events = home.node.subscribe();
    let listen = vec!["127.0.0.1:0".parse().unwrap()];
    home.node.enter_foreground(Foreground { listen }).await.unwrap();
    let (mut began, mut here) = (Instant::now(), 0);
    let mut greeted = f64::NAN;
    let give_up = Instant::now() + GIVE_UP;
    while here < LIVE && Instant::now() < give_up {
        match tokio::time::timeout(GIVE_UP, events.next()).await {
            Ok(Some(Event::Listening { .. })) => began = Instant::now(),
            Ok(Some(Event::Presence { presence: Presence::Here, .. })) => {
                here += 1;
                greeted = began.elapsed().as_secs_f64() * 1e3;
            }
            Ok(Some(_)) => {}
            _ => break,
        }
    }
    assert_eq!(here, LIVE, "not everybody who is here was greeted");
    let name = format!("launch: 100 of 1,000 contacts greeted, {descriptors} descriptors ({who})");
    report.figure(&name, greeted, "ms", floor, "value ≤ 1000");

    // The silent ones are still being tried now: does a message to a live one wait for them?
    let uid = first_live.unwrap();
    let began = Instant::now();
    home.node.send(uid, "now".into()).await.unwrap();
    loop {
        match events.next().await {
            Some(Event::MessageStates { state: MessageState::Delivered, .. }) | None => break,
            Some(_) => {}
        }
    }
    let took = began.elapsed().as_secs_f64() * 1e3;
    let floor = (2.0 * floors::echo(512, 50).await
        + 3.0 * floors::commit(&home.database(), home.folder.path(), 50))
        / 1e3;
    let name = format!("  message to one of them meanwhile, {descriptors} descriptors");
    report.figure(&name, took, "ms", floor, "not seconds");
    home.node.enter_background().await.unwrap();
}

/// A hundred concurrent echoes of the same size, twice (Hello and first exchange), in milliseconds.
async fn floor(listeners: &[Listener]) -> f64 {
    let (server, client) = (floors::echo_server().await, floors::client());
    let began = Instant::now();
    let mut tasks = tokio::task::JoinSet::new();
    for _ in listeners {
        let client = client.clone();
        tasks.spawn(async move {
            for _ in 0..2 {
                client.post(format!("http://{server}/output")).body(vec![7; 512]).send().await.unwrap();
            }
        });
    }
    while tasks.join_next().await.is_some() {}
    began.elapsed().as_secs_f64() * 1e3
}
