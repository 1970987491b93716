//! What can be wrong with a UID, a link or a QR code. A screen says each of these in its own words.

/// Why something is no UID. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum UidError {
    /// The characters do not belong together: at least one is wrong.
    #[error("a character is wrong{}", place(*group))]
    Checksum {
        /// The group of four (from 1) in which changing one character makes the whole valid. It is a
        /// place to look at and never applied by itself (BIP-173 says why).
        group: Option<usize>,
    },
    /// Capital and small letters together, which Bech32 forbids.
    #[error("capital and small letters are mixed")]
    MixedCase,
    /// Not the one accepted encoding of a point: off the curve, unreduced, sign bit or padding bit set.
    #[error("not the canonical form of a key")]
    NotCanonical,
    /// Made by a later version of Pure2P.
    #[error("a UID of version {0}, which this app does not know")]
    UnknownVersion(u8),
    /// A point of small or mixed order: no honest key pair has it.
    #[error("a weak key")]
    WeakKey,
    /// A character that no UID contains at this place.
    #[error("character {position} cannot be part of a UID")]
    WrongCharacter {
        /// Which character, from 1, separators not counted.
        position: usize,
        /// Its group of four, from 1.
        group: usize,
    },
    /// Too few or too many characters.
    #[error("a UID has 64 characters, not {have}")]
    WrongLength {
        /// How many there are, separators not counted.
        have: usize,
    },
    /// It does not begin with `pure1`.
    #[error("a UID begins with pure1")]
    WrongPrefix,
}

/// Where to look, if that is known.
fn place(group: Option<usize>) -> String {
    group.map(|group| format!(": look at group {group}, counting in fours")).unwrap_or_default()
}

/// Why something is no contact link, or a card cannot be signed. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum LinkError {
    /// An address that nobody can be reached at.
    #[error("the card has an impossible address")]
    BadAddress,
    /// A suggested name that is empty, too long or made to mislead.
    #[error("the card has an impossible name")]
    BadName,
    /// What follows the `?` is not Base32.
    #[error("the link has wrong characters after the question mark")]
    Encoding,
    /// The card is not the CBOR that was expected.
    #[error("the card cannot be read")]
    Malformed,
    /// Neither a link nor a UID.
    #[error("not a Pure2P link")]
    NotALink,
    /// The card is not what the owner of this UID signed.
    #[error("the card's signature is wrong")]
    Signature,
    /// More than [`super::MAX_LINK`] bytes.
    #[error("too long for a Pure2P link")]
    TooLong,
    /// More than [`super::MAX_CARD_ADDRESSES`] addresses.
    #[error("the card has too many addresses")]
    TooManyAddresses,
    /// The UID in the link is none.
    #[error(transparent)]
    Uid(#[from] UidError),
}

/// Why a text has no QR code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum QrError {
    /// No QR version holds that much.
    #[error("too much for a QR code")]
    TooLong,
}
