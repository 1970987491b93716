//! CBOR in and out, with this room's errors.

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::WireError;
use crate::identity::{NotCbor, decode_cbor, encode_cbor};

pub use crate::identity::WireAddress;

/// CBOR of `value`.
pub(crate) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    encode_cbor(value)
}

/// Reads one CBOR value that fills `bytes` entirely.
pub(crate) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, WireError> {
    decode_cbor(bytes).map_err(WireError::from)
}

impl From<NotCbor> for WireError {
    fn from(reason: NotCbor) -> Self {
        Self::Malformed(match reason {
            NotCbor::Shape => "not the CBOR that was expected",
            NotCbor::Trailing => "bytes after the CBOR value",
        })
    }
}
