//! A UID as a person enters it: in groups, in parts, with mistakes.

use bech32::Bech32m;
use bech32::primitives::decode::UncheckedHrpstring;

use super::error::UidError;
use super::uid::{UID_TEXT, Uid};

const PREFIX: &str = "pure1";
/// The 32 characters of Bech32's data part.
const ALPHABET: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
/// The longest text that Bech32m's checksum covers (BIP-173).
const LONGEST: usize = 90;

/// What to say of a text field while a UID is being typed into it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Typed {
    /// A UID.
    Complete(Uid),
    /// Right so far, or nearly.
    Incomplete {
        /// Characters entered of [`UID_TEXT`], separators not counted.
        entered: usize,
        /// The first group of four (from 1) with a character that no UID has there.
        group_with_wrong_character: Option<usize>,
    },
    /// Typing on will not make this a UID.
    Wrong(UidError),
}

/// Judges `text` as it stands.
pub fn check_typed(text: &str) -> Typed {
    let incomplete =
        |entered, group_with_wrong_character| Typed::Incomplete { entered, group_with_wrong_character };
    match Entry::read(text) {
        Ok(entry) if entry.count < UID_TEXT => incomplete(entry.count, None),
        Ok(entry) => Uid::from_entry(&entry).map_or_else(Typed::Wrong, Typed::Complete),
        Err(error) => match (error, meant(text).count()) {
            (UidError::WrongCharacter { group, .. }, entered) if entered < UID_TEXT => {
                incomplete(entered, Some(group))
            }
            _ => Typed::Wrong(error),
        },
    }
}

/// The characters of `text` that are not there for the eye only.
fn meant(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '-')
}

/// An entered text without separators in small letters, whose characters may all stand where they do.
pub(super) struct Entry {
    /// At most [`LONGEST`] characters of it.
    pub(super) text: String,
    /// How many characters it has really.
    pub(super) count: usize,
}

impl Entry {
    pub(super) fn read(text: &str) -> Result<Self, UidError> {
        let mut entry = Self { text: String::with_capacity(UID_TEXT), count: 0 };
        let (mut upper, mut lower) = (false, false);
        let mut prefix = PREFIX.chars();
        for character in meant(text) {
            let small = character.to_ascii_lowercase();
            match prefix.next() {
                Some(expected) if small != expected => return Err(UidError::WrongPrefix),
                None if !ALPHABET.contains(small) => {
                    let (position, group) = (entry.count + 1, entry.count / 4 + 1);
                    return Err(UidError::WrongCharacter { position, group });
                }
                _ => {}
            }
            upper |= character.is_ascii_uppercase();
            lower |= character.is_ascii_lowercase();
            entry.count += 1;
            if entry.count <= LONGEST {
                entry.text.push(small);
            }
        }
        if upper && lower { Err(UidError::MixedCase) } else { Ok(entry) }
    }

    /// The group in which exchanging one character gives a valid checksum, if there is one.
    ///
    /// Two texts with valid checksums differ in at least five of their characters, so there is never more
    /// than one such place.
    pub(super) fn group_to_look_at(&self) -> Option<usize> {
        let (head, data) = self.text.split_at_checked(PREFIX.len())?;
        for at in 0..data.len() {
            let (before, after) = (data.get(..at)?, data.get(at + 1..)?);
            for other in ALPHABET.chars() {
                let candidate = format!("{head}{before}{other}{after}");
                let valid =
                    UncheckedHrpstring::new(&candidate).is_ok_and(|c| c.has_valid_checksum::<Bech32m>());
                if valid {
                    return Some((PREFIX.len() + at) / 4 + 1);
                }
            }
        }
        None
    }
}
