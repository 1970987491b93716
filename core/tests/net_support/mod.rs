//! A peer that answers, raw sockets, and servers that misbehave.
#![allow(dead_code, missing_docs, unreachable_pub, clippy::unwrap_used, clippy::indexing_slicing)]

use std::io::{self, Write};
use std::net::{Shutdown, SocketAddr};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use pure2p_core::identity::{Account, Uid};
use pure2p_core::net::{
    Answering, Boxed, Dial, DialConfig, Dialer, Dialled, Lane, Limits, Listener, Randomness,
};
use pure2p_core::wire::{Batch, Presence, WireAddress};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

pub const BARE_404: &[u8] = b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/// Nothing here takes that long; what does is stuck.
pub const STUCK: Duration = Duration::from_secs(60);

/// Says that something could not be tested as it should, past the hands of libtest, which keeps to itself what
/// passing tests print. On Linux the project's CI can do all that tests need, so there it is a failure.
/// (macOS gives a process at most some thousand descriptors, and its loopback has one address.)
pub fn untested(what: &str) {
    let _ = writeln!(io::stderr().lock(), "UNTESTED: {what}");
    let ci = std::env::var("CI").is_ok_and(|ci| ci == "true");
    assert!(!ci || !cfg!(target_os = "linux"), "UNTESTED, and this is CI: {what}");
}

pub fn rng(n: u8) -> Randomness {
    Box::new(ChaCha20Rng::from_seed([n; 32]))
}

pub fn account(n: u8) -> Arc<Account> {
    Arc::new(Account::generate(&mut ChaCha20Rng::from_seed([n; 32])))
}

pub fn loopback() -> SocketAddr {
    "127.0.0.1:0".parse().unwrap()
}

/// Answers every batch with the observed address and counts; parks requests that ask for it.
pub struct Echo {
    pub answered: AtomicUsize,
    pub admitted: AtomicUsize,
    pub admits: AtomicBool,
    pub knows: AtomicBool,
    /// Wakes parked requests.
    pub wake: Notify,
    /// Told when a request parks.
    pub parked: Notify,
    /// Told when a parked request was given up by its caller.
    pub given_up: Arc<Notify>,
}

impl Default for Echo {
    fn default() -> Self {
        Self {
            answered: AtomicUsize::new(0),
            admitted: AtomicUsize::new(0),
            admits: AtomicBool::new(true),
            knows: AtomicBool::new(true),
            wake: Notify::new(),
            parked: Notify::new(),
            given_up: Arc::default(),
        }
    }
}

impl Echo {
    pub fn answered(&self) -> usize {
        self.answered.load(Ordering::SeqCst)
    }
    pub fn admitted(&self) -> usize {
        self.admitted.load(Ordering::SeqCst)
    }
}

/// `Answering` by an `Arc<Echo>`, so that a future can hold it.
pub struct Answers(pub Arc<Echo>);

struct TellWhenDropped(Option<Arc<Notify>>);

impl Drop for TellWhenDropped {
    fn drop(&mut self) {
        if let Some(notify) = self.0.take() {
            notify.notify_one();
        }
    }
}

impl Answering for Answers {
    fn admits(&self, _: &Uid) -> bool {
        self.0.admitted.fetch_add(1, Ordering::SeqCst);
        self.0.admits.load(Ordering::SeqCst)
    }

    fn knows(&self, _: &Uid) -> bool {
        self.0.knows.load(Ordering::SeqCst)
    }

    fn answer(&self, _: Uid, from: SocketAddr, batch: Batch) -> Boxed<Option<Batch>> {
        let echo = Arc::clone(&self.0);
        Box::pin(async move {
            if batch.park.is_some() {
                let mut tell = TellWhenDropped(Some(Arc::clone(&echo.given_up)));
                echo.parked.notify_one();
                echo.wake.notified().await;
                tell.0 = None;
            }
            echo.answered.fetch_add(1, Ordering::SeqCst);
            Some(Batch {
                observed: Some(WireAddress(from)),
                presence: batch.presence,
                items: batch.items,
                ..Batch::default()
            })
        })
    }
}

pub struct Peer {
    pub account: Arc<Account>,
    pub listener: Listener,
    pub echo: Arc<Echo>,
}

impl Peer {
    pub fn new(n: u8, limits: Limits) -> Self {
        Self::at(n, limits, &[loopback()])
    }

    pub fn at(n: u8, limits: Limits, addresses: &[SocketAddr]) -> Self {
        let (account, echo) = (account(n), Arc::new(Echo::default()));
        let answering = Arc::new(Answers(Arc::clone(&echo)));
        let listener =
            Listener::bind(addresses, Arc::clone(&account), answering, limits, rng(n.wrapping_add(100)))
                .unwrap();
        Self { account, listener, echo }
    }

    pub fn address(&self) -> SocketAddr {
        self.listener.addresses()[0]
    }

    pub fn uid(&self) -> Uid {
        self.account.uid()
    }
}

pub fn dialer(n: u8) -> Dialer {
    Dialer::new(account(n), DialConfig::default(), rng(n.wrapping_add(200)))
}

pub fn batch(name: &str) -> Batch {
    let presence = Presence { name: Some(name.to_owned()), ..Presence::default() };
    Batch { presence: Some(presence), ..Batch::default() }
}

pub fn dial(peer: Uid, candidates: &[SocketAddr], lane: Lane) -> Dial {
    Dial { peer, candidates: candidates.to_vec(), batch: batch("bob"), lane }
}

/// An exchange that may not hang.
pub async fn exchange(dialer: &Dialer, dial: Dial) -> Dialled {
    tokio::time::timeout(STUCK, dialer.exchange(dial)).await.expect("stuck")
}

pub fn name_in(dialled: &Dialled) -> Option<&str> {
    dialled.result.as_ref().ok()?.presence.as_ref()?.name.as_deref()
}

/// Writes `bytes`, as far as the other side takes them.
pub async fn write_all(stream: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        stream.writable().await?;
        match stream.try_write(bytes) {
            Ok(n) => bytes = &bytes[n..],
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(e) => return Err(e),
        }
    }
    Ok(())
}

/// Reads until the other side is done (an error counts as that, but see `clean`).
pub async fn read_to_end(stream: &TcpStream) -> (Vec<u8>, bool) {
    let mut all = Vec::new();
    let clean = tokio::time::timeout(STUCK, async {
        let mut chunk = [0; 4096];
        loop {
            if stream.readable().await.is_err() {
                return false;
            }
            match stream.try_read(&mut chunk) {
                Ok(0) => return true,
                Ok(n) => all.extend_from_slice(&chunk[..n]),
                Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
                Err(_) => return false,
            }
        }
    })
    .await
    .expect("stuck");
    (all, clean)
}

/// Reads one HTTP message with a content-length: head and body.
pub async fn read_message(stream: &TcpStream) -> Option<(String, Vec<u8>)> {
    let mut all = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        if let Some(end) = all.windows(4).position(|w| w == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&all[..end]).into_owned();
            let length = head.to_ascii_lowercase();
            let length: usize = length
                .lines()
                .find_map(|l| l.strip_prefix("content-length: ")?.trim().parse().ok())
                .unwrap_or(0);
            if all.len() >= end + 4 + length {
                return Some((head, all[end + 4..end + 4 + length].to_vec()));
            }
        }
        stream.readable().await.ok()?;
        match stream.try_read(&mut chunk) {
            Ok(0) => return None,
            Ok(n) => all.extend_from_slice(&chunk[..n]),
            Err(e) if e.kind() == io::ErrorKind::WouldBlock => {}
            Err(_) => return None,
        }
    }
}

/// What the listener says to `bytes`, and whether it ended properly.
pub async fn say(to: SocketAddr, bytes: &[u8]) -> (Vec<u8>, bool) {
    let stream = TcpStream::connect(to).await.unwrap();
    // It may answer and stop listening before all is written.
    let (_, answer) = tokio::join!(write_all(&stream, bytes), read_to_end(&stream));
    answer
}

/// A request of `body` to `/output`.
pub fn post(body: &[u8]) -> Vec<u8> {
    let mut request =
        format!("POST /output HTTP/1.1\r\nhost: x\r\ncontent-length: {}\r\n\r\n", body.len()).into_bytes();
    request.extend_from_slice(body);
    request
}

/// The body of the 200 to `body`, `None` for the bare 404.
pub async fn ask(to: SocketAddr, body: &[u8]) -> Option<Vec<u8>> {
    let stream = TcpStream::connect(to).await.unwrap();
    let request = post(body);
    let (_, answer) = tokio::join!(write_all(&stream, &request), read_message(&stream));
    let (head, body) = answer.unwrap();
    if head.starts_with("HTTP/1.1 200 ") {
        return Some(body);
    }
    assert_eq!([head.as_bytes(), b"\r\n\r\n"].concat(), BARE_404);
    None
}

/// A server that reads a request and answers every one with `answer`, then ends its side.
/// Gives its address and how many connections it took.
pub async fn canned(answer: Vec<u8>) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(loopback()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            let answer = answer.clone();
            tokio::spawn(async move {
                let _ = read_message(&stream).await;
                let _ = write_all(&stream, &answer).await;
                let _ = socket2::SockRef::from(&stream).shutdown(Shutdown::Write);
                let _ = read_to_end(&stream).await;
            });
        }
    });
    (address, accepted)
}

/// A server that accepts and never says a word.
pub async fn silent() -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(loopback()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    tokio::spawn(async move {
        let mut held = Vec::new();
        while let Ok((stream, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            held.push(stream);
        }
    });
    (address, accepted)
}

/// A door at which not even a SYN is answered: the queue behind it is full and nobody accepts. Lasts as
/// long as it is held. (How other systems than Linux treat a full queue differs.)
#[cfg(target_os = "linux")]
pub struct Mute {
    pub address: SocketAddr,
    _held: (socket2::Socket, Vec<TcpStream>),
}

#[cfg(target_os = "linux")]
impl Mute {
    pub async fn new() -> Self {
        let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        socket.bind(&loopback().into()).unwrap();
        socket.listen(0).unwrap();
        let address = socket.local_addr().unwrap().as_socket().unwrap();
        let mut held = Vec::new();
        // Silence shows by lasting. (Linux asks again after a second; loopback answers at once.)
        let patience = Duration::from_millis(500);
        while let Ok(stream) = tokio::time::timeout(patience, TcpStream::connect(address)).await {
            held.push(stream.unwrap());
            assert!(held.len() < 64, "the queue does not fill");
        }
        Self { address, _held: (socket, held) }
    }
}

/// Carries connections to `to`, byte for byte, and counts them.
pub async fn relay(to: SocketAddr) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind(loopback()).await.unwrap();
    let address = listener.local_addr().unwrap();
    let accepted = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&accepted);
    tokio::spawn(async move {
        while let Ok((near, _)) = listener.accept().await {
            count.fetch_add(1, Ordering::SeqCst);
            tokio::spawn(async move {
                let Ok(far) = TcpStream::connect(to).await else { return };
                tokio::join!(carry(&near, &far), carry(&far, &near));
            });
        }
    });
    (address, accepted)
}

async fn carry(from: &TcpStream, to: &TcpStream) {
    let mut chunk = [0; 4096];
    loop {
        if from.readable().await.is_err() {
            break;
        }
        match from.try_read(&mut chunk) {
            Ok(0) => break,
            Ok(n) if write_all(to, &chunk[..n]).await.is_err() => break,
            Err(e) if e.kind() != io::ErrorKind::WouldBlock => break,
            _ => {}
        }
    }
    let _ = socket2::SockRef::from(to).shutdown(Shutdown::Write);
}
