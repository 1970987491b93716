//! The listening side: sockets, the accept loops and their end.

use std::fmt;
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use socket2::{Domain, Protocol, Socket, Type};
use tokio::net::{TcpListener, TcpStream};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::accepting::{Failures, Next, PAUSE};
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
    /// A socket does not accept any more, for whatever reason.
    deaf: CancellationToken,
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
            deaf: CancellationToken::new(),
            hall,
        };
        for (socket, _) in sockets {
            listener.hall.tracker.spawn(accept_all(
                socket,
                Arc::clone(&listener.hall),
                listener.leaving.clone(),
                listener.gone.clone(),
                listener.deaf.clone(),
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
        !self.leaving.is_cancelled() && !self.deaf.is_cancelled()
    }

    /// Waits until [`Self::is_listening`] is false: after [`Listener::close`], and when the system took a
    /// socket away (which phones do to apps that sleep) without anybody asking for it. Outlives the listener.
    pub fn deaf(&self) -> impl Future<Output = ()> + Send + use<> {
        self.deaf.clone().cancelled_owned()
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

/// What is accepted from: the system's socket, or a test's idea of one.
trait Door: Send + 'static {
    fn accept(&self) -> impl Future<Output = io::Result<(TcpStream, SocketAddr)>> + Send;
}

impl Door for TcpListener {
    fn accept(&self) -> impl Future<Output = io::Result<(TcpStream, SocketAddr)>> + Send {
        Self::accept(self)
    }
}

async fn accept_all(
    socket: impl Door,
    hall: Arc<Hall>,
    leaving: CancellationToken,
    gone: CancellationToken,
    deaf: CancellationToken,
) {
    // Whatever ends this, a panic included, is known.
    let _deaf = deaf.drop_guard();
    let mut failures = Failures::default();
    loop {
        let accepted = tokio::select! {
            biased;
            () = leaving.cancelled() => return,
            accepted = socket.accept() => accepted,
        };
        let reason = match accepted {
            Ok((stream, from)) => {
                failures = Failures::default();
                receive(stream, from, &hall, &leaving, &gone);
                continue;
            }
            Err(reason) => reason,
        };
        match failures.after(&reason) {
            Next::Accept => continue,
            Next::Pause => tracing::debug!(%reason, "accept failed"),
            Next::MakeRoom => {
                tracing::debug!(%reason, "accept failed for want of something");
                let _ = lock(&hall.gate).make_room(Instant::now()); // Else somebody will leave some day.
            }
            Next::Give => {
                tracing::warn!(%reason, "the system took a listening socket away");
                return;
            }
        }
        tokio::select! {
            () = leaving.cancelled() => return,
            () = sleep(PAUSE) => {}
        }
    }
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

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::VecDeque;

    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::*;
    use crate::net::Boxed;
    use crate::wire::Batch;

    /// Nothing here takes that long; what does is stuck.
    const STUCK: Duration = Duration::from_secs(60);

    struct Nobody;

    impl Answering for Nobody {
        fn admits(&self, _: &Uid) -> bool {
            false
        }
        fn knows(&self, _: &Uid) -> bool {
            false
        }
        fn answer(&self, _: Uid, _: SocketAddr, _: Batch) -> Boxed<Option<Batch>> {
            Box::pin(async { None })
        }
    }

    fn listener(addresses: &[SocketAddr]) -> Listener {
        let account = Arc::new(Account::generate(&mut ChaCha20Rng::from_seed([1; 32])));
        let rng = Box::new(ChaCha20Rng::from_seed([2; 32]));
        Listener::bind(addresses, account, Arc::new(Nobody), Limits::default(), rng).unwrap()
    }

    /// Fails as often as it is told to, and is the real socket from then on.
    struct Failing(Mutex<VecDeque<i32>>, TcpListener);

    impl Door for Failing {
        async fn accept(&self) -> io::Result<(TcpStream, SocketAddr)> {
            let next = lock(&self.0).pop_front();
            match next {
                Some(code) => Err(io::Error::from_raw_os_error(code)),
                None => self.1.accept().await,
            }
        }
    }

    fn serve_at(listener: &Listener, door: impl Door) {
        listener.hall.tracker.spawn(accept_all(
            door,
            Arc::clone(&listener.hall),
            listener.leaving.clone(),
            listener.gone.clone(),
            listener.deaf.clone(),
        ));
    }

    /// What is answered to nonsense.
    async fn answer_at(address: SocketAddr) -> Vec<u8> {
        let stream = TcpStream::connect(address).await.unwrap();
        stream.writable().await.unwrap();
        assert_eq!(stream.try_write(b"x\r\n\r\n").unwrap(), 5);
        let (mut all, mut chunk) = (Vec::new(), [0; 128]);
        loop {
            stream.readable().await.unwrap();
            match stream.try_read(&mut chunk) {
                Ok(0) => return all,
                Ok(n) => all.extend(chunk.iter().take(n)),
                Err(error) => assert_eq!(error.kind(), io::ErrorKind::WouldBlock),
            }
        }
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn no_descriptors_for_a_while_is_not_the_end() {
        let listener = listener(&[]);
        let socket = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let to = socket.local_addr().unwrap();
        // EMFILE and ENFILE, more often than a dead socket would be looked at.
        serve_at(&listener, Failing(Mutex::new([24, 23].repeat(10).into()), socket));
        let answer = timeout(STUCK, answer_at(to)).await.unwrap();
        assert_eq!(answer, super::super::dark::BARE_404);
        assert!(listener.is_listening());
    }

    #[tokio::test]
    async fn who_wants_to_know_hears_of_a_socket_that_was_taken_away() {
        // A real one where that can be done, the system's word for it elsewhere (EBADF, WSAENOTSOCK).
        let listener = listener(&[]);
        let socket = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let dead = if cfg!(windows) { 10_038 } else { 9 };
        let failures = if cfg!(target_os = "linux") { 0 } else { 100 };
        let again = socket2::SockRef::from(&socket).try_clone().unwrap();
        serve_at(&listener, Failing(Mutex::new(vec![dead; failures].into()), socket));
        let deaf = listener.deaf();
        assert!(listener.is_listening());
        if cfg!(target_os = "linux") {
            again.shutdown(std::net::Shutdown::Both).unwrap();
        }
        timeout(STUCK, deaf).await.unwrap();
        assert!(!listener.is_listening());
    }

    #[tokio::test]
    async fn closing_ends_the_listening_too() {
        let listener = listener(&["127.0.0.1:0".parse().unwrap()]);
        let deaf = listener.deaf();
        listener.close(Duration::ZERO).await;
        timeout(STUCK, deaf).await.unwrap();
        assert!(!listener.is_listening());
    }
}
