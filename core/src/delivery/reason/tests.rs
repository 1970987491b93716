//! Every row of what may be true, and every reason.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use super::*;
use crate::identity::Account;
use crate::store::contacts::{ContactId, State};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

const SEEN: i64 = 77;

fn contact(change: impl FnOnce(&mut ContactRow)) -> ContactRow {
    let mut row = ContactRow {
        id: ContactId(1),
        uid: Account::generate(&mut ChaCha20Rng::seed_from_u64(1)).uid(),
        state: State::Entered,
        blocked: false,
        verified: false,
        name: None,
        suggested_name: None,
        draft: String::new(),
        added_at: 1,
        last_seen: None,
        reached_at: None,
        came_in_at: None,
        here: false,
        card_serial: 0,
        invite: None,
        invited: false,
        hold: Hold::Nothing,
        last_error: None,
        next_attempt_at: None,
        reason: None,
        reached_since: None,
        unreached_since: None,
        came_in_since: None,
        kept_out_since: None,
    };
    change(&mut row);
    row
}

fn failed(error: DialError) -> impl FnOnce(&mut ContactRow) {
    move |row| {
        row.last_seen = Some(SEEN);
        row.last_error = Some(code_of(AttemptError::Dial(error)));
    }
}

/// A place for every reason: a new one does not compile until it has its own.
fn place(reason: Reason) -> usize {
    match reason {
        Reason::AppClosed => 0,
        Reason::Blocked => 1,
        Reason::DeviceFull => 2,
        Reason::NoAddress => 3,
        Reason::NotAccepted => 4,
        Reason::NotOpen { .. } => 5,
        Reason::NotUnderstood => 6,
        Reason::Offline => 7,
        Reason::Refused => 8,
        Reason::Starved => 9,
        Reason::Trying => 10,
        Reason::Unreachable => 11,
        Reason::NeitherReachable => 12,
        Reason::LocalNetworkForbidden => 13,
        Reason::NoAnswer { .. } => 14,
        Reason::NoWayIn => 15,
    }
}
const PLACES: usize = 16;

const OPEN: Facts =
    Facts { open: true, offline: false, trying: false, known: Known::Dialable, reach: ReachState::Opened };
const NOWHERE: Facts = Facts { known: Known::Nothing, ..OPEN };
const ELSEWHERE: Facts = Facts { known: Known::Elsewhere, ..OPEN };
const FORBIDDEN: Facts = Facts { known: Known::Forbidden, ..OPEN };
const BOTH_CLOSED: Facts = Facts { reach: ReachState::NoRouterProtocol, ..NOWHERE };
const BOTH_ELSEWHERE: Facts = Facts { known: Known::Elsewhere, ..BOTH_CLOSED };
const CLOSED: Facts = Facts { open: false, ..OPEN };
const OFFLINE: Facts = Facts { offline: true, ..NOWHERE };
const TRYING: Facts = Facts { trying: true, ..OFFLINE };

#[test]
fn every_reason_is_the_true_one() {
    let away = Reason::NotOpen { last_seen: Some(SEEN) };
    let new = || contact(|_| {});
    let held = |hold| contact(move |row| row.hold = hold);
    let refused = Some(Refusal::Refused);
    let cases: Vec<(ContactRow, Option<Refusal>, Facts, Reason)> = vec![
        // A message's own fate comes first, then what the person did, then this app, then what is under way.
        (contact(|row| row.blocked = true), refused, CLOSED, Reason::Refused),
        (new(), Some(Refusal::NotUnderstood), TRYING, Reason::NotUnderstood),
        (contact(|row| row.blocked = true), None, CLOSED, Reason::Blocked),
        (held(Hold::Held), None, CLOSED, Reason::AppClosed),
        (held(Hold::Held), None, TRYING, Reason::Trying),
        // What they said.
        (held(Hold::Held), None, OFFLINE, Reason::NotAccepted),
        (held(Hold::Later), None, OPEN, Reason::DeviceFull),
        (contact(|row| row.here = true), None, NOWHERE, Reason::Trying),
        (contact(|row| row.here = true), None, OFFLINE, Reason::Offline),
        (contact(|row| row.here = true), None, NOWHERE, Reason::Trying),
        // What this device can do.
        (new(), None, OFFLINE, Reason::Offline),
        (contact(failed(DialError::Silent)), None, OFFLINE, Reason::Offline),
        (new(), None, NOWHERE, Reason::NoAddress),
        (contact(failed(DialError::Silent)), None, NOWHERE, Reason::NoWayIn),
        (contact(|row| row.card_serial = 1), None, ELSEWHERE, Reason::NoWayIn),
        (new(), None, FORBIDDEN, Reason::LocalNetworkForbidden),
        // Nothing is known of somebody entered by UID; they themselves said that there is no way to them.
        (new(), None, BOTH_CLOSED, Reason::NoAddress),
        (contact(|row| row.card_serial = 1), None, BOTH_CLOSED, Reason::NeitherReachable),
        (contact(|row| row.last_seen = Some(SEEN)), None, BOTH_ELSEWHERE, Reason::NeitherReachable),
        (new(), None, BOTH_ELSEWHERE, Reason::Unreachable),
        // What became of the last try.
        (new(), None, OPEN, Reason::Trying),
        (contact(|row| row.last_seen = Some(SEEN)), None, OPEN, away),
        (contact(failed(DialError::BadAnswer)), None, OPEN, away),
        (contact(failed(DialError::Cancelled)), None, OPEN, Reason::Trying),
        (contact(failed(DialError::Dark)), None, OPEN, away),
        (contact(failed(DialError::NoAddress)), None, OPEN, Reason::Trying),
        (contact(failed(DialError::Refused)), None, OPEN, away),
        (contact(failed(DialError::Silent)), None, OPEN, Reason::NoAnswer { last_seen: Some(SEEN) }),
        (contact(failed(DialError::Starved)), None, OPEN, Reason::Starved),
        (contact(failed(DialError::TooLarge)), None, OPEN, Reason::Trying),
        (contact(failed(DialError::Unreachable)), None, OPEN, Reason::Unreachable),
        (
            contact(|row| row.last_error = Some(code_of(AttemptError::Dial(DialError::Silent)))),
            None,
            OPEN,
            Reason::NoAnswer { last_seen: None },
        ),
    ];
    let mut seen = BTreeSet::new();
    for (contact, refusal, facts, expected) in cases {
        let reason = reason_of(&contact, refusal, facts);
        assert_eq!(reason, expected, "{contact:?} {refusal:?} {facts:?}");
        seen.insert(place(reason));
        // Another process says the same of what this one stored.
        if facts.open {
            let stored = reason_code(reason_of(&contact, None, facts));
            let told = ContactRow { reason: stored, ..contact };
            assert_eq!(reason_told(&told, refusal), reason);
        }
    }
    assert_eq!(seen, (0..PLACES).collect(), "every reason occurs");
}

#[test]
fn an_address_that_cannot_be_dialled_from_here_is_known_all_the_same() {
    let row = |address: &str| AddressRow {
        address: address.parse().unwrap(),
        source: crate::store::addresses::Source::Link,
        learnt_at: 1,
        worked_at: None,
        failed_at: None,
        failures: 0,
    };
    let mut around = Surroundings::default();
    assert_eq!(Known::of(&[], &around), Known::Nothing);
    // Private, and this device is not in that network.
    let private = row("192.168.7.7:20000");
    assert_eq!(Known::of(std::slice::from_ref(&private), &around), Known::Elsewhere);
    assert_eq!(Known::of(&[private.clone(), row("11.0.0.1:20000")], &around), Known::Dialable);
    around.known = true;
    around.interfaces = vec![crate::net::Prefix { ip: "192.168.7.1".parse().unwrap(), len: 24 }];
    assert_eq!(Known::of(std::slice::from_ref(&private), &around), Known::Dialable);
    around.local_forbidden = true;
    assert_eq!(Known::of(std::slice::from_ref(&private), &around), Known::Forbidden);
    assert_eq!(Known::of(&[row("192.168.8.8:20000"), private.clone()], &around), Known::Forbidden);
    assert_eq!(Known::of(&[private, row("11.0.0.1:20000")], &around), Known::Dialable);
}

#[test]
fn every_error_keeps_its_code() {
    for code in (1..=4).chain(10..=18) {
        let error = attempt_error(code).unwrap();
        assert_eq!(code_of(error), code);
    }
    assert_eq!(attempt_error(0), None);
}
