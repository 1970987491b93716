//! A session: sealed bodies between two peers after a handshake.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use sha2::{Digest, Sha256};
use snow::{HandshakeState, StatelessTransportState};

use super::batch::Batch;
use super::error::WireError;
use super::noise::TAG;
use super::replay::{ReplayWindow, Unanswered};
use super::{MAX_BODY, codec, padding};
use crate::identity::Uid;

/// How many requests a session carries, from counter 0. Then it is time for fresh keys.
pub const MAX_REQUESTS: u64 = 1 << 20;
/// The largest batch that one body holds, in bytes of CBOR.
pub const MAX_BATCH: usize = MAX_BODY - HEADER - TAG - LENGTH;

/// Session id and counter before a request's ciphertext.
const HEADER: usize = 16 + 8;
/// The batch's length before the batch.
const LENGTH: usize = 4;

/// Names a session on the wire: the first 16 bytes of SHA-256(`pure2p/1 session` ‖ handshake hash), which
/// both sides know without being told.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct SessionId(pub [u8; 16]);

impl SessionId {
    /// The session that `body` claims to belong to (its first 16 bytes).
    pub fn of_body(body: &[u8]) -> Option<Self> {
        body.first_chunk().copied().map(Self)
    }

    fn of_handshake(hash: &[u8]) -> Self {
        let hash = Sha256::new().chain_update(b"pure2p/1 session").chain_update(hash).finalize();
        Self(hash.first_chunk().copied().unwrap_or_default())
    }
}

/// What the peer said of itself in the handshake.
#[derive(Clone, Copy)]
pub(super) struct Announced {
    pub(super) highest_version: u16,
    pub(super) features: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Role {
    Initiator,
    Responder,
}

/// Two keys, one per direction, and what they have been used for.
///
/// Requests count up from 0 and their counter is the AES-GCM nonce. The answer to a request is sealed
/// under the *same* number with the other direction's key: it opens for its own request only, and as a
/// request is opened once and answered once, no nonce meets a key twice. All of it lives in memory only;
/// the keys are wiped on drop. Any number of threads may use a session at once.
pub struct Session {
    id: SessionId,
    peer: Uid,
    role: Role,
    announced: Announced,
    transport: StatelessTransportState,
    /// Initiator: the counter of the next request.
    next: AtomicU64,
    /// Which requests were opened (responder) and which wait for their answer (both).
    seen: Mutex<Seen>,
}

#[derive(Default)]
struct Seen {
    window: ReplayWindow,
    unanswered: Unanswered,
}

impl Session {
    pub(super) fn new(
        handshake: HandshakeState,
        peer: Uid,
        role: Role,
        announced: Announced,
    ) -> Result<Self, WireError> {
        let id = SessionId::of_handshake(handshake.get_handshake_hash());
        let transport = handshake.into_stateless_transport_mode().map_err(|_| WireError::Handshake)?;
        Ok(Self { id, peer, role, announced, transport, next: AtomicU64::new(0), seen: Mutex::default() })
    }

    /// This session's name.
    pub fn id(&self) -> SessionId {
        self.id
    }

    /// Whose key is at the other end. To a responder this is a claim until the first request opened.
    pub fn peer(&self) -> &Uid {
        &self.peer
    }

    /// Whether this side said Hello, and so sends the requests.
    pub fn is_initiator(&self) -> bool {
        self.role == Role::Initiator
    }

    /// The highest protocol version that the peer speaks, as authentic as [`Session::peer`].
    pub fn peer_version(&self) -> u16 {
        self.announced.highest_version
    }

    /// The feature bits that the peer has, as authentic as [`Session::peer`].
    pub fn peer_features(&self) -> u64 {
        self.announced.features
    }

    /// Initiator: seals the next request; gives the counter that its answer must open under.
    ///
    /// # Errors
    /// [`WireError::Role`]; [`WireError::TooLarge`] for a batch above [`MAX_BATCH`];
    /// [`WireError::Exhausted`] after [`MAX_REQUESTS`].
    pub fn seal_request(&self, batch: &Batch) -> Result<(u64, Vec<u8>), WireError> {
        self.seal_request_plaintext(&plaintext(HEADER + TAG, batch)?)
    }

    pub(super) fn seal_request_plaintext(&self, plaintext: &[u8]) -> Result<(u64, Vec<u8>), WireError> {
        self.expect(Role::Initiator)?;
        let counter = self
            .next
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, |next| {
                (next < MAX_REQUESTS).then_some(next + 1)
            })
            .map_err(|_| WireError::Exhausted)?;
        let mut body = Vec::with_capacity(HEADER + plaintext.len() + TAG);
        body.extend_from_slice(&self.id.0);
        body.extend_from_slice(&counter.to_be_bytes());
        self.seal(counter, plaintext, &mut body)?;
        self.seen().unanswered.begin(counter);
        Ok((counter, body))
    }

    /// Initiator: opens the answer to the request with this counter.
    ///
    /// # Errors
    /// [`WireError::Role`]; [`WireError::Replay`] if that request was never sealed or has its answer;
    /// [`WireError::Opening`]; [`WireError::Malformed`].
    pub fn open_answer(&self, counter: u64, body: &[u8]) -> Result<Batch, WireError> {
        self.expect(Role::Initiator)?;
        if !self.seen().unanswered.is_open(counter) {
            return Err(WireError::Replay);
        }
        let plaintext = self.open(counter, body)?;
        if !self.seen().unanswered.end(counter) {
            return Err(WireError::Replay);
        }
        batch(&plaintext)
    }

    /// Responder: opens a request, once. The first one that opens proves who [`Session::peer`] is.
    ///
    /// # Errors
    /// [`WireError::Role`]; [`WireError::NotForUs`]; [`WireError::Replay`] for a counter that was opened
    /// before or is more than 1,023 behind the highest; [`WireError::Exhausted`]; [`WireError::Opening`];
    /// [`WireError::Malformed`], which is authentic nonsense: the counter is used up.
    pub fn open_request(&self, body: &[u8]) -> Result<(u64, Batch), WireError> {
        self.expect(Role::Responder)?;
        let (id, rest) =
            body.split_first_chunk::<16>().ok_or(WireError::Malformed("shorter than its header"))?;
        let (counter, ciphertext) =
            rest.split_first_chunk().ok_or(WireError::Malformed("shorter than its header"))?;
        if *id != self.id.0 {
            return Err(WireError::NotForUs);
        }
        let counter = u64::from_be_bytes(*counter);
        if counter >= MAX_REQUESTS {
            return Err(WireError::Exhausted);
        }
        if !self.seen().window.is_new(counter) {
            return Err(WireError::Replay);
        }
        // Unlocked, so that forgeries don't hold up the authentic. Of two copies that both open, the one
        // that marks the counter first is the one.
        let plaintext = self.open(counter, ciphertext)?;
        {
            let mut seen = self.seen();
            if !seen.window.mark(counter) {
                return Err(WireError::Replay);
            }
            seen.unanswered.begin(counter);
        }
        Ok((counter, batch(&plaintext)?))
    }

    /// Responder: seals the answer to the request with this counter, once.
    ///
    /// # Errors
    /// [`WireError::Role`]; [`WireError::TooLarge`] for a batch above [`MAX_BATCH`], which leaves the
    /// request open for a smaller one; [`WireError::Replay`] if that request was not opened or has its
    /// answer.
    pub fn seal_answer(&self, counter: u64, batch: &Batch) -> Result<Vec<u8>, WireError> {
        self.expect(Role::Responder)?;
        let plaintext = plaintext(TAG, batch)?;
        if !self.seen().unanswered.end(counter) {
            return Err(WireError::Replay);
        }
        let mut body = Vec::with_capacity(plaintext.len() + TAG);
        self.seal(counter, &plaintext, &mut body)?;
        Ok(body)
    }

    /// Lets a test begin near the end.
    #[cfg(test)]
    pub(super) fn skip_to(&self, counter: u64) {
        self.next.store(counter, Ordering::Relaxed);
    }

    fn expect(&self, role: Role) -> Result<(), WireError> {
        if self.role == role { Ok(()) } else { Err(WireError::Role) }
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        // Nothing panics while holding it, and a half-made change would only refuse too much.
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Appends the ciphertext of `plaintext` to `body`.
    fn seal(&self, counter: u64, plaintext: &[u8], body: &mut Vec<u8>) -> Result<(), WireError> {
        let (start, len) = (body.len(), plaintext.len() + TAG);
        body.resize(start + len, 0);
        let place = body.get_mut(start..).unwrap_or_default();
        match self.transport.write_message(counter, plaintext, place) {
            Ok(written) if written == len => Ok(()),
            _ => Err(WireError::TooLarge),
        }
    }

    fn open(&self, counter: u64, ciphertext: &[u8]) -> Result<Vec<u8>, WireError> {
        let len = ciphertext.len().checked_sub(TAG).ok_or(WireError::Opening)?;
        if ciphertext.len() > MAX_BODY {
            return Err(WireError::TooLarge);
        }
        let mut plaintext = vec![0; len];
        let read = self.transport.read_message(counter, ciphertext, &mut plaintext);
        if read.is_ok_and(|read| read == len) { Ok(plaintext) } else { Err(WireError::Opening) }
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("peer", &self.peer).field("role", &self.role).finish_non_exhaustive()
    }
}

/// Length (four bytes, big-endian), CBOR, zeros.
fn plaintext(overhead: usize, batch: &Batch) -> Result<Vec<u8>, WireError> {
    let cbor = codec::encode(batch);
    if cbor.len() > MAX_BATCH {
        return Err(WireError::TooLarge);
    }
    let len = u32::try_from(cbor.len()).map_err(|_| WireError::TooLarge)?;
    padding::pad(overhead, &len.to_be_bytes(), &cbor)
}

/// Reads what [`plaintext`] wrote.
pub(super) fn batch(plaintext: &[u8]) -> Result<Batch, WireError> {
    let (len, padded) =
        plaintext.split_first_chunk().ok_or(WireError::Malformed("a body without a length"))?;
    let len = usize::try_from(u32::from_be_bytes(*len)).map_err(|_| WireError::TooLarge)?;
    codec::decode(padding::unpad(len, padded)?)
}
