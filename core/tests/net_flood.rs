//! Floods, while a contact wants to get through.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod net_support;

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use net_support::*;
use pure2p_core::net::{Lane, Limits};
use pure2p_core::wire::{PendingHello, Session};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tokio::net::{TcpSocket, TcpStream};

/// A contact gets through: at once, or (while its connection may be the one that chance evicts)
/// after few tries. Gives how many.
async fn get_through(peer: &Peer, n: u8) -> usize {
    let dialer = dialer(n);
    for tries in 1..=50 {
        let done = exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await;
        if done.result.is_ok() {
            return tries;
        }
    }
    panic!("kept out");
}

/// A connection to `to` from the `n`th address of the loopback network, counted from 127.0.0.2. Only Linux
/// has them all without being told to.
async fn connect_from(n: u8, to: SocketAddr) -> io::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    if cfg!(target_os = "linux") {
        socket.bind(SocketAddr::from(([127, 0, 0, 2 + n], 0)))?;
    }
    socket.connect(to).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn half_open_connections_keep_nobody_out() {
    // Both ends are in this process; those that the listener gave up cost it nothing any more.
    let allowed = rlimit::increase_nofile_limit(u64::MAX).unwrap_or(1_024);
    let wanted = usize::try_from(allowed.saturating_sub(700)).unwrap().min(10_000);
    // One source fills its own places, a hundred fill those of all. (Elsewhere than on Linux, all are one.)
    for sources in [1, 100] {
        let limits = Limits { max_per_source: 100, ..Limits::default() };
        let places = if sources > 1 && cfg!(target_os = "linux") { limits.max_connections } else { 100 };
        let peer = Peer::new(1, limits);
        let mut held = Vec::new();
        let mut reason = None;
        for n in 0..wanted {
            let stream = match connect_from((n % sources) as u8, peer.address()).await {
                Ok(stream) => stream,
                Err(error) => {
                    reason = Some(error);
                    break;
                }
            };
            if n % 2 == 0 {
                let _ = write_all(&stream, b"POST /output HTTP/1.1\r\nhost: x\r\n").await;
            }
            held.push(stream);
        }
        if held.len() < 10_000 {
            untested(&format!(
                "this system lets us hold {} half-open connections from {sources} source(s) instead of 10,000 \
                 ({allowed} descriptors; {reason:?})",
                held.len()
            ));
        }
        if held.len() > places {
            let taken = peer.listener.connections();
            assert!((places / 2..=places).contains(&taken), "{taken} of {places} places: no flood");
        } else {
            untested(&format!("that does not even fill the listener's {places} places"));
        }
        // Where descriptors are few, the contact (in this same process) needs some of them.
        held.truncate(held.len().max(64) - 64);
        for n in 2..12 {
            assert_eq!(get_through(&peer, n).await, 1);
        }
        assert!(peer.listener.connections() <= places);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_slow_drip_ends_at_the_deadline_and_keeps_nobody_out() {
    let limits = Limits {
        header: Duration::from_secs(1),
        request: Duration::from_secs(2),
        linger: Duration::from_secs(1),
        max_per_source: 64,
        ..Limits::default()
    };
    let peer = Peer::new(1, limits);
    let drips: Vec<_> = (0..60)
        .map(|n| {
            let address = peer.address();
            tokio::spawn(async move {
                let stream = TcpStream::connect(address).await.unwrap();
                let start: &[u8] = if n % 2 == 0 {
                    b"GET / HTTP/1.1\r\nx: "
                } else {
                    b"POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: 60000\r\n\r\n"
                };
                let drip = async {
                    let mut next = start;
                    while write_all(&stream, next).await.is_ok() {
                        next = b"a";
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                };
                tokio::select! {
                    () = drip => (Vec::new(), false),
                    answer = read_to_end(&stream) => answer,
                }
            })
        })
        .collect();
    for n in 2..5 {
        assert_eq!(get_through(&peer, n).await, 1);
    }
    for drip in drips {
        let (answer, _) = drip.await.unwrap();
        // (Three of them made room for the contact, perhaps in the middle of nothing.)
        assert!(answer == BARE_404 || answer.is_empty(), "{}", String::from_utf8_lossy(&answer));
    }
}

/// Garbage and replayed Hellos from four tasks until told to stop; counts what was answered.
fn flood(
    peer: &Peer,
    from: &'static str,
    stop: &Arc<AtomicBool>,
) -> (Vec<tokio::task::JoinHandle<()>>, Arc<AtomicUsize>) {
    let answered = Arc::new(AtomicUsize::new(0));
    let tasks = (0..8u8).map(|n| {
        let mut rng = ChaCha20Rng::from_seed([n + 50; 32]);
        let body = if n % 4 == 0 {
            vec![0x55; 60_000]
        } else {
            PendingHello::new(&account(n + 50), &peer.uid(), &mut rng).unwrap().1
        };
        let (to, stop, answered) = (peer.address(), Arc::clone(stop), Arc::clone(&answered));
        tokio::spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                let socket = TcpSocket::new_v4().unwrap();
                socket.bind(format!("{from}:0").parse().unwrap()).unwrap();
                let Ok(stream) = socket.connect(to).await else { continue };
                let request = post(&body);
                let (_, answer) = tokio::join!(write_all(&stream, &request), read_message(&stream));
                if answer.is_some_and(|(head, _)| head.starts_with("HTTP/1.1 200")) {
                    answered.fetch_add(1, Ordering::SeqCst);
                }
            }
        })
    });
    (tasks.collect(), answered)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn garbage_and_hellos_by_who_knows_the_uid_keep_nobody_out() {
    // All sources are one here, so counting per source would count the contact in.
    let limits = Limits { handshake_burst: 1_000_000, handshake_queue: 4, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let stop = Arc::new(AtomicBool::new(false));
    let (flood, answered) = flood(&peer, "127.0.0.1", &stop);
    while answered.load(Ordering::SeqCst) < 20 {
        tokio::task::yield_now().await;
    }
    for n in 2..12 {
        get_through(&peer, n).await;
    }
    stop.store(true, Ordering::SeqCst);
    for task in flood {
        task.await.unwrap();
    }
}

/// Linux has the whole of 127/8 to bind to.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn handshakes_are_counted_by_source() {
    let limits = Limits { handshake_burst: 20, handshakes_per_second: 1, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let stop = Arc::new(AtomicBool::new(false));
    let (flood, answered) = flood(&peer, "127.0.0.2", &stop);
    while answered.load(Ordering::SeqCst) < 20 {
        tokio::task::yield_now().await;
    }
    let before = peer.echo.admitted();
    for n in 2..32 {
        assert_eq!(get_through(&peer, n).await, 1);
    }
    stop.store(true, Ordering::SeqCst);
    for task in flood {
        task.await.unwrap();
    }
    // The contact's thirty, and hardly any of the flood's.
    let handshakes = peer.echo.admitted() - before;
    assert!(handshakes < 60, "{handshakes}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_authenticated_connection_is_never_the_one_to_go() {
    let limits = Limits { max_connections: 4, max_per_source: 4, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let (pending, hello) = PendingHello::new(&account(2), &peer.uid(), &mut rng).unwrap();
    let stream = TcpStream::connect(peer.address()).await.unwrap();
    write_all(&stream, &post(&hello)).await.unwrap();
    let session = pending.finish(&read_message(&stream).await.unwrap().1).unwrap();
    for round in 0..5 {
        let (counter, body) = session.seal_request(&batch("bob")).unwrap();
        write_all(&stream, &post(&body)).await.unwrap();
        let (_, answer) = read_message(&stream).await.expect("still there");
        assert!(session.open_answer(counter, &answer).is_ok());
        if round > 0 {
            continue;
        }
        for _ in 0..50 {
            drop(say(peer.address(), b"x\r\n\r\n").await);
        }
        let mut held = Vec::new();
        for _ in 0..50 {
            held.push(TcpStream::connect(peer.address()).await.unwrap());
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_contact_does_not_fill_all_places() {
    let limits = Limits { max_connections: 16, max_per_source: 16, max_per_peer: 4, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let mallory = stranger(&peer, 20).await;
    let mut hers = Vec::new();
    for _ in 0..3 {
        // Each of hers is authentic, as many as there are places.
        for _ in 0..16 {
            let stream = TcpStream::connect(peer.address()).await.unwrap();
            let (_, body) = mallory.seal_request(&batch("mallory")).unwrap();
            write_all(&stream, &post(&body)).await.unwrap();
            assert!(read_message(&stream).await.expect("an answer").0.starts_with("HTTP/1.1 200"));
            hers.push(stream);
        }
        assert_eq!(peer.listener.connections(), 16, "the house is full");
        for n in 2..6 {
            assert_eq!(get_through(&peer, n).await, 1);
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_strangers_connection_makes_room_like_any_other() {
    let limits = Limits { max_connections: 4, max_per_source: 4, ..Limits::default() };
    let peer = Peer::new(1, limits);
    peer.echo.knows.store(false, std::sync::atomic::Ordering::SeqCst);
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let mut strangers = Vec::new();
    for n in 0..4 {
        let (pending, hello) = PendingHello::new(&account(20 + n), &peer.uid(), &mut rng).unwrap();
        let stream = TcpStream::connect(peer.address()).await.unwrap();
        write_all(&stream, &post(&hello)).await.unwrap();
        let session = pending.finish(&read_message(&stream).await.unwrap().1).unwrap();
        let (_, body) = session.seal_request(&batch("eve")).unwrap();
        write_all(&stream, &post(&body)).await.unwrap();
        read_message(&stream).await.expect("strangers are answered");
        strangers.push(stream);
    }
    // Every place is a stranger's, and authentic: a contact gets in all the same.
    peer.echo.knows.store(true, std::sync::atomic::Ordering::SeqCst);
    let dialled = exchange(&dialer(2), dial(peer.uid(), &[peer.address()], Lane::Items)).await;
    assert!(dialled.result.is_ok(), "{:?}", dialled.tried);
}

/// A stranger's session with `peer`, not confirmed yet.
async fn stranger(peer: &Peer, n: u8) -> Session {
    let mut rng = ChaCha20Rng::from_seed([n; 32]);
    let (pending, hello) = PendingHello::new(&account(n), &peer.uid(), &mut rng).unwrap();
    pending.finish(&ask(peer.address(), &hello).await.expect("a Hello is answered")).unwrap()
}

/// How many of ten Hellos are answered.
async fn hellos_answered(peer: &Peer, n: u8) -> usize {
    let mut rng = ChaCha20Rng::from_seed([n; 32]);
    let mut answered = 0;
    for _ in 0..10 {
        let (_, hello) = PendingHello::new(&account(n), &peer.uid(), &mut rng).unwrap();
        answered += usize::from(ask(peer.address(), &hello).await.is_some());
    }
    answered
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_contacts_source_has_more_handshakes_but_not_without_end() {
    let limits =
        Limits { handshake_burst: 4, handshakes_per_second: 0, favoured_times: 4, ..Limits::default() };
    let peer = Peer::new(1, limits);
    peer.echo.knows.store(false, Ordering::SeqCst);
    let session = stranger(&peer, 20).await;
    let (_, body) = session.seal_request(&batch("eve")).unwrap();
    assert!(ask(peer.address(), &body).await.is_some());
    // One of the four is spent, and the authentic request gained nothing.
    assert_eq!(hellos_answered(&peer, 21).await, 3);
    // The same key, accepted: the next authentic request does.
    peer.echo.knows.store(true, Ordering::SeqCst);
    let (_, body) = session.seal_request(&batch("bob")).unwrap();
    assert!(ask(peer.address(), &body).await.is_some());
    assert_eq!(hellos_answered(&peer, 22).await, 10);
    // Sixteen in all: a contact is no reason to compute for ever.
    assert_eq!(hellos_answered(&peer, 23).await, 2);
    assert_eq!(hellos_answered(&peer, 24).await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_contacts_connection_may_be_silent_for_long() {
    let limits = Limits { idle: Duration::from_secs(1), idle_authenticated: 60 * STUCK, ..Limits::default() };
    let peer = Peer::new(1, limits);
    let (contact, eve) = (stranger(&peer, 2).await, stranger(&peer, 20).await);
    // Each on a connection of its own, kept open.
    let say = async |session: &Session, stream: &TcpStream| {
        let (_, body) = session.seal_request(&batch("x")).unwrap();
        write_all(stream, &post(&body)).await.unwrap();
        read_message(stream).await.expect("an answer").0
    };
    let of_contact = TcpStream::connect(peer.address()).await.unwrap();
    assert!(say(&contact, &of_contact).await.starts_with("HTTP/1.1 200"));
    peer.echo.knows.store(false, Ordering::SeqCst);
    let of_eve = TcpStream::connect(peer.address()).await.unwrap();
    assert!(say(&eve, &of_eve).await.starts_with("HTTP/1.1 200"));
    // The younger one ends without a word (`read_to_end` fails if it does not), the older one goes on.
    assert_eq!(read_to_end(&of_eve).await, (Vec::new(), true));
    assert!(say(&contact, &of_contact).await.starts_with("HTTP/1.1 200"));
}
