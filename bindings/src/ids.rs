//! Small values that cross as text or as the platform's own type.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::{Mutex, PoisonError};

use pure2p_core::identity::Uid;
use pure2p_core::node::Millis;
use pure2p_core::wire::ItemId;

use crate::error::MessengerError;

/// A message's id: 32 hexadecimal digits, the same on both devices.
pub type MessageId = ItemId;

// A text that is none of these never enters: the call it is in fails with a typed error before it begins.
uniffi::custom_type!(Uid, String, {
    remote,
    try_lift: |text| Ok(uid_of(&text)?),
    lower: |uid| text_of(uid),
});
uniffi::custom_type!(MessageId, String, {
    remote,
    try_lift: |text| text.parse::<ItemId>().map_err(|_| MessengerError::BadMessageId.into()),
    lower: |id| id.to_string(),
});
uniffi::custom_type!(SocketAddr, String, {
    remote,
    try_lift: |text| text.parse::<SocketAddr>().map_err(|_| MessengerError::BadAddress { text }.into()),
    lower: |address| address.to_string(),
});
uniffi::custom_type!(IpAddr, String, {
    remote,
    try_lift: |text| text.parse::<IpAddr>().map_err(|_| MessengerError::BadAddress { text }.into()),
    lower: |address| address.to_string(),
});
uniffi::custom_type!(Ipv6Addr, String, {
    remote,
    try_lift: |text| text.parse::<Ipv6Addr>().map_err(|_| MessengerError::BadAddress { text }.into()),
    lower: |address| address.to_string(),
});

/// A screen names the same person in every call, and checking a key (a scalar multiplication) takes as long as reading a
/// page of messages: texts that were found right lately are not checked again.
fn uid_of(text: &str) -> Result<Uid, MessengerError> {
    const MANY: usize = 8;
    static TAKEN: Mutex<VecDeque<(String, Uid)>> = Mutex::new(VecDeque::new());
    let taken = || TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((_, uid)) = taken().iter().find(|(known, _)| known == text) {
        return Ok(*uid);
    }
    let uid = text.parse::<Uid>()?;
    let mut taken = taken();
    taken.truncate(MANY - 1);
    taken.push_front((text.to_owned(), uid));
    Ok(uid)
}

/// A page of messages names the same chat fifty times: its text is made once.
fn text_of(uid: Uid) -> String {
    thread_local!(static LAST: RefCell<Option<(Uid, String)>> = const { RefCell::new(None) });
    LAST.with_borrow_mut(|last| match last {
        Some((known, text)) if *known == uid => text.clone(),
        _ => last.insert((uid, uid.to_string())).1.clone(),
    })
}

/// A point in time. It crosses as one number: `uniffi.toml` says how that becomes an `Instant` in Kotlin and a `Date`
/// in Swift. As a `SystemTime` it would cross as two, which a page of messages would pay some hundred times.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time(i64);

uniffi::custom_newtype!(Time, i64);

/// A peer's claim may be any number: what no clock of the platform can show becomes the nearest that it can.
impl From<Millis> for Time {
    fn from(millis: Millis) -> Self {
        // ±100 million days, as far as every platform's calendar goes (ECMA-262 has the same bound).
        const FAR: Millis = 8_640_000_000_000_000;
        Self(millis.clamp(-FAR, FAR))
    }
}

/// A count as the platforms' plain integers. Nobody has two thousand million of anything here.
pub(crate) fn count(many: impl TryInto<i32>) -> i32 {
    many.try_into().unwrap_or(i32::MAX)
}

#[cfg(test)]
mod tests {
    use pure2p_core::identity::Account;

    use super::*;

    #[test]
    fn times_that_no_clock_shows_are_bounded() {
        assert_eq!(Time::from(1_500), Time(1_500));
        assert_eq!(Time::from(-1_500), Time(-1_500));
        assert_eq!(Time::from(Millis::MAX), Time(8_640_000_000_000_000));
        assert_eq!(Time::from(Millis::MIN), Time(-8_640_000_000_000_000));
        assert_eq!(count(u64::MAX), i32::MAX);
    }

    #[test]
    fn texts_of_uids_are_judged_the_same_the_second_time() {
        let people: Vec<Uid> = (0..40)
            .filter_map(|seed| Account::from_seed(&[seed; 32]).ok())
            .map(|account| account.uid())
            .collect();
        for _ in 0..2 {
            for uid in &people {
                let text = uid.to_string();
                let shouted = text.to_uppercase();
                let cut = text.get(1..).unwrap_or_default();
                for _ in 0..2 {
                    assert_eq!(uid_of(&text).ok(), Some(*uid));
                    assert_eq!(uid_of(&shouted).ok(), Some(*uid));
                    assert!(uid_of(cut).is_err());
                }
            }
        }
    }
}
