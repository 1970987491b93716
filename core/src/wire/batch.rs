//! What a Sealed body carries: one [`Batch`] of presence, items and verdicts as CBOR (RFC 8949).
//!
//! Keys are single letters because every body is padded and answered: a thousand short messages a
//! body are the difference between a backlog that drains and one that crawls. Fields that a reader
//! does not know are skipped; item *kinds* that it does not know are declined by id
//! ([`Verdict::NotUnderstood`]), so that newer peers can send what older ones cannot show.

use std::fmt;
use std::net::SocketAddr;

use serde::{Deserialize, Serialize};

use super::codec::WireAddress;

/// A random 128-bit name for an item, the same on both devices and never used twice.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ItemId(#[serde(with = "serde_bytes")] pub [u8; 16]);

impl fmt::Display for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&data_encoding::HEXLOWER.encode(&self.0))
    }
}

impl fmt::Debug for ItemId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ItemId({self})")
    }
}

impl std::str::FromStr for ItemId {
    type Err = super::WireError;
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = data_encoding::HEXLOWER_PERMISSIVE
            .decode(text.as_bytes())
            .map_err(|_| super::WireError::Malformed("an item id is 32 hexadecimal digits"))?;
        let bytes = bytes
            .try_into()
            .map_err(|_| super::WireError::Malformed("an item id is 32 hexadecimal digits"))?;
        Ok(Self(bytes))
    }
}

/// The payload of one Sealed body, in either direction.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// The sender is here, and where. Absent for those who are owed nothing (strangers, blocked).
    #[serde(rename = "p", default, skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// In an answer: the address that the caller was seen at. Informational, never trusted.
    #[serde(rename = "o", default, skip_serializing_if = "Option::is_none")]
    pub observed: Option<WireAddress>,
    /// What waits for the receiver, oldest first.
    #[serde(rename = "i", default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// What became of items that the receiver of this batch had sent.
    #[serde(rename = "v", default, skip_serializing_if = "Vec::is_empty")]
    pub verdicts: Vec<ItemVerdict>,
    /// In a request: "hold the answer up to this many seconds, until something waits for me". In an
    /// answer: "I hold no such request of yours and may not reach you: send me one".
    #[serde(rename = "k", default, skip_serializing_if = "Option::is_none")]
    pub park: Option<u16>,
    /// In a request: the invite of the link that this contact was added from (16 bytes).
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    pub invite: Option<serde_bytes::ByteBuf>,
}

/// The most addresses of one peer.
pub const MAX_ADDRESSES: usize = crate::identity::MAX_CARD_ADDRESSES;

/// "I am here": told to bound and entered contacts only.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// Where the sender listens, best first, at most eight.
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<WireAddress>,
    /// The name that the sender suggests for itself: a claim.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The sender is going away now.
    #[serde(rename = "l", default, skip_serializing_if = "std::ops::Not::not")]
    pub leaving: bool,
    /// Grows with every change of the addresses, so that an older announcement that comes late is known as such.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub serial: Option<u64>,
    /// In an answer: the sender tried to reach the receiver while that one was here, in vain.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub unreached: bool,
}

impl Presence {
    /// The announced addresses as socket addresses, without those that exceed what may be announced.
    pub fn socket_addresses(&self) -> Vec<SocketAddr> {
        self.addresses.iter().map(|a| a.0).take(MAX_ADDRESSES).collect()
    }
}

/// One thing that waits for a peer until it says that it has stored it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Decides alone whether the item is new.
    #[serde(rename = "i")]
    pub id: ItemId,
    /// What the body is; see [`super::items`].
    #[serde(rename = "k")]
    pub kind: u64,
    /// The sender's per-chat counter: orders one direction only.
    #[serde(rename = "n")]
    pub counter: u64,
    /// When the sender says it was written, in milliseconds since 1970 (a claim).
    #[serde(rename = "w")]
    pub written_at: i64,
    /// CBOR of the kind's own shape, opaque to those who don't know the kind.
    #[serde(rename = "b", with = "serde_bytes")]
    pub body: Vec<u8>,
}

/// A verdict on one item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ItemVerdict {
    /// Which item.
    #[serde(rename = "i")]
    pub id: ItemId,
    /// What became of it.
    #[serde(rename = "c")]
    pub verdict: Verdict,
}

/// What a receiver says of an item. Only [`Verdict::Stored`] delivers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "u64", into = "u64")]
#[non_exhaustive]
pub enum Verdict {
    /// Kept in Requests, or not wanted: the sender keeps it and waits.
    Held,
    /// Not now (disk full, busy): offer it again later.
    Later,
    /// The receiver does not know this kind.
    NotUnderstood,
    /// Never in this form (too large).
    Refused,
    /// On the receiver's disk, now or before.
    Stored,
}

impl From<u64> for Verdict {
    fn from(code: u64) -> Self {
        match code {
            0 => Self::Stored,
            1 => Self::Held,
            3 => Self::Refused,
            4 => Self::NotUnderstood,
            // 2, and whatever a later version may say: "not delivered, ask again" is always true.
            _ => Self::Later,
        }
    }
}

impl From<Verdict> for u64 {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Stored => 0,
            Verdict::Held => 1,
            Verdict::Later => 2,
            Verdict::Refused => 3,
            Verdict::NotUnderstood => 4,
        }
    }
}
