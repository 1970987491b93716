//! The safety number: what two people compare to know that nobody is between them.

use sha2::{Digest, Sha512};

use super::uid::Uid;

const QR_PREFIX: &str = "PURE2P-SAFETY:";

/// 60 digits, the same on both sides: one fingerprint of 30 digits per UID, the smaller first.
///
/// A fingerprint is six groups of five digits, each five bytes (big-endian) of
/// SHA-512(`pure2p/1 safety number` ‖ UID) modulo 100,000. Each side is hashed alone: a hash of the pair
/// could be matched by searching on both sides at once (birthday).
pub fn safety_number(one: &Uid, other: &Uid) -> String {
    let (one, other) = (fingerprint(one), fingerprint(other));
    if one <= other { one + &other } else { other + &one }
}

/// [`safety_number`] as twelve groups of five digits with a space between.
pub fn safety_grouped(one: &Uid, other: &Uid) -> String {
    let number = safety_number(one, other);
    let mut grouped = String::with_capacity(71);
    for (at, digit) in number.chars().enumerate() {
        if at > 0 && at % 5 == 0 {
            grouped.push(' ');
        }
        grouped.push(digit);
    }
    grouped
}

/// What the QR code beside the number says: both UIDs, the one of who shows it first.
pub fn safety_qr_text(mine: &Uid, theirs: &Uid) -> String {
    format!("{QR_PREFIX}{mine}/{theirs}").to_ascii_uppercase()
}

/// Whether `scanned` is the code that the owner of `theirs` shows for us. `None` if it is no such code.
pub fn safety_qr_matches(scanned: &str, mine: &Uid, theirs: &Uid) -> Option<bool> {
    let (prefix, uids) = scanned.trim().split_at_checked(QR_PREFIX.len())?;
    let (shower, scanner) = uids.split_once('/')?;
    if !prefix.eq_ignore_ascii_case(QR_PREFIX) {
        return None;
    }
    let (shower, scanner): (Uid, Uid) = (shower.parse().ok()?, scanner.parse().ok()?);
    Some(shower == *theirs && scanner == *mine)
}

fn fingerprint(uid: &Uid) -> String {
    let hash = Sha512::new().chain_update(b"pure2p/1 safety number").chain_update(uid.as_bytes()).finalize();
    let mut digits = String::with_capacity(60);
    for group in hash.chunks_exact(5).take(6) {
        let number = group.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        digits.push_str(&format!("{:05}", number % 100_000));
    }
    digits
}
