//! The kinds of items that this version knows, and what their bodies look like.

use serde::{Deserialize, Serialize};

use super::batch::{Item, ItemId};
use super::codec;

/// Kind number of a text message.
pub const KIND_TEXT: u64 = 1;
/// Kind number of a read receipt.
pub const KIND_READ: u64 = 2;
/// The longest text of one message, in bytes of UTF-8.
pub const MAX_TEXT: usize = 16 * 1024;
/// The most message ids that one read receipt names.
pub const MAX_READ_IDS: usize = 1_000;

/// An item's body as this version understands it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Body {
    /// A kind this version does not know.
    NotUnderstood,
    /// These messages of the receiver's were opened.
    Read(Vec<ItemId>),
    /// A text message.
    Text(String),
    /// A known kind with a body that breaks its rules.
    Wrong,
}

#[derive(Serialize, Deserialize)]
struct TextBody {
    #[serde(rename = "t")]
    text: String,
}

#[derive(Serialize, Deserialize)]
struct ReadBody {
    #[serde(rename = "r")]
    ids: Vec<ItemId>,
}

impl Body {
    /// Reads the body of `item`; never fails, because every outcome has its verdict.
    pub fn of(item: &Item) -> Self {
        match item.kind {
            KIND_TEXT => match codec::decode::<TextBody>(&item.body) {
                Ok(body) if !body.text.is_empty() && body.text.len() <= MAX_TEXT => Self::Text(body.text),
                _ => Self::Wrong,
            },
            KIND_READ => match codec::decode::<ReadBody>(&item.body) {
                Ok(body) if body.ids.len() <= MAX_READ_IDS => Self::Read(body.ids),
                _ => Self::Wrong,
            },
            _ => Self::NotUnderstood,
        }
    }
}

/// The body bytes of a text message.
pub fn text_body(text: &str) -> Vec<u8> {
    codec::encode(&TextBody { text: text.to_owned() })
}

/// The body bytes of a read receipt for `ids`.
pub fn read_body(ids: &[ItemId]) -> Vec<u8> {
    codec::encode(&ReadBody { ids: ids.to_vec() })
}
