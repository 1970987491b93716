//! What crosses the network, as bytes: Hello, sessions, sealed bodies, padding, CBOR. No sockets, no clock.
//!
//! Two kinds of body exist. A *Hello* ([`PendingHello::new`], [`answer_hello`]) is Noise
//! `IK_25519_AESGCM_SHA256` behind a MAC that only who knows the answerer's UID can make; it gives both
//! sides a [`Session`]. A *Sealed* body carries a [`Batch`] in such a session: who said Hello sends
//! requests, the other side answers, and the side that wants to ask back says a Hello of its own.
//!
//! **A Hello proves nothing to who answers it**: it can be replayed, and forged by who holds the answerer's
//! key. The answerer's session is provisional until the first request opens on it
//! ([`Session::open_request`]), which takes the private key of [`Session::peer`]. To who *said* Hello the
//! answer does prove who answered.

pub mod batch;
pub mod codec;
mod error;
pub mod fuzzing;
mod hello;
pub mod items;
mod noise;
mod padding;
mod replay;
mod session;
#[cfg(test)]
mod tests;

pub use batch::{Batch, Item, ItemId, ItemVerdict, Presence, Verdict};
pub use codec::WireAddress;
pub use error::WireError;
pub use hello::{MAX_HELLO, PendingHello, VERSION, answer_hello, is_hello};
pub use padding::padded_len;
pub use session::{MAX_BATCH, MAX_REQUESTS, Session, SessionId};

/// The largest body in either direction, in bytes: one Noise message.
pub const MAX_BODY: usize = 65_535;
/// The smallest body in either direction, in bytes.
pub const MIN_BODY: usize = 512;
