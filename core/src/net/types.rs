//! What `net` says to those above it.

use std::future::Future;
use std::net::SocketAddr;
use std::pin::Pin;

use crate::identity::Uid;
use crate::wire::Batch;

/// Why an exchange with a peer did not happen. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum DialError {
    /// Something answered that is not an authentic answer of this peer.
    #[error("the answer was not authentic")]
    BadAnswer,
    /// This side closed the exchange (background, network change).
    #[error("given up by this side")]
    Cancelled,
    /// Somebody answered with the bare 404: not this peer, not here any more, or not for us.
    #[error("nobody there knows this contact")]
    Dark,
    /// No address to try.
    #[error("no address")]
    NoAddress,
    /// The connection was refused or reset.
    #[error("refused")]
    Refused,
    /// Nothing answered in time.
    #[error("silent")]
    Silent,
    /// No free socket, or the system is out of something.
    #[error("this device is out of sockets")]
    Starved,
    /// The request does not fit into one body; the session lives on.
    #[error("more than fits into one body")]
    TooLarge,
    /// The system has no route there (offline, other network).
    #[error("no route")]
    Unreachable,
}

/// Which share of the sockets an exchange may use. Messages never wait behind greetings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Lane {
    /// Presence at launch and probes: may have to queue for a socket.
    Greeting,
    /// Something waits for the peer, or a chat is open.
    Items,
    /// A parked request: the answer may take minutes, but only at a peer that already answered.
    Parked,
}

/// One exchange to make.
#[derive(Debug)]
pub struct Dial {
    /// With whom.
    pub peer: Uid,
    /// Addresses, best first. An existing session's address is used before any of them.
    pub candidates: Vec<SocketAddr>,
    /// The request.
    pub batch: Batch,
    /// Which share of the sockets.
    pub lane: Lane,
}

/// What came of a [`Dial`].
#[derive(Debug)]
pub struct Dialled {
    /// Every address that was tried, in order of completion, and why it failed (`None`: it is the one that answered).
    pub tried: Vec<(SocketAddr, Option<DialError>)>,
    /// The peer's authentic answer, or why there is none.
    pub result: Result<Batch, DialError>,
}

/// A future that lives on the heap.
pub type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// What the listener asks those above it. Called with authenticated requests only.
pub trait Answering: Send + Sync + 'static {
    /// May this key have a session at all? (Cheap, synchronous; asked once per Hello, after its
    /// handshake opened. `false`: the bare 404.)
    fn admits(&self, peer: &Uid) -> bool;

    /// Is this an accepted contact? Only their connections and sources go before everybody else's: a
    /// stranger's key costs nothing. (Cheap, synchronous; asked once per request.)
    fn knows(&self, peer: &Uid) -> bool;

    /// An authentic request of `peer`, seen from `from`; the answer to seal, or `None` for the bare
    /// 404. The future is dropped when the caller's connection ends.
    fn answer(&self, peer: Uid, from: SocketAddr, batch: Batch) -> Boxed<Option<Batch>>;
}
