//! The dialer: exchanges, sessions, races, budgets, and servers that are not what they should be.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod net_support;

use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use net_support::*;
use pure2p_core::net::{DialConfig, DialError, Dialer, Lane, Limits};
use pure2p_core::wire::{Item, ItemId};
use tokio::net::{TcpListener, TcpStream};

fn dialer_with(n: u8, config: DialConfig) -> Dialer {
    Dialer::new(account(n), config, rng(n.wrapping_add(200)))
}

/// Somewhere where nobody listens.
async fn refused() -> SocketAddr {
    TcpListener::bind(loopback()).await.unwrap().local_addr().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_exchange_over_ipv4_and_ipv6() {
    let mut addresses = vec![loopback(), "[::1]:0".parse().unwrap()];
    // Some containers have no IPv6 at all.
    addresses.retain(|address| std::net::TcpListener::bind(address).is_ok());
    let peer = Peer::at(1, Limits::default(), &addresses);
    for (n, address) in peer.listener.addresses().iter().enumerate() {
        let dialer = dialer(2);
        let done = exchange(&dialer, dial(peer.uid(), &[*address], Lane::Items)).await;
        assert_eq!(name_in(&done), Some("bob"));
        assert_eq!(done.tried, [(*address, None)]);
        assert_eq!(done.result.unwrap().observed.unwrap().0.ip(), address.ip());
        assert_eq!(peer.echo.admitted(), n + 1);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn later_exchanges_use_the_session_and_the_connection() {
    let peer = Peer::new(1, Limits::default());
    let (address, connections) = relay(peer.address()).await;
    let dialer = dialer(2);
    assert!(!dialer.has_session(&peer.uid()));
    for _ in 0..10 {
        let done = exchange(&dialer, dial(peer.uid(), &[address], Lane::Items)).await;
        assert_eq!(done.tried, [(address, None)]);
        assert_eq!(name_in(&done), Some("bob"));
    }
    assert!(dialer.has_session(&peer.uid()));
    assert_eq!((peer.echo.admitted(), peer.echo.answered()), (1, 10));
    // One, but for a pool that is late now and then on a busy machine. Without reuse: eleven.
    let connections = connections.load(Ordering::SeqCst);
    assert!(connections <= 3, "{connections}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_session_costs_one_hello() {
    let peer = Peer::new(1, Limits::default());
    let dialer = dialer(2);
    let again = || exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items));
    assert!(again().await.result.is_ok());
    peer.listener.drop_sessions(&account(2).uid());
    let done = again().await;
    assert_eq!(name_in(&done), Some("bob"));
    assert_eq!(done.tried, [(peer.address(), Some(DialError::Dark)), (peer.address(), None)]);
    assert_eq!((peer.echo.admitted(), peer.echo.answered()), (2, 2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_peer_that_restarted_is_found_again() {
    let peer = Peer::new(1, Limits::default());
    let dialer = dialer(2);
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    peer.listener.close(Duration::ZERO).await;
    let peer = Peer::at(1, Limits::default(), peer.listener.addresses());
    // Not even a candidate is needed: the session remembers where.
    let done = exchange(&dialer, dial(peer.uid(), &[], Lane::Items)).await;
    assert_eq!(name_in(&done), Some("bob"), "{done:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_session_ends_with_its_lifetime() {
    let peer = Peer::new(1, Limits::default());
    let dialer = dialer_with(2, DialConfig { session_lifetime: Duration::ZERO, ..DialConfig::default() });
    for n in 1..=3 {
        assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
        assert_eq!(peer.echo.admitted(), n);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_at_once_share_one_hello() {
    let peer = Peer::new(1, Limits::default());
    let dialer = Arc::new(dialer(2));
    let exchanges: Vec<_> = (0..20)
        .map(|n| {
            let lane = if n % 2 == 0 { Lane::Items } else { Lane::Greeting };
            let (dialer, dial) = (Arc::clone(&dialer), dial(peer.uid(), &[peer.address()], lane));
            tokio::spawn(async move { exchange(&dialer, dial).await })
        })
        .collect();
    for exchange in exchanges {
        assert_eq!(name_in(&exchange.await.unwrap()), Some("bob"));
    }
    assert_eq!((peer.echo.admitted(), peer.echo.answered()), (1, 20));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parked_request_hinders_nobody_and_never_says_hello() {
    let peer = Peer::new(1, Limits::default());
    let (address, connections) = relay(peer.address()).await;
    let dialer = Arc::new(dialer(2));
    let park = |seconds| {
        let mut dial = dial(peer.uid(), &[address], Lane::Parked);
        dial.batch.park = Some(seconds);
        let dialer = Arc::clone(&dialer);
        tokio::spawn(async move { exchange(&dialer, dial).await })
    };
    assert_eq!(park(60).await.unwrap().result, Err(DialError::Dark));
    assert_eq!(connections.load(Ordering::SeqCst), 0);

    assert!(exchange(&dialer, dial(peer.uid(), &[address], Lane::Items)).await.result.is_ok());
    let parked = park(60);
    peer.echo.parked.notified().await;
    for _ in 0..5 {
        assert!(exchange(&dialer, dial(peer.uid(), &[address], Lane::Items)).await.result.is_ok());
    }
    peer.echo.wake.notify_one();
    assert_eq!(name_in(&parked.await.unwrap()), Some("bob"));
    assert_eq!(peer.echo.admitted(), 1);

    // Its session lost: it says so and leaves the Hello to others.
    peer.listener.drop_sessions(&account(2).uid());
    let done = park(60).await.unwrap();
    assert_eq!(done.result, Err(DialError::Dark));
    assert!(!dialer.has_session(&peer.uid()));
    assert_eq!(peer.echo.admitted(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_first_address_that_opens_wins() {
    let peer = Peer::new(1, Limits::default());
    let other = Peer::new(3, Limits::default());
    let (silent, _) = silent().await;
    let (impostor, _) = canned(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello".to_vec()).await;
    let refused = refused().await;
    let dialer = dialer_with(2, DialConfig { stagger: Duration::from_millis(20), ..DialConfig::default() });
    let candidates = [silent, refused, other.address(), impostor, silent, peer.address()];
    let done = exchange(&dialer, dial(peer.uid(), &candidates, Lane::Items)).await;
    assert_eq!(name_in(&done), Some("bob"));
    let (won, failed) = done.tried.split_last().unwrap();
    assert_eq!(*won, (peer.address(), None));
    let mut failed = failed.to_vec();
    failed.sort_by_key(|(address, _)| candidates.iter().position(|c| c == address));
    assert_eq!(
        failed,
        [
            (refused, Some(DialError::Refused)),
            (other.address(), Some(DialError::Dark)),
            (impostor, Some(DialError::BadAnswer)),
        ]
    );
    assert_eq!((other.echo.admitted(), peer.echo.answered()), (0, 1));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_spare_sockets_addresses_are_tried_one_by_one() {
    let peer = Peer::new(1, Limits::default());
    let (silent, _) = silent().await;
    let config = DialConfig {
        spare_sockets: 0,
        stagger: Duration::ZERO,
        answer_timeout: Duration::from_millis(500),
        ..DialConfig::default()
    };
    let dialer = dialer_with(2, config);
    let candidates = [silent, peer.address()];
    let done = exchange(&dialer, dial(peer.uid(), &candidates, Lane::Greeting)).await;
    assert_eq!(name_in(&done), Some("bob"));
    assert_eq!(done.tried, [(silent, Some(DialError::Silent)), (peer.address(), None)]);
}

/// An address that swallows SYNs (a phone that slept, a firewall), which is not one that accepts and
/// says nothing: here it is connecting that takes for ever.
#[cfg(target_os = "linux")]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_that_swallows_syns_delays_no_live_one_beside_it() {
    let (peer, mute) = (Peer::new(1, Limits::default()), Mute::new().await);
    let candidates = [mute.address, peer.address()];
    // Side by side: nobody's patience ends within this test.
    let patient = DialConfig {
        connect_timeout: 60 * STUCK,
        answer_timeout: 60 * STUCK,
        stagger: Duration::from_millis(20),
        ..DialConfig::default()
    };
    let done = exchange(&dialer_with(2, patient.clone()), dial(peer.uid(), &candidates, Lane::Items)).await;
    assert_eq!(name_in(&done), Some("bob"));
    assert_eq!(done.tried, [(peer.address(), None)]);

    // One by one: connecting has a time of its own, well before the answer's. (And before the 30 s after
    // which Linux itself gives up what nobody acknowledges, as the HTTP client asks it to.)
    let connect_timeout = Duration::from_millis(300);
    let brisk = dialer_with(2, DialConfig { connect_timeout, spare_sockets: 0, ..patient });
    let soon = async |candidates: &[SocketAddr]| {
        let dial = dial(peer.uid(), candidates, Lane::Items);
        tokio::time::timeout(Duration::from_secs(20), brisk.exchange(dial)).await.expect("stuck")
    };
    let done = soon(&[mute.address]).await;
    assert_eq!(done.result, Err(DialError::Silent));
    let done = soon(&candidates).await;
    assert_eq!(name_in(&done), Some("bob"));
    assert_eq!(done.tried, [(mute.address, Some(DialError::Silent)), (peer.address(), None)]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn when_all_fail_the_most_telling_reason_is_given() {
    let other = Peer::new(3, Limits::default());
    let uid = account(1).uid();
    let refused = refused().await;
    let dialer = dialer(2);
    let done = exchange(&dialer, dial(uid, &[], Lane::Items)).await;
    assert_eq!((done.result, done.tried), (Err(DialError::NoAddress), vec![]));
    let done = exchange(&dialer, dial(uid, &[refused], Lane::Items)).await;
    assert_eq!(
        (done.result, done.tried),
        (Err(DialError::Refused), vec![(refused, Some(DialError::Refused))])
    );
    let done = exchange(&dialer, dial(uid, &[refused, other.address(), refused], Lane::Items)).await;
    assert_eq!(done.result, Err(DialError::Dark));
    assert_eq!(done.tried.len(), 2);
    let scoped = "[fe80::1%1]:20000".parse().unwrap();
    let done = exchange(&dialer, dial(uid, &[scoped], Lane::Items)).await;
    assert_eq!(done.result, Err(DialError::Unreachable));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn silent_greetings_do_not_delay_items() {
    let peer = Peer::new(1, Limits::default());
    let (silent, accepted) = silent().await;
    let config = DialConfig { greeting_sockets: 2, spare_sockets: 1, ..DialConfig::default() };
    let dialer = Arc::new(dialer_with(2, config));
    let greetings: Vec<_> = (10..40)
        .map(|n| {
            let (dialer, dial) = (Arc::clone(&dialer), dial(account(n).uid(), &[silent], Lane::Greeting));
            tokio::spawn(async move { exchange(&dialer, dial).await })
        })
        .collect();
    while accepted.load(Ordering::SeqCst) < 2 {
        tokio::task::yield_now().await;
    }
    for _ in 0..5 {
        let done = exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await;
        assert_eq!(name_in(&done), Some("bob"));
    }
    // None of the greetings is through, and no more than their share has a socket.
    assert!(greetings.iter().all(|greeting| !greeting.is_finished()));
    assert_eq!(accepted.load(Ordering::SeqCst), 2);
    dialer.close();
    for greeting in greetings {
        assert_eq!(greeting.await.unwrap().result, Err(DialError::Cancelled));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parked_request_does_not_wait_for_a_socket() {
    let peer = Peer::new(1, Limits::default());
    let dialer = dialer_with(2, DialConfig { parked_sockets: 0, ..DialConfig::default() });
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let done = exchange(&dialer, dial(peer.uid(), &[], Lane::Parked)).await;
    assert_eq!(done.result, Err(DialError::Starved));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_network_change_ends_everything_and_later_ones_start_anew() {
    let peer = Peer::new(1, Limits::default());
    let dialer = Arc::new(dialer(2));
    let again = || exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items));
    let park = || {
        let mut dial = dial(peer.uid(), &[], Lane::Parked);
        dial.batch.park = Some(60);
        let dialer = Arc::clone(&dialer);
        tokio::spawn(async move { exchange(&dialer, dial).await })
    };
    for (n, end) in
        [Dialer::network_changed as fn(&Dialer), |d| d.forget(&account(1).uid())].iter().enumerate()
    {
        assert!(again().await.result.is_ok());
        let parked = park();
        peer.echo.parked.notified().await;
        end(&dialer);
        assert_eq!(parked.await.unwrap().result, Err(DialError::Cancelled));
        peer.echo.given_up.notified().await;
        assert!(!dialer.has_session(&peer.uid()));
        assert!(again().await.result.is_ok());
        assert_eq!(peer.echo.admitted(), n + 2);
    }
    dialer.close();
    assert_eq!(again().await.result, Err(DialError::Cancelled));
    dialer.network_changed();
    assert_eq!(again().await.result, Err(DialError::Cancelled));
    assert_eq!(peer.echo.admitted(), 3);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_is_under_way_after_a_goodbye() {
    let peer = Peer::new(1, Limits::default());
    let dialer = Arc::new(dialer(2));
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let mut unanswered = Vec::new();
    for lane in [Lane::Items, Lane::Greeting, Lane::Parked] {
        let mut dial = dial(peer.uid(), &[peer.address()], lane);
        dial.batch.park = Some(60);
        let dialer = Arc::clone(&dialer);
        unanswered.push(tokio::spawn(async move { exchange(&dialer, dial).await }));
        peer.echo.parked.notified().await;
    }
    let mut goodbye = dial(peer.uid(), &[peer.address()], Lane::Items);
    goodbye.batch.presence.as_mut().unwrap().leaving = true;
    assert!(exchange(&dialer, goodbye).await.result.is_ok());
    for exchange in unanswered {
        assert_eq!(exchange.await.unwrap().result, Err(DialError::Cancelled));
    }
    let late = exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await;
    assert_eq!(late.result, Err(DialError::Cancelled));
    assert_eq!(peer.echo.answered(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_does_not_fit_ends_no_session() {
    let peer = Peer::new(1, Limits::default());
    let dialer = dialer(2);
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let mut large = dial(peer.uid(), &[peer.address()], Lane::Items);
    let item = Item { id: ItemId([0; 16]), kind: 1, counter: 0, written_at: 0, body: vec![0; 70_000] };
    large.batch.items.push(item.clone());
    assert_eq!(exchange(&dialer, large).await.result, Err(DialError::TooLarge));
    let mut fits = dial(peer.uid(), &[peer.address()], Lane::Items);
    fits.batch.items.push(Item { body: vec![7; 60_000], ..item });
    let done = exchange(&dialer, fits).await;
    assert_eq!(done.result.unwrap().items[0].body.len(), 60_000);
    assert_eq!(peer.echo.admitted(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redirects_lead_nowhere() {
    let (elsewhere, visits) = canned(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n".to_vec()).await;
    for status in [300, 301, 302, 303, 307, 308] {
        let head = format!(
            "HTTP/1.1 {status} Moved\r\nlocation: http://{elsewhere}/output\r\ncontent-length: 0\r\n\r\n"
        );
        let (address, accepted) = canned(head.into_bytes()).await;
        let done = exchange(&dialer(2), dial(account(1).uid(), &[address], Lane::Items)).await;
        assert_eq!(done.result, Err(DialError::BadAnswer), "{status}");
        assert_eq!(accepted.load(Ordering::SeqCst), 1);
    }
    assert_eq!(visits.load(Ordering::SeqCst), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn other_answers_are_no_answers() {
    for (answer, verdict) in [
        (&b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n"[..], DialError::Dark),
        (b"HTTP/1.1 204 No Content\r\n\r\n", DialError::BadAnswer),
        (b"HTTP/1.1 401 No\r\nwww-authenticate: Basic\r\ncontent-length: 0\r\n\r\n", DialError::BadAnswer),
        (b"HTTP/1.1 407 No\r\nproxy-authenticate: Basic\r\ncontent-length: 0\r\n\r\n", DialError::BadAnswer),
        (b"HTTP/1.1 503 Busy\r\nretry-after: 1\r\ncontent-length: 0\r\n\r\n", DialError::BadAnswer),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n", DialError::BadAnswer),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n", DialError::BadAnswer),
        (
            b"HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 4\r\n\r\n\x1f\x8b\x08\0",
            DialError::BadAnswer,
        ),
        (b"SSH-2.0-OpenSSH_9.6\r\n", DialError::BadAnswer),
        (b"", DialError::Refused),
        (b"HTTP/1.1 200 OK\r\n", DialError::Refused),
    ] {
        let (address, _) = canned(answer.to_vec()).await;
        let done = exchange(&dialer(2), dial(account(1).uid(), &[address], Lane::Items)).await;
        assert_eq!(done.result, Err(verdict), "{}", String::from_utf8_lossy(answer));
    }
}

/// Says `head`, then `more` for as long as somebody listens; gives how much was taken.
async fn bomb(head: &'static [u8], more: &'static [u8]) -> (SocketAddr, tokio::task::JoinHandle<usize>) {
    let listener = TcpListener::bind(loopback()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let taken = tokio::spawn(async move {
        let (stream, _) = listener.accept().await.unwrap();
        let _ = read_message(&stream).await;
        let mut taken = 0;
        let mut next = head;
        while write_all(&stream, next).await.is_ok() {
            taken += next.len();
            next = more;
        }
        taken
    });
    (address, taken)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_bounded() {
    static BLOCK: [u8; 4096] = [b'a'; 4096];
    const CHUNK: &[u8] = b"10\r\n0123456789abcdef\r\n";
    for (head, more) in [
        (&b"HTTP/1.1 200 OK\r\n\r\n"[..], &BLOCK[..]),
        (b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n", CHUNK),
        (b"HTTP/1.1 200 OK\r\ncontent-length: 4000000000\r\n\r\n", &BLOCK),
        (b"HTTP/1.1 404 Not Found\r\ncontent-length: 4000000000\r\n\r\n", &BLOCK),
        (b"HTTP/1.1 200 OK\r\nx: ", &BLOCK),
        (b"HTTP/1.1 200 OK\r\n", b"x: y\r\n"),
        (b"", &BLOCK),
    ] {
        let (address, taken) = bomb(head, more).await;
        let done = exchange(&dialer(2), dial(account(1).uid(), &[address], Lane::Items)).await;
        let reason = done.result.unwrap_err();
        assert!(matches!(reason, DialError::BadAnswer | DialError::Dark), "{reason}");
        // The rest is what the system buffers.
        let taken = tokio::time::timeout(STUCK, taken).await.expect("the connection is closed").unwrap();
        assert!(taken < 16 << 20, "{taken}");
    }
}

/// What proxy settings in the environment must not do. (The environment of a running process cannot
/// be changed safely, hence the child.)
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn proxies_in_the_environment_are_ignored() {
    let proxy = std::net::TcpListener::bind(loopback()).unwrap();
    proxy.set_nonblocking(true).unwrap();
    let url = format!("http://{}", proxy.local_addr().unwrap());
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", "child_of_the_proxy_test", "--ignored"]);
    for name in ["http_proxy", "HTTP_PROXY", "https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"] {
        child.env(name, &url);
    }
    child.env_remove("no_proxy").env_remove("NO_PROXY").env_remove("REQUEST_METHOD");
    let output = tokio::task::spawn_blocking(move || child.output().unwrap()).await.unwrap();
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success() && text.contains("1 passed"), "{text}");
    assert_eq!(proxy.accept().unwrap_err().kind(), std::io::ErrorKind::WouldBlock);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "run by proxies_in_the_environment_are_ignored"]
async fn child_of_the_proxy_test() {
    assert!(std::env::var("HTTP_PROXY").is_ok());
    let peer = Peer::new(1, Limits::default());
    let done = exchange(&dialer(2), dial(peer.uid(), &[peer.address()], Lane::Items)).await;
    assert_eq!(name_in(&done), Some("bob"));
}

/// What the dialer says of itself: no more than HTTP needs.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn requests_name_no_software() {
    let listener = TcpListener::bind(loopback()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let heard = tokio::spawn(async move {
        let (stream, _): (TcpStream, _) = listener.accept().await.unwrap();
        let request = read_message(&stream).await.unwrap();
        write_all(&stream, BARE_404).await.unwrap();
        socket2::SockRef::from(&stream).shutdown(Shutdown::Write).unwrap();
        request
    });
    let done = exchange(&dialer(2), dial(account(1).uid(), &[address], Lane::Items)).await;
    assert_eq!(done.result, Err(DialError::Dark));
    let (head, body) = heard.await.unwrap();
    let mut lines: Vec<&str> = head.lines().collect();
    lines[1..].sort_unstable();
    let (host, length) = (format!("host: {address}"), format!("content-length: {}", body.len()));
    assert_eq!(lines, ["POST /output HTTP/1.1", "accept: */*", &length, &host]);
}
