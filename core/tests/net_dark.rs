//! The listener in the dark: whatever a stranger says, the answer is the same 68 bytes.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

mod net_support;

use std::sync::Arc;
use std::time::Duration;

use net_support::*;
use pure2p_core::net::{Lane, Limits};
use pure2p_core::wire::PendingHello;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tokio::net::TcpStream;

/// Deadlines that a test can wait for.
fn brisk() -> Limits {
    Limits {
        header: Duration::from_millis(400),
        request: Duration::from_millis(600),
        idle: Duration::from_millis(800),
        linger: Duration::from_millis(400),
        ..Limits::default()
    }
}

fn strange_requests() -> Vec<(&'static str, Vec<u8>)> {
    let text = |s: &str| s.as_bytes().to_vec();
    let many_headers: String = (0..500).map(|n| format!("x-{n}: y\r\n")).collect();
    let chunk = format!("10000\r\n{}\r\n", "a".repeat(0x10000));
    vec![
        ("GET /", text("GET / HTTP/1.1\r\nhost: x\r\n\r\n")),
        ("GET without host", text("GET / HTTP/1.1\r\n\r\n")),
        ("GET /output", text("GET /output HTTP/1.1\r\nhost: x\r\n\r\n")),
        ("POST garbage", post(b"garbage")),
        ("POST 64 KiB of garbage", post(&[0x55; 65_535])),
        ("POST nothing", post(b"")),
        ("POST elsewhere", text("POST /input HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc")),
        ("POST with query", text("POST /output?a HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc")),
        ("PUT", text("PUT /x HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc")),
        ("HEAD", text("HEAD / HTTP/1.1\r\nhost: x\r\n\r\n")),
        ("HEAD 1.0", text("HEAD / HTTP/1.0\r\n\r\n")),
        ("GET 1.0", text("GET / HTTP/1.0\r\n\r\n")),
        ("POST 1.0", text("POST /output HTTP/1.0\r\ncontent-length: 3\r\n\r\nabc")),
        ("1.0 keep-alive", text("GET / HTTP/1.0\r\nconnection: keep-alive\r\n\r\n")),
        ("0.9", text("GET /\r\n")),
        ("OPTIONS *", text("OPTIONS * HTTP/1.1\r\nhost: x\r\n\r\n")),
        ("CONNECT", text("CONNECT x:443 HTTP/1.1\r\nhost: x:443\r\n\r\n")),
        ("absolute form", text("GET http://example.org/ HTTP/1.1\r\nhost: example.org\r\n\r\n")),
        ("absolute POST", text("POST http://x/output HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\r\nabc")),
        ("upgrade", text("GET / HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n")),
        ("HTTP/2 preface", text("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\x04\0\0\0\0\0")),
        ("TLS", vec![0x16, 3, 1, 2, 0, 1, 0, 1, 0xfc, 3, 3]),
        ("SSH", text("SSH-2.0-OpenSSH_9.6\r\n")),
        ("one byte", vec![b'G']),
        ("empty lines", text("\r\n\r\n\r\n\r\n")),
        ("malformed request line", text("HELLO WORLD\r\n\r\n")),
        ("bad version", text("GET / HTTP/7.3\r\nhost: x\r\n\r\n")),
        ("bad header", text("GET / HTTP/1.1\r\nho st x\r\n\r\n")),
        ("bad content-length", text("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: -3\r\n\r\nabc")),
        (
            "two lengths",
            text("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\ncontent-length: 4\r\n\r\nabc"),
        ),
        (
            "length and chunks",
            text(
                "POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: 3\r\n\
                 transfer-encoding: chunked\r\n\r\n0\r\n\r\n",
            ),
        ),
        ("unknown coding", text("POST /output HTTP/1.1\r\nhost: x\r\ntransfer-encoding: gzip\r\n\r\nabc")),
        (
            "bad chunk",
            text("POST /output HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\nzz\r\nabc\r\n"),
        ),
        ("many headers", text(&format!("GET / HTTP/1.1\r\nhost: x\r\n{many_headers}\r\n"))),
        ("header flood", text(&format!("GET / HTTP/1.1\r\nx: {}\r\n\r\n", "y".repeat(300_000)))),
        ("long URI", text(&format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "y".repeat(70_000)))),
        ("unfinished headers", text("POST /output HTTP/1.1\r\nhost: x\r\n")),
        ("unfinished body", text("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: 30\r\n\r\nabc")),
        (
            "expect, no body",
            text("POST /output HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n"),
        ),
        (
            "expect and body",
            text("POST /output HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\nabc"),
        ),
        (
            "expect what",
            text("POST /output HTTP/1.1\r\nhost: x\r\nexpect: tea\r\ncontent-length: 3\r\n\r\nabc"),
        ),
        (
            "oversize length",
            text("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: 9999999999\r\n\r\nabc"),
        ),
        ("oversize body", post(&[0x55; 200_000])),
        (
            "oversize chunks",
            text(&format!(
                "POST /output HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n{chunk}{chunk}0\r\n\r\n"
            )),
        ),
        ("two requests", text("GET / HTTP/1.1\r\nhost: x\r\n\r\nGET / HTTP/1.1\r\nhost: x\r\n\r\n")),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_strange_request_gets_the_same_bytes() {
    let peer = Peer::new(1, brisk());
    for (what, request) in strange_requests() {
        let (answer, clean) = say(peer.address(), &request).await;
        assert_eq!(String::from_utf8_lossy(&answer), String::from_utf8_lossy(BARE_404), "{what}");
        assert!(clean, "{what}: reset");
    }
    assert_eq!(peer.echo.admitted() + peer.echo.answered(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_that_ends_its_side_gets_them_too() {
    let peer = Peer::new(1, brisk());
    for (what, request) in strange_requests() {
        let stream = TcpStream::connect(peer.address()).await.unwrap();
        let write = async {
            let _ = write_all(&stream, &request).await;
            let _ = socket2::SockRef::from(&stream).shutdown(std::net::Shutdown::Write);
        };
        let (_, (answer, clean)) = tokio::join!(write, read_to_end(&stream));
        assert_eq!(String::from_utf8_lossy(&answer), String::from_utf8_lossy(BARE_404), "{what}");
        assert!(clean, "{what}: reset");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_says_nothing_is_told_nothing() {
    let peer = Peer::new(1, brisk());
    let stream = TcpStream::connect(peer.address()).await.unwrap();
    assert_eq!(read_to_end(&stream).await, (Vec::new(), true));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_real_hello_elsewhere_is_dark_and_leaves_nothing() {
    let peer = Peer::new(1, brisk());
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let (pending, hello) = PendingHello::new(&account(2), &peer.uid(), &mut rng).unwrap();
    let length = hello.len();
    for line in [
        "POST / HTTP/1.1",
        "PUT /output HTTP/1.1",
        "POST /output/ HTTP/1.1",
        "POST /Output HTTP/1.1",
        "POST /output HTTP/1.0",
    ] {
        let mut request = format!("{line}\r\nhost: x\r\ncontent-length: {length}\r\n\r\n").into_bytes();
        request.extend_from_slice(&hello);
        assert_eq!(say(peer.address(), &request).await, (BARE_404.to_vec(), true), "{line}");
    }
    // Where it belongs it is answered, and the answer says nothing but itself.
    let stream = TcpStream::connect(peer.address()).await.unwrap();
    write_all(&stream, &post(&hello)).await.unwrap();
    let (head, body) = read_message(&stream).await.unwrap();
    let lines: Vec<&str> = head.lines().collect();
    let length = format!("content-length: {}", body.len());
    assert_eq!(lines, ["HTTP/1.1 200 OK", "content-type: application/octet-stream", &length]);
    assert_eq!(*pending.finish(&body).unwrap().peer(), peer.uid());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_not_admitted_stays_in_the_dark() {
    let peer = Peer::new(1, brisk());
    peer.echo.admits.store(false, std::sync::atomic::Ordering::SeqCst);
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let (_, hello) = PendingHello::new(&account(2), &peer.uid(), &mut rng).unwrap();
    assert_eq!(say(peer.address(), &post(&hello)).await, (BARE_404.to_vec(), true));
    assert_eq!(peer.echo.admitted(), 1);
    // And a Hello to another UID is garbage.
    let (_, hello) = PendingHello::new(&account(2), &account(3).uid(), &mut rng).unwrap();
    assert_eq!(say(peer.address(), &post(&hello)).await, (BARE_404.to_vec(), true));
    assert_eq!(peer.echo.admitted(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn continue_is_swallowed_before_an_authentic_answer() {
    let peer = Peer::new(1, Limits::default());
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let (pending, hello) = PendingHello::new(&account(2), &peer.uid(), &mut rng).unwrap();
    let stream = TcpStream::connect(peer.address()).await.unwrap();
    let head = format!(
        "POST /output HTTP/1.1\r\nhost: x\r\nexpect: 100-continue\r\ncontent-length: {}\r\n\r\n",
        hello.len()
    );
    write_all(&stream, head.as_bytes()).await.unwrap();
    write_all(&stream, &hello).await.unwrap();
    let (head, body) = read_message(&stream).await.unwrap();
    assert!(head.starts_with("HTTP/1.1 200 OK"), "{head}");
    assert!(pending.finish(&body).is_ok());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn replays_change_nothing() {
    let peer = Peer::new(1, Limits::default());
    let mut rng = ChaCha20Rng::from_seed([9; 32]);
    let (pending, hello) = PendingHello::new(&account(2), &peer.uid(), &mut rng).unwrap();
    let session = pending.finish(&ask(peer.address(), &hello).await.unwrap()).unwrap();
    // Nothing was told to those above but the question who may come in.
    assert_eq!((peer.echo.admitted(), peer.echo.answered()), (1, 0));

    let (counter, first) = session.seal_request(&batch("bob")).unwrap();
    let answer = ask(peer.address(), &first).await.unwrap();
    assert!(session.open_answer(counter, &answer).is_ok());
    assert_eq!(peer.echo.answered(), 1);

    assert_eq!(ask(peer.address(), &first).await, None);
    assert_eq!(peer.echo.answered(), 1);

    for _ in 0..20 {
        assert!(ask(peer.address(), &hello).await.is_some());
    }
    assert_eq!(peer.echo.answered(), 1);
    let (counter, second) = session.seal_request(&batch("bob")).unwrap();
    let answer = ask(peer.address(), &second).await.expect("the session lives on");
    assert!(session.open_answer(counter, &answer).is_ok());

    // Sessions end when those above say so; another peer's are not touched.
    peer.listener.drop_sessions(&account(3).uid());
    let (_, third) = session.seal_request(&batch("bob")).unwrap();
    assert!(ask(peer.address(), &third).await.is_some());
    peer.listener.drop_sessions(&account(2).uid());
    let (_, fourth) = session.seal_request(&batch("bob")).unwrap();
    assert_eq!(ask(peer.address(), &fourth).await, None);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_lets_answers_out_and_nothing_in() {
    let peer = Arc::new(Peer::new(1, Limits::default()));
    let idle = TcpStream::connect(peer.address()).await.unwrap();
    let dialer = Arc::new(dialer(2));
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let parked = {
        let (dialer, mut dial) = (Arc::clone(&dialer), dial(peer.uid(), &[], Lane::Parked));
        dial.batch.park = Some(60);
        tokio::spawn(async move { exchange(&dialer, dial).await })
    };
    peer.echo.parked.notified().await;
    let closing = {
        let peer = Arc::clone(&peer);
        tokio::spawn(async move { peer.listener.close(STUCK).await })
    };
    assert_eq!(read_to_end(&idle).await, (Vec::new(), true));
    while TcpStream::connect(peer.address()).await.is_ok() {
        tokio::task::yield_now().await;
    }
    assert!(!peer.listener.is_listening());
    peer.echo.wake.notify_one();
    assert!(parked.await.unwrap().result.is_ok());
    closing.await.unwrap();
    assert_eq!(peer.listener.connections(), 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closing_does_not_wait_longer_than_it_should() {
    let peer = Peer::new(1, Limits::default());
    let dialer = Arc::new(dialer(2));
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let parked = {
        let (dialer, mut dial) = (Arc::clone(&dialer), dial(peer.uid(), &[], Lane::Parked));
        dial.batch.park = Some(60);
        tokio::spawn(async move { exchange(&dialer, dial).await })
    };
    peer.echo.parked.notified().await;
    peer.listener.close(Duration::ZERO).await;
    peer.echo.given_up.notified().await;
    assert!(parked.await.unwrap().result.is_err());
    // The address is free again.
    drop(Peer::at(1, Limits::default(), peer.listener.addresses()));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_parked_answer_ends_with_its_caller() {
    let peer = Peer::new(1, Limits::default());
    let dialer = Arc::new(dialer(2));
    assert!(exchange(&dialer, dial(peer.uid(), &[peer.address()], Lane::Items)).await.result.is_ok());
    let parked = {
        let (dialer, mut dial) = (Arc::clone(&dialer), dial(peer.uid(), &[], Lane::Parked));
        dial.batch.park = Some(60);
        tokio::spawn(async move { exchange(&dialer, dial).await })
    };
    peer.echo.parked.notified().await;
    parked.abort();
    tokio::time::timeout(STUCK, peer.echo.given_up.notified()).await.expect("stuck");
}

#[tokio::test]
async fn addresses_that_cannot_be_bound_say_why() {
    use pure2p_core::net::{ListenError, Listener};
    let peer = Peer::new(1, Limits::default());
    let bind = |address| {
        let answering = Arc::new(Answers(Arc::clone(&peer.echo)));
        Listener::bind(&[loopback(), address], account(1), answering, Limits::default(), rng(1))
    };
    assert!(matches!(bind(peer.address()), Err(ListenError::AddressInUse(a)) if a == peer.address()));
    let foreign = "192.0.2.1:20000".parse().unwrap();
    assert!(matches!(bind(foreign), Err(ListenError::NotAvailable(a)) if a == foreign));
}
