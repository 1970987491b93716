//! Hello and its answer: a Noise IK handshake that who does not know the UID cannot even begin.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use rand_core::CryptoRng;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use snow::{Builder, HandshakeState};

use super::error::WireError;
use super::noise::{KEY, PATTERN, Primitives, TAG};
use super::session::{Announced, Role, Session};
use super::{codec, padding};
use crate::identity::{Account, Uid};

/// The version of the protocol that this crate speaks.
pub const VERSION: u16 = 1;
/// The longest Hello or answer to one that is looked at, in bytes: 8 KiB of payload, padded.
pub const MAX_HELLO: usize = 8_704;

/// Features this version has beyond the plain protocol, one bit each.
const FEATURES: u64 = 0;
/// The longest payload, in bytes of CBOR: room for the keys of a hybrid KEM in a later version.
const MAX_PAYLOAD: usize = 8 * 1024;
const MAC: usize = 16;
/// What message 1 of IK adds to its payload: an ephemeral key, an encrypted static key, a tag.
const OVERHEAD_1: usize = KEY + (KEY + TAG) + TAG;
/// What message 2 adds: an ephemeral key, a tag.
const OVERHEAD_2: usize = KEY + TAG;

/// Our half of a handshake that the peer has not answered yet.
pub struct PendingHello {
    handshake: HandshakeState,
    peer: Uid,
}

impl PendingHello {
    /// Message 1 to `peer` and its body. Draws 32 bytes from `rng`: the ephemeral private key.
    ///
    /// # Errors
    /// [`WireError::PeerKey`] if `peer` is the account itself.
    pub fn new(account: &Account, peer: &Uid, rng: &mut dyn CryptoRng) -> Result<(Self, Vec<u8>), WireError> {
        if *peer == account.uid() {
            return Err(WireError::PeerKey);
        }
        let secret = account.noise_secret();
        let (theirs, prologue) = (peer.x25519(), prologue(peer));
        let mut handshake = builder(rng, secret.as_ref(), &prologue)?
            .remote_public_key(&theirs)
            .and_then(Builder::build_initiator)
            .map_err(|_| WireError::Handshake)?;
        let payload = Payload::ours().encode(MAC + OVERHEAD_1)?;
        let message = write(&mut handshake, &payload, OVERHEAD_1)?;
        let mut body = Vec::with_capacity(MAC + message.len());
        body.extend_from_slice(&mac(peer, &message));
        body.extend_from_slice(&message);
        Ok((Self { handshake, peer: *peer }, body))
    }

    /// Opens the answer (message 2). The session that comes out is with who holds the peer's key.
    ///
    /// # Errors
    /// [`WireError::Malformed`], [`WireError::Handshake`] or [`WireError::Version`].
    pub fn finish(mut self, answer: &[u8]) -> Result<Session, WireError> {
        let announced = Payload::decode(&read(&mut self.handshake, answer)?)?;
        Session::new(self.handshake, self.peer, Role::Initiator, announced)
    }
}

impl fmt::Debug for PendingHello {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("PendingHello").field("peer", &self.peer).finish_non_exhaustive()
    }
}

/// Whether `body` is a Hello to `uid`, at the price of one hash.
///
/// True says that somebody knows the UID, not who, and not that the rest of the body is any good.
pub fn is_hello(uid: &Uid, body: &[u8]) -> bool {
    message_1(uid, body).is_some()
}

/// Answers a Hello: the (provisional) session and message 2. Draws 32 bytes from `rng`: the ephemeral
/// private key.
///
/// # Errors
/// [`WireError::Mac`] before anything costs more than a hash, then [`WireError::Handshake`],
/// [`WireError::PeerKey`], [`WireError::Malformed`] or [`WireError::Version`].
pub fn answer_hello(
    account: &Account,
    body: &[u8],
    rng: &mut dyn CryptoRng,
) -> Result<(Session, Vec<u8>), WireError> {
    let uid = account.uid();
    let message = message_1(&uid, body).ok_or(WireError::Mac)?;
    let secret = account.noise_secret();
    let prologue = prologue(&uid);
    let mut handshake =
        builder(rng, secret.as_ref(), &prologue)?.build_responder().map_err(|_| WireError::Handshake)?;
    let payload = read(&mut handshake, message)?;
    let peer = handshake
        .get_remote_static()
        .and_then(|key| Uid::from_x25519(key.try_into().ok()?).ok())
        .filter(|peer| *peer != uid)
        .ok_or(WireError::PeerKey)?;
    let announced = Payload::decode(&payload)?;
    let answer = write(&mut handshake, &Payload::ours().encode(OVERHEAD_2)?, OVERHEAD_2)?;
    Ok((Session::new(handshake, peer, Role::Responder, announced)?, answer))
}

/// The Noise message of a Hello, if its MAC is right for `uid`.
fn message_1<'a>(uid: &Uid, body: &'a [u8]) -> Option<&'a [u8]> {
    let (mac, message) = body.split_first_chunk::<MAC>()?;
    if body.len() > MAX_HELLO {
        return None;
    }
    keyed(uid)?.chain_update(message).verify_truncated_left(mac).is_ok().then_some(message)
}

/// HMAC-SHA256 under SHA-256(`pure2p/1 hello mac` ‖ UID), its first 16 bytes.
pub(super) fn mac(uid: &Uid, message: &[u8]) -> [u8; MAC] {
    let whole = keyed(uid).map(|mac| mac.chain_update(message).finalize().into_bytes());
    whole.and_then(|whole| whole.first_chunk().copied()).unwrap_or_default()
}

fn keyed(uid: &Uid) -> Option<Hmac<Sha256>> {
    let key = Sha256::new().chain_update(b"pure2p/1 hello mac").chain_update(uid.as_bytes()).finalize();
    // HMAC takes keys of any length, so this is always there.
    Hmac::new_from_slice(&key).ok()
}

fn prologue(answerer: &Uid) -> Vec<u8> {
    [b"pure2p/1", answerer.as_bytes().as_slice()].concat()
}

fn builder<'a>(
    rng: &mut dyn CryptoRng,
    secret: &'a [u8],
    prologue: &'a [u8],
) -> Result<Builder<'a>, WireError> {
    let pattern = PATTERN.parse().map_err(|_| WireError::Handshake)?;
    Builder::with_resolver(pattern, Box::new(Primitives::new(rng)))
        .local_private_key(secret)
        .and_then(|builder| builder.prologue(prologue))
        .map_err(|_| WireError::Handshake)
}

fn write(handshake: &mut HandshakeState, payload: &[u8], overhead: usize) -> Result<Vec<u8>, WireError> {
    let mut message = vec![0; payload.len() + overhead];
    let written = handshake.write_message(payload, &mut message).map_err(|_| WireError::Handshake)?;
    if written == message.len() { Ok(message) } else { Err(WireError::Handshake) }
}

fn read(handshake: &mut HandshakeState, message: &[u8]) -> Result<Vec<u8>, WireError> {
    if message.len() > MAX_HELLO {
        return Err(WireError::TooLarge);
    }
    let mut payload = vec![0; message.len()];
    let read = handshake.read_message(message, &mut payload).map_err(|_| WireError::Handshake)?;
    payload.truncate(read);
    Ok(payload)
}

/// What both handshake messages carry. Fields that are not known are skipped.
#[derive(Serialize, Deserialize)]
pub(super) struct Payload {
    /// The versions that the sender speaks.
    #[serde(rename = "v")]
    versions: Vec<u16>,
    /// The features that it has.
    #[serde(rename = "f", default)]
    features: u64,
}

impl Payload {
    fn ours() -> Self {
        Self { versions: vec![VERSION], features: FEATURES }
    }

    fn encode(&self, overhead: usize) -> Result<Vec<u8>, WireError> {
        let cbor = codec::encode(self);
        let len = u16::try_from(cbor.len()).map_err(|_| WireError::TooLarge)?;
        padding::pad(overhead, &len.to_be_bytes(), &cbor)
    }

    /// Reads a decrypted payload: length (two bytes, big-endian), CBOR, zeros.
    pub(super) fn decode(payload: &[u8]) -> Result<Announced, WireError> {
        let (len, padded) =
            payload.split_first_chunk().ok_or(WireError::Malformed("a payload without a length"))?;
        let len = usize::from(u16::from_be_bytes(*len));
        if len > MAX_PAYLOAD {
            return Err(WireError::TooLarge);
        }
        let Self { versions, features } = codec::decode(padding::unpad(len, padded)?)?;
        if !versions.contains(&VERSION) {
            return Err(WireError::Version);
        }
        let highest_version = versions.into_iter().max().unwrap_or(VERSION);
        Ok(Announced { highest_version, features })
    }
}
