//! Why a message waits: computed here, once, for every shell.

use crate::net::{AddressFault, DialError, Surroundings, judge};
use crate::node::{AttemptError, ReachState, Reason};
use crate::store::addresses::AddressRow;
use crate::store::contacts::{ContactRow, Hold};
use crate::store::messages::Refusal;

/// What the reason depends on besides the contact's row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts {
    /// Some process of this home is in the foreground.
    pub(crate) open: bool,
    /// The device has no network.
    pub(crate) offline: bool,
    /// An exchange with this contact that carries items is under way.
    pub(crate) trying: bool,
    /// Where they may be.
    pub(crate) known: Known,
    /// Who can reach this device.
    pub(crate) reach: ReachState,
}

/// What is known of where a contact may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Known {
    /// No address.
    Nothing,
    /// Addresses, and none that may be dialled from this network.
    Elsewhere,
    /// An address in this network, which the system does not let the app use.
    Forbidden,
    /// An address that may be dialled from here.
    Dialable,
}

impl Known {
    /// Of these addresses, within these surroundings.
    pub(crate) fn of(addresses: &[AddressRow], around: &Surroundings) -> Self {
        match addresses {
            [] => Self::Nothing,
            some => {
                let verdicts = some.iter().map(|row| judge(row.address, around));
                verdicts.fold(Self::Elsewhere, |known, verdict| match (known, verdict) {
                    (Self::Dialable, _) | (_, Ok(())) => Self::Dialable,
                    (_, Err(AddressFault::LocalNetworkForbidden)) => Self::Forbidden,
                    (known, _) => known,
                })
            }
        }
    }
}

/// What every process of this home can see in the database.
fn plain(contact: &ContactRow, refusal: Option<Refusal>) -> Option<Reason> {
    match refusal {
        Some(Refusal::NotUnderstood) => Some(Reason::NotUnderstood),
        Some(Refusal::Refused) => Some(Reason::Refused),
        None => contact.blocked.then_some(Reason::Blocked),
    }
}

/// Why a message to this contact waits, while another process of this home is in the foreground: what that one
/// said last of their chat.
pub(crate) fn reason_told(contact: &ContactRow, refusal: Option<Refusal>) -> Reason {
    // Nothing said of a chat where something waits: it was written just now, and is about to be seen.
    plain(contact, refusal).or_else(|| stored_reason(contact)).unwrap_or(Reason::Trying)
}

/// Why a message to this contact waits.
pub(crate) fn reason_of(contact: &ContactRow, refusal: Option<Refusal>, facts: Facts) -> Reason {
    if let Some(reason) = plain(contact, refusal) {
        return reason;
    }
    if !facts.open {
        return Reason::AppClosed;
    }
    if facts.trying {
        return Reason::Trying;
    }
    match contact.hold {
        Hold::Held => return Reason::NotAccepted,
        Hold::Later => return Reason::DeviceFull,
        Hold::Nothing => {}
    }
    if facts.offline {
        return Reason::Offline; // Whoever was here: nothing can be tried.
    }
    if contact.here {
        return Reason::Trying;
    }
    match facts.known {
        // They said where they are, in a link or when they came in, and that is nowhere that leads to them from here.
        Known::Nothing | Known::Elsewhere if told(contact) => {
            return if may_be_reached(facts.reach) { Reason::NoWayIn } else { Reason::NeitherReachable };
        }
        Known::Nothing => return Reason::NoAddress,
        Known::Elsewhere => return Reason::Unreachable,
        Known::Forbidden => return Reason::LocalNetworkForbidden,
        Known::Dialable => {}
    }
    match contact.last_error.and_then(attempt_error) {
        Some(AttemptError::Dial(error)) => after(error, contact),
        // Of messages and chats: said above, each by its own mark.
        Some(
            AttemptError::Later
            | AttemptError::NotAccepted
            | AttemptError::NotUnderstood
            | AttemptError::Refused,
        ) => Reason::Trying,
        // The last exchange went through, and since then they left.
        None if contact.last_seen.is_some() => not_open(contact),
        None => Reason::Trying, // The first try is about to begin.
    }
}

/// Why a message waits after an exchange that failed like this.
fn after(error: DialError, contact: &ContactRow) -> Reason {
    match error {
        // We ended it ourselves, or had nothing to try: nothing was learnt, and the next try is planned.
        DialError::Cancelled | DialError::NoAddress | DialError::TooLarge => Reason::Trying,
        DialError::Starved => Reason::Starved,
        DialError::Unreachable => Reason::Unreachable,
        // A door was shut, or somebody answered who could not prove to be them: whose address it is now cannot be
        // told, but their app is not open there.
        DialError::BadAnswer | DialError::Dark | DialError::Refused => not_open(contact),
        // A device that is off and a firewall look the same.
        DialError::Silent => Reason::NoAnswer { last_seen: contact.last_seen },
    }
}

/// They said where they are, if anywhere: nothing is known of who was entered by UID alone.
fn told(contact: &ContactRow) -> bool {
    contact.card_serial > 0 || contact.last_seen.is_some()
}

/// It cannot be excluded that they reach this device.
fn may_be_reached(reach: ReachState) -> bool {
    match reach {
        ReachState::Confirmed | ReachState::Ipv6Only | ReachState::Looking | ReachState::Opened => true,
        ReachState::Closed
        | ReachState::LanOnly
        | ReachState::LocalNetworkForbidden
        | ReachState::NoRouterProtocol
        | ReachState::Offline
        | ReachState::RouterRefused
        | ReachState::SecondRouter => false,
    }
}

fn not_open(contact: &ContactRow) -> Reason {
    Reason::NotOpen { last_seen: contact.last_seen }
}

/// `contacts.reason`; `None` for what every process can see by itself.
pub(super) fn reason_code(reason: Reason) -> Option<u8> {
    Some(match reason {
        Reason::AppClosed | Reason::Blocked | Reason::NotUnderstood | Reason::Refused => return None,
        Reason::DeviceFull => 1,
        Reason::NoAddress => 2,
        Reason::NotAccepted => 3,
        Reason::NotOpen { .. } => 4,
        Reason::Offline => 5,
        Reason::Starved => 6,
        Reason::Trying => 7,
        Reason::Unreachable => 8,
        Reason::NeitherReachable => 9,
        Reason::LocalNetworkForbidden => 10,
        Reason::NoAnswer { .. } => 11,
        Reason::NoWayIn => 12,
    })
}

/// What `contacts.reason` means.
pub(super) fn stored_reason(contact: &ContactRow) -> Option<Reason> {
    Some(match contact.reason? {
        1 => Reason::DeviceFull,
        2 => Reason::NoAddress,
        3 => Reason::NotAccepted,
        4 => not_open(contact),
        5 => Reason::Offline,
        6 => Reason::Starved,
        7 => Reason::Trying,
        8 => Reason::Unreachable,
        9 => Reason::NeitherReachable,
        10 => Reason::LocalNetworkForbidden,
        11 => Reason::NoAnswer { last_seen: contact.last_seen },
        12 => Reason::NoWayIn,
        _ => return None,
    })
}

/// `attempts.error` of what went wrong; 0 is "it went through".
pub(super) fn code_of(error: AttemptError) -> u8 {
    match error {
        AttemptError::Later => 1,
        AttemptError::NotAccepted => 2,
        AttemptError::NotUnderstood => 3,
        AttemptError::Refused => 4,
        AttemptError::Dial(dial) => match dial {
            DialError::BadAnswer => 10,
            DialError::Cancelled => 11,
            DialError::Dark => 12,
            DialError::NoAddress => 13,
            DialError::Refused => 14,
            DialError::Silent => 15,
            DialError::Starved => 16,
            DialError::TooLarge => 18,
            DialError::Unreachable => 17,
        },
    }
}

/// What `attempts.error` means.
pub(crate) fn attempt_error(code: u8) -> Option<AttemptError> {
    Some(match code {
        0 => return None,
        1 => AttemptError::Later,
        2 => AttemptError::NotAccepted,
        3 => AttemptError::NotUnderstood,
        4 => AttemptError::Refused,
        10 => AttemptError::Dial(DialError::BadAnswer),
        11 => AttemptError::Dial(DialError::Cancelled),
        12 => AttemptError::Dial(DialError::Dark),
        13 => AttemptError::Dial(DialError::NoAddress),
        14 => AttemptError::Dial(DialError::Refused),
        16 => AttemptError::Dial(DialError::Starved),
        17 => AttemptError::Dial(DialError::Unreachable),
        18 => AttemptError::Dial(DialError::TooLarge),
        _ => AttemptError::Dial(DialError::Silent),
    })
}

#[cfg(test)]
mod tests;
