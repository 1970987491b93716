//! The last net under the log: what looks like a UID, an address or a key never stands in a line.
//!
//! The core logs none of them above debug level. This is for the day when somebody forgets, and for the
//! error texts of others' crates. What a message says can't be recognised by its looks: that it is never logged
//! is the core's own promise, with its own test.

use std::borrow::Cow;
use std::net::{IpAddr, SocketAddr};

/// The shortest run of letters and digits that may be (a part of) a key.
const KEY: usize = 24;

/// `line` with `…` for every word that gives somebody away.
pub(super) fn redact(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut word = String::new();
    for character in line.chars() {
        if belongs(character) {
            word.push(character);
        } else {
            out.push_str(&judged(&word));
            word.clear();
            // A line stays a line: nobody forges another one.
            out.push(if character.is_control() { ' ' } else { character });
        }
    }
    out.push_str(&judged(&word));
    out
}

/// Whether a character can be inside an address, a link or a key.
fn belongs(character: char) -> bool {
    character.is_alphanumeric()
        || matches!(character, '.' | ':' | '[' | ']' | '%' | '+' | '/' | '?' | '-' | '_')
}

fn judged(word: &str) -> Cow<'_, str> {
    let (start, core, end) = trimmed(word);
    if core.split(['/', '?']).any(secret) || secret(core) {
        return Cow::Owned(format!("{start}…{end}"));
    }
    Cow::Borrowed(word)
}

/// A word without the punctuation around it.
fn trimmed(word: &str) -> (&str, &str, &str) {
    let outside = |c: char| matches!(c, '.' | '/' | '?' | '-' | '_' | '+');
    let from = word.len() - word.trim_start_matches(outside).len();
    let core = word.get(from..).unwrap_or_default().trim_end_matches([':', '.', '/', '?', '-', '_', '+']);
    // `::` is an address, `[::]:` one with a colon behind it.
    let core = if word.ends_with("::") { word.get(from..).unwrap_or_default() } else { core };
    (word.get(..from).unwrap_or_default(), core, word.get(from + core.len()..).unwrap_or_default())
}

fn secret(part: &str) -> bool {
    let small = part.to_ascii_lowercase();
    small.contains("pure1") || small.contains("pure2p:") || is_address(part) || is_key(part)
}

fn is_address(part: &str) -> bool {
    let bare = part.trim_matches(['[', ']']);
    let zoneless = bare.split('%').next().unwrap_or(bare);
    // `key=1.2.3.4` was cut at the `=`; `peer:1.2.3.4:5` was not.
    let after = part.split_once(':').map_or("", |(_, rest)| rest);
    [part, bare, zoneless, after].iter().any(|text| {
        !text.is_empty() && (text.parse::<SocketAddr>().is_ok() || text.parse::<IpAddr>().is_ok())
    })
}

/// A long run of letters and digits with at least a digit in it: hexadecimal, Base32, Base64, Bech32.
fn is_key(part: &str) -> bool {
    part.split(|c: char| !c.is_ascii_alphanumeric())
        .any(|run| run.len() >= KEY && run.contains(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use std::net::{Ipv4Addr, Ipv6Addr};

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_gives_somebody_away_is_gone_and_the_rest_stays() {
        for (line, redacted) in [
            ("a transaction did not reach the disk", "a transaction did not reach the disk"),
            ("refused by 192.0.2.7:25000.", "refused by …."),
            ("[2001:db8::7]:25000, then fe80::1%eth0", "…, then …"),
            ("listens on [::]:20000 and 0.0.0.0", "listens on … and …"),
            ("uid=pure1q9erqr2kx dead", "uid=… dead"),
            ("PURE2P:PURE1QQ?ABC", "…"),
            ("key 000102030405060708090a0b0c0d0e0f1011", "key …"),
            ("at pure2p_core::node::writer in 12:30:05", "at pure2p_core::node::writer in 12:30:05"),
            ("two\nlines", "two lines"),
        ] {
            assert_eq!(redact(line), redacted, "{line}");
        }
    }

    proptest! {
        #[test]
        fn no_address_gets_through(v4: u32, v6: u128, port: u16, before in "[a-z =(\"']{0,5}[ =(\"']", after in "[ ,;)\"']?") {
            for address in [
                Ipv4Addr::from(v4).to_string(),
                Ipv6Addr::from(v6).to_string(),
                SocketAddr::from((Ipv4Addr::from(v4), port)).to_string(),
                SocketAddr::from((Ipv6Addr::from(v6), port)).to_string(),
            ] {
                let line = format!("{before}{address}{after}");
                prop_assert!(!redact(&line).contains(&address));
            }
        }

        #[test]
        fn no_key_gets_through(key: [u8; 32], before in "[a-z =:]{0,6}[ =:]") {
            let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
            let line = format!("{before}{hex}");
            prop_assert!(!redact(&line).contains(&hex));
        }

        #[test]
        fn any_text_is_survived(line in "\\PC*") {
            prop_assert!(!redact(&line).contains('\n'));
        }
    }
}
