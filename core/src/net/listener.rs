//! The listening side: sockets, the accept loops and their end.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::connection::serve;
use super::dark::Progress;
use super::dice::{Dice, Randomness};
use super::gate::{Gate, Source};
use super::limits::Limits;
use super::lock;
use super::output::Hall;
use super::queue::HandshakeQueue;
use super::reception::Reception;
use super::types::Answering;
use crate::identity::{Account, Uid};

/// Connections that the system may hold for us between two accepts.
const BACKLOG: i32 = 1024;
/// A pause after an accept that failed for want of something.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);
/// So many failures in a row mean that the system took the socket away (iOS does, on suspension).
const ACCEPT_FAILURES: u32 = 16;

/// Why there is no listener. Alphabetical.
#[derive(Debug, thiserror::Error)]
pub enum ListenError {
    /// Somebody else listens there.
    #[error("{0} is taken")]
    AddressInUse(SocketAddr),
    /// The system has no such address (any more).
    #[error("{0} is not an address of this device")]
    NotAvailable(SocketAddr),
    /// The system said something else.
    #[error("cannot listen on {0}: {1}")]
    Other(SocketAddr, #[source] io::Error),
    /// The system does not let us.
    #[error("not allowed to listen on {0}")]
    Permission(SocketAddr),
}

/// A dark listener: the bare 404 for everybody, an authentic 200 for those who know the UID and are
/// admitted. Dropping it ends everything at once; [`Listener::close`] does so with manners.
pub struct Listener {
    hall: Arc<Hall>,
    addresses: Vec<SocketAddr>,
    /// Nothing new any more.
    leaving: CancellationToken,
    /// Nothing at all any more.
    gone: CancellationToken,
    listening: Arc<AtomicUsize>,
}

impl Listener {
    /// Listens on every one of `addresses` (port 0: the system picks one) and serves at once, on
    /// the runtime that this is called in. IPv6 sockets take IPv6 only.
    ///
    /// # Errors
    /// The first address that cannot be bound, as [`ListenError`]; then none is.
    pub fn bind(
        addresses: &[SocketAddr],
        account: Arc<Account>,
        answering: Arc<dyn Answering>,
        limits: Limits,
        rng: Randomness,
    ) -> Result<Self, ListenError> {
        let mut sockets = Vec::with_capacity(addresses.len());
        for address in addresses {
            let socket = listen(*address).map_err(|reason| ListenError::of(*address, reason))?;
            let bound = socket.local_addr().map_err(|reason| ListenError::Other(*address, reason))?;
            sockets.push((socket, bound));
        }
        let dice = Arc::new(Dice::new(rng));
        let hall = Arc::new(Hall {
            account,
            answering,
            gate: Mutex::new(Gate::new(limits.clone(), Arc::clone(&dice))),
            queue: HandshakeQueue::new(limits.handshakes_at_once, limits.handshake_queue, Arc::clone(&dice)),
            reception: Mutex::new(Reception::new(limits.clone(), Arc::clone(&dice))),
            tracker: TaskTracker::new(),
            limits,
            dice,
        });
        let listener = Self {
            addresses: sockets.iter().map(|(_, bound)| *bound).collect(),
            leaving: CancellationToken::new(),
            gone: CancellationToken::new(),
            listening: Arc::new(AtomicUsize::new(sockets.len())),
            hall,
        };
        for (socket, _) in sockets {
            listener.hall.tracker.spawn(accept_all(
                socket,
                Arc::clone(&listener.hall),
                listener.leaving.clone(),
                listener.gone.clone(),
                Arc::clone(&listener.listening),
            ));
        }
        Ok(listener)
    }

    /// Where it really listens, in the order of the addresses given to [`Listener::bind`].
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Whether every socket still accepts. `false` after [`Listener::close`], and when the system
    /// took a socket away: bind anew then.
    pub fn is_listening(&self) -> bool {
        !self.leaving.is_cancelled() && self.listening.load(Ordering::Relaxed) == self.addresses.len()
    }

    /// Connections at the moment.
    pub fn connections(&self) -> usize {
        lock(&self.hall.gate).len()
    }

    /// Ends the sessions that `peer` began, and what its connections had before those of strangers.
    pub fn drop_sessions(&self, peer: &Uid) {
        lock(&self.hall.reception).drop_peer(peer);
        lock(&self.hall.gate).forget(peer);
    }

    /// Stops accepting at once, gives answers in flight until `within` from now to get out, then
    /// ends every connection and forgets every session. Nothing runs after it. Idempotent.
    pub async fn close(&self, within: Duration) {
        self.leaving.cancel();
        self.hall.tracker.close();
        if timeout(within, self.hall.tracker.wait()).await.is_err() {
            self.gone.cancel();
            self.hall.tracker.wait().await;
        }
        self.gone.cancel();
        lock(&self.hall.reception).clear();
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.leaving.cancel();
        self.gone.cancel();
        lock(&self.hall.reception).clear();
    }
}

impl fmt::Debug for Listener {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Listener").field("sockets", &self.addresses.len()).finish_non_exhaustive()
    }
}

impl ListenError {
    fn of(address: SocketAddr, reason: io::Error) -> Self {
        match reason.kind() {
            io::ErrorKind::AddrInUse => Self::AddressInUse(address),
            io::ErrorKind::AddrNotAvailable => Self::NotAvailable(address),
            io::ErrorKind::PermissionDenied => Self::Permission(address),
            _ => Self::Other(address, reason),
        }
    }
}

fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = Socket::new(Domain::for_address(address), Type::STREAM, Some(Protocol::TCP))?;
    if address.is_ipv6() {
        socket.set_only_v6(true)?;
    }
    // On Unix: listen again while old connections are in TIME_WAIT. On Windows it would let others
    // take the port.
    #[cfg(not(windows))]
    socket.set_reuse_address(true)?;
    socket.set_nonblocking(true)?;
    socket.bind(&address.into())?;
    socket.listen(BACKLOG)?;
    TcpListener::from_std(socket.into())
}

async fn accept_all(
    socket: TcpListener,
    hall: Arc<Hall>,
    leaving: CancellationToken,
    gone: CancellationToken,
    listening: Arc<AtomicUsize>,
) {
    let mut failures = 0;
    while failures < ACCEPT_FAILURES {
        let accepted = tokio::select! {
            biased;
            () = leaving.cancelled() => break,
            accepted = socket.accept() => accepted,
        };
        match accepted {
            Ok((stream, from)) => {
                failures = 0;
                receive(stream, from, &hall, &leaving, &gone);
            }
            // That one connection died in the queue.
            Err(reason) if is_the_callers(&reason) => {}
            Err(reason) => {
                tracing::debug!(%reason, "accept failed");
                // Out of descriptors, most likely; that does not count as a dead socket.
                if lock(&hall.gate).make_room(Instant::now()).is_none() {
                    failures += 1;
                }
                tokio::select! {
                    () = leaving.cancelled() => break,
                    () = sleep(ACCEPT_PAUSE) => {}
                }
            }
        }
    }
    listening.fetch_sub(1, Ordering::Relaxed);
}

fn is_the_callers(reason: &io::Error) -> bool {
    matches!(
        reason.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

fn receive(
    stream: TcpStream,
    from: SocketAddr,
    hall: &Arc<Hall>,
    leaving: &CancellationToken,
    gone: &CancellationToken,
) {
    let progress = Arc::new(Progress::new(&hall.limits));
    let cut = gone.child_token();
    let admitted = lock(&hall.gate).admit(Source::from(from), &cut, Instant::now());
    let Some(id) = admitted else { return };
    let _ = stream.set_nodelay(true);
    let (hall, leaving) = (Arc::clone(hall), leaving.clone());
    hall.tracker.clone().spawn(async move {
        let _place = Place { hall: Arc::clone(&hall), id };
        serve(stream, from, id, hall, progress, leaving, cut).await;
    });
}

/// Gives a connection's place in the gate back, whatever ends its task.
struct Place {
    hall: Arc<Hall>,
    id: u64,
}

impl Drop for Place {
    fn drop(&mut self) {
        lock(&self.hall.gate).leave(self.id);
    }
}
