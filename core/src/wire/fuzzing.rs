//! Ways behind the authentication, for fuzz targets and attack tests: what a peer with the right keys but
//! the wrong intentions can reach. Nothing here opens or forges anything that its caller has no key for.

use super::batch::Batch;
use super::error::WireError;
use super::hello::{self, Payload};
use super::items::Body;
use super::session::{self, Session};
use crate::identity::Uid;

/// A Hello body to `uid` with the right MAC over any message.
pub fn hello_with_mac(uid: &Uid, message: &[u8]) -> Vec<u8> {
    [hello::mac(uid, message).as_slice(), message].concat()
}

/// Reads the decrypted payload of a handshake message.
///
/// # Errors
/// As a handshake would fail.
pub fn read_hello_payload(payload: &[u8]) -> Result<(), WireError> {
    Payload::decode(payload).map(drop)
}

/// Reads the decrypted content of a sealed body, and the bodies of its items.
///
/// # Errors
/// As opening the body would fail.
pub fn read_plaintext(plaintext: &[u8]) -> Result<(Batch, Vec<Body>), WireError> {
    let batch = session::batch(plaintext)?;
    let bodies = batch.items.iter().map(Body::of).collect();
    Ok((batch, bodies))
}

/// Reads the CBOR of a batch.
///
/// # Errors
/// [`WireError::Malformed`].
pub fn read_batch(cbor: &[u8]) -> Result<Batch, WireError> {
    super::codec::decode(cbor)
}

/// The CBOR of a batch, as vectors show it.
pub fn batch_cbor(batch: &Batch) -> Vec<u8> {
    super::codec::encode(batch)
}

/// Seals any plaintext as the next request of an initiator's session.
///
/// # Errors
/// [`WireError::Exhausted`] or [`WireError::TooLarge`].
pub fn seal_plaintext(session: &Session, plaintext: &[u8]) -> Result<Vec<u8>, WireError> {
    session.seal_request_plaintext(plaintext).map(|(_, body)| body)
}
