//! Who somebody is: the UID, the keys behind it, and what is shared by hand (link, QR, safety number).
//!
//! A [`Uid`] *is* an Ed25519 public key, checked once where bytes or text enter
//! ([`Uid::from_bytes`], `Uid::from_str`, [`Uid::from_x25519`]) and valid ever after. An [`Account`] is
//! the secret half. A [`ContactLink`] is a UID with, mostly, a signed [`Card`] that says where its owner
//! listens. Nothing here reads a clock, draws randomness by itself or touches the network.

mod account;
mod card;
mod cbor;
mod error;
mod link;
mod qr;
mod safety;
#[cfg(test)]
mod tests;
mod typed;
mod uid;

pub use account::Account;
pub use card::{Card, MAX_CARD_ADDRESSES, MAX_NAME, SignedCard, is_fit_name};
pub use cbor::WireAddress;
pub(crate) use cbor::{NotCbor, decode as decode_cbor, encode as encode_cbor};
pub use error::{LinkError, QrError, UidError};
pub use link::{ContactLink, MAX_LINK};
pub use qr::{QrMatrix, qr};
pub use safety::{safety_grouped, safety_number, safety_qr_matches, safety_qr_text};
pub use typed::{Typed, check_typed};
pub use uid::{UID_TEXT, Uid};
