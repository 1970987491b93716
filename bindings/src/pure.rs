//! Pure functions: usable before there is an account, cheap enough for every key stroke.
//!
//! Each returns a `Result`, also where nothing can go wrong but an argument: what fails in a function that says it
//! can't fail ends the app in Swift.

use std::net::SocketAddr;

use pure2p_core::identity::{self, ContactLink, Uid};
use pure2p_core::node;

use crate::error::{MessengerError, UidProblem};
use crate::ids::count;
use crate::records::AddressKind;

/// What to say of a text field while a UID is being typed into it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum TypedUid {
    /// A UID.
    Complete {
        /// Which.
        uid: Uid,
    },
    /// Right so far, or nearly.
    Incomplete {
        /// Characters entered, separators not counted.
        entered: i32,
        /// Of how many.
        of: i32,
        /// The first group of four (from 1) with a character that no UID has there.
        wrong_group: Option<i32>,
    },
    /// Typing on will not make this a UID.
    Wrong {
        /// Why.
        problem: UidProblem,
    },
}

/// Judges the text of a field as it stands, spaces and hyphens between groups ignored.
///
/// # Errors
/// None of its own.
#[uniffi::export]
pub fn check_typed_uid(text: &str) -> Result<TypedUid, MessengerError> {
    Ok(match identity::check_typed(text) {
        identity::Typed::Complete(uid) => TypedUid::Complete { uid },
        identity::Typed::Incomplete { entered, group_with_wrong_character } => TypedUid::Incomplete {
            entered: count(entered),
            of: count(identity::UID_TEXT),
            wrong_group: group_with_wrong_character.map(count),
        },
        identity::Typed::Wrong(error) => TypedUid::Wrong { problem: error.into() },
    })
}

/// A UID in groups of four, as people read it out and compare it.
///
/// # Errors
/// `BadUid`.
#[uniffi::export]
pub fn grouped_uid(uid: Uid) -> Result<String, MessengerError> {
    Ok(uid.grouped())
}

/// What a link says, its signature verified, before anything is done about it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct LinkPreview {
    /// Whose link.
    pub uid: Uid,
    /// The name they suggest: a claim.
    pub name: Option<String>,
    /// Where they say they may be. Empty for a bare UID.
    pub addresses: Vec<SocketAddr>,
}

/// Reads a link or a bare UID.
///
/// # Errors
/// `BadUid`, `BadLink`.
#[uniffi::export]
pub fn preview_link(text: &str) -> Result<LinkPreview, MessengerError> {
    let link = ContactLink::parse_any(text)?;
    let (name, addresses) = match &link.card {
        Some(card) => (card.name.clone(), card.addresses.clone()),
        None => (None, Vec::new()),
    };
    Ok(LinkPreview { uid: link.uid, name, addresses })
}

/// From where an address can be of use.
///
/// # Errors
/// `BadAddress`.
#[uniffi::export]
pub fn address_kind(address: SocketAddr) -> Result<AddressKind, MessengerError> {
    Ok(node::AddressKind::of(address.ip()).into())
}

/// A QR code without its quiet zone: who paints it leaves four light modules around.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct QrMatrix {
    /// Modules per side.
    pub width: i32,
    /// Row by row from the top left, a byte each: 1 is dark, 0 is light.
    pub modules: Vec<u8>,
}

/// The QR code of a link or a UID (in capitals, which take less room).
///
/// # Errors
/// `BadUid`, `BadLink`.
#[uniffi::export]
pub fn link_qr(text: &str) -> Result<QrMatrix, MessengerError> {
    matrix(&ContactLink::parse_any(text)?.qr_text())
}

/// The safety number of two UIDs: twelve groups of five digits, the same on both sides.
///
/// # Errors
/// `BadUid`.
#[uniffi::export]
pub fn safety_number(one: Uid, other: Uid) -> Result<String, MessengerError> {
    Ok(identity::safety_grouped(&one, &other))
}

/// The QR code beside the safety number: both UIDs, this device's first.
///
/// # Errors
/// `BadUid`.
#[uniffi::export]
pub fn safety_qr(mine: Uid, theirs: Uid) -> Result<QrMatrix, MessengerError> {
    matrix(&identity::safety_qr_text(&mine, &theirs))
}

/// Whether `scanned` is the code that the owner of `theirs` shows for us; nothing if it is no such code.
///
/// # Errors
/// `BadUid`.
#[uniffi::export]
pub fn safety_qr_matches(scanned: &str, mine: Uid, theirs: Uid) -> Result<Option<bool>, MessengerError> {
    Ok(identity::safety_qr_matches(scanned, &mine, &theirs))
}

fn matrix(text: &str) -> Result<QrMatrix, MessengerError> {
    let code = identity::qr(text)?;
    Ok(QrMatrix { width: count(code.width), modules: code.modules.into_iter().map(u8::from).collect() })
}
