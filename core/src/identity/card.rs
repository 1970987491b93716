//! The card: what a link says of somebody besides the UID, signed by them.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::ops::Deref;

use serde::{Deserialize, Serialize};

use super::account::Account;
use super::cbor::{self, WireAddress};
use super::error::LinkError;
use super::link::ContactLink;
use super::uid::Uid;

/// The most addresses that a card lists.
pub const MAX_CARD_ADDRESSES: usize = 8;
/// The longest name, in bytes of UTF-8.
pub const MAX_NAME: usize = 64;
/// What card signatures are for; see [`Account::sign`].
const LABEL: &str = "contact card";
/// Length of an Ed25519 signature.
const SIGNATURE: usize = 64;

/// Where somebody listens, and how they would like to be called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Card {
    /// Grows with every card issued: the higher one is newer.
    pub serial: u64,
    /// Best first, at most [`MAX_CARD_ADDRESSES`].
    pub addresses: Vec<SocketAddr>,
    /// A suggested name, see [`is_fit_name`]: a claim.
    pub name: Option<String>,
    /// Sent back with the first message by who got the link, so that the owner knows it is one of theirs.
    pub invite: Option<[u8; 16]>,
}

/// A card as its owner signed it: the very bytes, so that a link can be passed on unchanged even if it
/// has fields that this version does not know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedCard {
    card: Card,
    /// CBOR and signature.
    bytes: Vec<u8>,
}

impl Card {
    /// Signs this card into a link of `account`.
    ///
    /// # Errors
    /// [`LinkError::TooManyAddresses`], [`LinkError::BadAddress`] or [`LinkError::BadName`].
    pub fn sign(&self, account: &Account) -> Result<ContactLink, LinkError> {
        self.check()?;
        let uid = account.uid();
        let mut bytes = cbor::encode(&Fields {
            serial: self.serial,
            addresses: self.addresses.iter().copied().map(WireAddress).collect(),
            name: self.name.clone(),
            invite: self.invite.map(|invite| serde_bytes::ByteBuf::from(invite.to_vec())),
        });
        let signature = account.sign(LABEL, &signed_part(&uid, &bytes));
        bytes.extend_from_slice(&signature);
        Ok(ContactLink { uid, card: Some(SignedCard { card: self.clone(), bytes }) })
    }

    fn check(&self) -> Result<(), LinkError> {
        if self.addresses.len() > MAX_CARD_ADDRESSES {
            return Err(LinkError::TooManyAddresses);
        }
        if !self.addresses.iter().all(is_address) {
            return Err(LinkError::BadAddress);
        }
        match &self.name {
            Some(name) if !is_fit_name(name) => Err(LinkError::BadName),
            _ => Ok(()),
        }
    }
}

impl SignedCard {
    /// Reads what [`SignedCard::as_bytes`] gave. The signature is checked before anything is parsed.
    ///
    /// # Errors
    /// [`LinkError::Malformed`], [`LinkError::Signature`] or those of [`Card::sign`].
    pub fn from_bytes(uid: &Uid, bytes: Vec<u8>) -> Result<Self, LinkError> {
        let at = bytes.len().checked_sub(SIGNATURE).ok_or(LinkError::Malformed)?;
        let (fields, signature) = bytes.split_at_checked(at).ok_or(LinkError::Malformed)?;
        let signature = signature.try_into().map_err(|_| LinkError::Malformed)?;
        if !uid.verify(LABEL, &signed_part(uid, fields), signature) {
            return Err(LinkError::Signature);
        }
        let card = Card::from_cbor(fields)?;
        Ok(Self { card, bytes })
    }

    /// The card's CBOR followed by the 64-byte signature.
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The card without its signature.
    pub fn into_card(self) -> Card {
        self.card
    }
}

impl Deref for SignedCard {
    type Target = Card;
    fn deref(&self) -> &Card {
        &self.card
    }
}

impl Card {
    /// Reads and judges the unsigned CBOR of a card.
    pub(super) fn from_cbor(bytes: &[u8]) -> Result<Self, LinkError> {
        let fields: Fields = cbor::decode(bytes).map_err(|_| LinkError::Malformed)?;
        let invite = fields.invite.map(|invite| <[u8; 16]>::try_from(invite.into_vec()));
        let card = Self {
            serial: fields.serial,
            addresses: fields.addresses.iter().map(|address| address.0).collect(),
            name: fields.name,
            invite: invite.transpose().map_err(|_| LinkError::Malformed)?,
        };
        card.check()?;
        Ok(card)
    }
}

/// The CBOR map of a card.
#[derive(Serialize, Deserialize)]
struct Fields {
    #[serde(rename = "s")]
    serial: u64,
    #[serde(rename = "a", default, skip_serializing_if = "Vec::is_empty")]
    addresses: Vec<WireAddress>,
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(rename = "x", default, skip_serializing_if = "Option::is_none")]
    invite: Option<serde_bytes::ByteBuf>,
}

fn signed_part(uid: &Uid, fields: &[u8]) -> Vec<u8> {
    [uid.as_bytes(), fields].concat()
}

/// Whether a name, somebody's own or one that a peer suggests, may be shown: 1 to [`MAX_NAME`] bytes that
/// are not all blank, without control characters and without the ones that turn the reading direction
/// around (Unicode TR 36: they make one name look like another).
pub fn is_fit_name(name: &str) -> bool {
    let misleads = |c: char| {
        c.is_control() || matches!(c, '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    name.len() <= MAX_NAME && !name.trim().is_empty() && !name.chars().any(misleads)
}

/// Whether somebody can listen there at all. Where from it may be *tried* is for `net` to decide.
fn is_address(address: &SocketAddr) -> bool {
    let somewhere = match judged_as(address.ip()) {
        IpAddr::V4(ip) => !(ip.is_unspecified() || ip.is_multicast() || ip.is_broadcast()),
        IpAddr::V6(ip) => !(ip.is_unspecified() || ip.is_multicast()),
    };
    somewhere && address.port() != 0
}

/// The IPv4 address inside the IPv6 forms that stand for one: mapped (RFC 4291) and NAT64 (RFC 6052).
fn judged_as(ip: IpAddr) -> IpAddr {
    let IpAddr::V6(v6) = ip else { return ip };
    match v6.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => {
            IpAddr::V4(Ipv4Addr::from(u32::from(high) << 16 | u32::from(low)))
        }
        _ => ip,
    }
}
