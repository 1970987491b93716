//! Why a message waits: computed here, once, for every shell.

use crate::net::DialError;
use crate::node::{AttemptError, Reason};
use crate::store::Millis;
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
    /// Some address of theirs may be dialled from here.
    pub(crate) has_address: bool,
}

/// Why a message to this contact waits.
pub(crate) fn reason_of(contact: &ContactRow, refusal: Option<Refusal>, facts: Facts) -> Reason {
    match refusal {
        Some(Refusal::NotUnderstood) => return Reason::NotUnderstood,
        Some(Refusal::Refused) => return Reason::Refused,
        None => {}
    }
    if contact.blocked {
        return Reason::Blocked;
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
    if contact.here {
        return Reason::Trying;
    }
    if facts.offline {
        return Reason::Offline;
    }
    if !facts.has_address {
        return Reason::NoAddress;
    }
    match contact.last_error.map(attempt_error) {
        Some(Some(AttemptError::Dial(DialError::Unreachable))) => Reason::Unreachable,
        None => Reason::Trying, // The first try is about to begin.
        _ => Reason::NotOpen { last_seen: seen(contact) },
    }
}

fn seen(contact: &ContactRow) -> Option<Millis> {
    contact.last_seen
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
