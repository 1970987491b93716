//! Lengths that say little: Padmé with a floor (Nikitin et al., "Reducing Metadata Leakage from Encrypted
//! Files and Communication with PURBs", PETS 2019, section 4.1).

use super::error::WireError;
use super::{MAX_BODY, MIN_BODY};

/// How long a body becomes that would have `len` bytes: at least [`MIN_BODY`], at most [`MAX_BODY`], and
/// between them rounded up until only the ⌊log₂⌊log₂ len⌋⌋ + 1 binary digits after the leading one may be
/// other than zero. Costs at most 12 %. Lengths above [`MAX_BODY`] stay as they are.
pub fn padded_len(len: usize) -> usize {
    if len <= MIN_BODY {
        return MIN_BODY;
    }
    let exponent = len.ilog2();
    let kept = exponent.ilog2() + 1;
    let mask = (1_usize << (exponent - kept)) - 1;
    let padded = len.saturating_add(mask) & !mask;
    if len <= MAX_BODY { padded.min(MAX_BODY) } else { len }
}

/// `prefix` ‖ `content` ‖ zeros, so that with `overhead` more bytes the body has a padded length.
pub(super) fn pad(overhead: usize, prefix: &[u8], content: &[u8]) -> Result<Vec<u8>, WireError> {
    let used = prefix.len() + content.len();
    let body = padded_len(overhead + used);
    if body > MAX_BODY {
        return Err(WireError::TooLarge);
    }
    let mut padded = Vec::with_capacity(body - overhead);
    padded.extend_from_slice(prefix);
    padded.extend_from_slice(content);
    padded.resize(body - overhead, 0);
    Ok(padded)
}

/// The first `len` bytes, if nothing but zeros follows them.
pub(super) fn unpad(len: usize, padded: &[u8]) -> Result<&[u8], WireError> {
    let (content, zeros) =
        padded.split_at_checked(len).ok_or(WireError::Malformed("shorter than its own length"))?;
    if zeros.iter().any(|byte| *byte != 0) {
        return Err(WireError::Malformed("padding that is not zero"));
    }
    Ok(content)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn lengths_are_few_and_cheap() {
        let mut lengths = std::collections::BTreeSet::new();
        for len in 0..=MAX_BODY {
            let padded = padded_len(len);
            assert!(padded >= len && (MIN_BODY..=MAX_BODY).contains(&padded));
            assert!(len < MIN_BODY || padded * 100 <= len * 112);
            assert_eq!(padded_len(padded), padded);
            lengths.insert(padded);
        }
        assert_eq!(lengths.len(), 113);
    }

    #[test]
    fn padding_comes_off_again() {
        for len in [0, 1, 400, 5_000, MAX_BODY - 40 - 4] {
            let content = vec![7; len];
            let padded = pad(40, &[1, 2, 3, 4], &content).unwrap();
            assert_eq!(padded.len() + 40, padded_len(len + 44));
            assert_eq!(unpad(len, padded.get(4..).unwrap()), Ok(content.as_slice()));
        }
        assert_eq!(pad(40, &[], &vec![0; MAX_BODY - 39]), Err(WireError::TooLarge));
        assert!(unpad(3, &[1, 2]).is_err() && unpad(1, &[1, 0, 1]).is_err());
    }
}
