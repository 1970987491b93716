//! CBOR in and out, and addresses in their wire form. On the lowest floor because cards have both too.

use std::net::{IpAddr, SocketAddr};

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// Deeper nesting than any shape of this protocol has, known fields or not.
const MAX_DEPTH: usize = 16;

/// An IP address and port: 6 bytes (IPv4) or 18 bytes (IPv6), port last and big-endian. No names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WireAddress(pub SocketAddr);

impl Serialize for WireAddress {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut bytes = match self.0.ip() {
            IpAddr::V4(ip) => ip.octets().to_vec(),
            IpAddr::V6(ip) => ip.octets().to_vec(),
        };
        bytes.extend_from_slice(&self.0.port().to_be_bytes());
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de> Deserialize<'de> for WireAddress {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = serde_bytes::ByteBuf::deserialize(deserializer)?;
        let wrong = || serde::de::Error::custom("an address has 6 or 18 bytes");
        let (ip, port) = bytes.split_at_checked(bytes.len().saturating_sub(2)).ok_or_else(wrong)?;
        let port = u16::from_be_bytes(port.try_into().map_err(|_| wrong())?);
        let ip = if let Ok(v4) = <[u8; 4]>::try_from(ip) {
            IpAddr::from(v4)
        } else {
            IpAddr::from(<[u8; 16]>::try_from(ip).map_err(|_| wrong())?)
        };
        Ok(Self(SocketAddr::new(ip, port)))
    }
}

/// Why bytes are not the value that was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum NotCbor {
    /// Other CBOR, or none.
    #[error("not the CBOR that was expected")]
    Shape,
    /// A value, and then more.
    #[error("bytes after the CBOR value")]
    Trailing,
}

/// CBOR (RFC 8949) of `value`.
pub(crate) fn encode<T: Serialize>(value: &T) -> Vec<u8> {
    let mut bytes = Vec::new();
    // Writing to memory cannot fail, and no type here has a serializer that refuses.
    let written = ciborium::into_writer(value, &mut bytes);
    debug_assert!(written.is_ok());
    bytes
}

/// Reads one CBOR value that fills `bytes` entirely.
pub(crate) fn decode<T: DeserializeOwned>(mut bytes: &[u8]) -> Result<T, NotCbor> {
    let value =
        ciborium::de::from_reader_with_recursion_limit(&mut bytes, MAX_DEPTH).map_err(|_| NotCbor::Shape)?;
    if bytes.is_empty() { Ok(value) } else { Err(NotCbor::Trailing) }
}
