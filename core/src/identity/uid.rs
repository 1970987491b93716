//! The UID: an Ed25519 public key that maps to exactly one X25519 key, and its text.

use std::fmt;
use std::str::FromStr;

use bech32::primitives::decode::CheckedHrpstring;
use bech32::{Bech32m, Hrp};
use curve25519_dalek::edwards::{CompressedEdwardsY, EdwardsPoint};
use curve25519_dalek::montgomery::MontgomeryPoint;
use ed25519_dalek::{Signature, VerifyingKey};
use sha2::{Digest, Sha256};

use super::account::signed_bytes;
use super::error::UidError;
use super::typed::Entry;

/// How many characters the text of a UID has, separators not counted.
pub const UID_TEXT: usize = 64;
/// The version byte before the key in the text.
const VERSION: u8 = 1;

/// A person's identity: 32 bytes of Ed25519 public key.
///
/// Valid by construction: canonical, in the prime-order subgroup and with sign bit 0, so that it and the
/// X25519 key that Noise carries determine each other. The text is Bech32m (BIP-350) over a version byte
/// and the key: `pure1…`, [`UID_TEXT`] characters, in either case, with any spaces or hyphens between.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid([u8; 32]);

impl Uid {
    /// Takes a key that is exactly what an honest account has.
    ///
    /// # Errors
    /// [`UidError::NotCanonical`] or [`UidError::WeakKey`].
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, UidError> {
        let point = CompressedEdwardsY(*bytes).decompress().ok_or(UidError::NotCanonical)?;
        // Decompression forgives unreduced coordinates and a sign on x = 0; compression does neither.
        if point.compress().0 != *bytes || bytes[31] & 0x80 != 0 {
            return Err(UidError::NotCanonical);
        }
        Self::of_point(&point)
    }

    /// A key that was checked before it was written into our own authenticated database. Checking it again
    /// with every row read would cost a scalar multiplication each.
    pub(crate) fn from_store(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The UID whose [`Uid::x25519`] gives exactly these bytes: who a Noise static belongs to.
    ///
    /// # Errors
    /// Those of [`Uid::from_bytes`]. A static with its top bit set completes a handshake just like the one
    /// without (RFC 7748 ignores the bit) and is refused here, as is every other unreduced form.
    pub fn from_x25519(bytes: &[u8; 32]) -> Result<Self, UidError> {
        let point = MontgomeryPoint(*bytes).to_edwards(0).ok_or(UidError::NotCanonical)?;
        if point.to_montgomery().0 != *bytes {
            return Err(UidError::NotCanonical);
        }
        Self::of_point(&point)
    }

    fn of_point(point: &EdwardsPoint) -> Result<Self, UidError> {
        if point.is_small_order() || !point.is_torsion_free() {
            return Err(UidError::WeakKey);
        }
        Ok(Self(point.compress().0))
    }

    /// The Ed25519 public key.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The same key in the form that X25519 takes (RFC 7748, birational map).
    pub fn x25519(&self) -> [u8; 32] {
        // Decompression succeeded when this was made. All zeros is a point that every exchange refuses.
        CompressedEdwardsY(self.0).decompress().map_or([0; 32], |point| point.to_montgomery().0)
    }

    /// Whether this account signed `message` under `label` ([`super::Account::sign`]).
    pub fn verify(&self, label: &str, message: &[u8], signature: &[u8; 64]) -> bool {
        VerifyingKey::from_bytes(&self.0).is_ok_and(|key| {
            key.verify_strict(&signed_bytes(label, message), &Signature::from_bytes(signature)).is_ok()
        })
    }

    /// Eight hexadecimal digits that name this UID in a log and lead nobody back to it.
    pub fn fingerprint(&self) -> String {
        let hash = Sha256::new().chain_update(b"pure2p/1 log").chain_update(self.0).finalize();
        data_encoding::HEXLOWER.encode(hash.get(..4).unwrap_or_default())
    }

    /// The text in groups of four, as people read it out and compare it.
    pub fn grouped(&self) -> String {
        let text = self.to_string();
        let mut grouped = String::with_capacity(text.len() + text.len() / 4);
        for (at, character) in text.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                grouped.push(' ');
            }
            grouped.push(character);
        }
        grouped
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut payload = [VERSION; 33];
        for (to, from) in payload.iter_mut().skip(1).zip(self.0) {
            *to = from;
        }
        let prefix = Hrp::parse_unchecked("pure");
        bech32::encode_lower_to_fmt::<Bech32m, _>(f, prefix, &payload).map_err(|_| fmt::Error)
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({})", self.fingerprint())
    }
}

impl FromStr for Uid {
    type Err = UidError;

    fn from_str(text: &str) -> Result<Self, UidError> {
        Self::from_entry(&Entry::read(text)?)
    }
}

impl Uid {
    pub(super) fn from_entry(entry: &Entry) -> Result<Self, UidError> {
        let wrong_length = UidError::WrongLength { have: entry.count };
        let Ok(checked) = CheckedHrpstring::new::<Bech32m>(&entry.text) else {
            return Err(match entry.count {
                UID_TEXT => UidError::Checksum { group: entry.group_to_look_at() },
                _ => wrong_length,
            });
        };
        let payload: Vec<u8> = checked.byte_iter().collect();
        let (version, key) = payload.split_first().ok_or(wrong_length)?;
        // Before the length: a later version may well have another one.
        if *version != VERSION {
            return Err(UidError::UnknownVersion(*version));
        }
        let uid = Self::from_bytes(key.try_into().map_err(|_| wrong_length)?)?;
        // The padding bit is read by nobody, so only writing the text again shows it.
        if uid.to_string() == entry.text { Ok(uid) } else { Err(UidError::NotCanonical) }
    }
}
