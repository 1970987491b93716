//! The stable words of the JSON output. Programs depend on them: they never change their meaning.

use pure2p_core::net::DialError;
use pure2p_core::node::{
    AttemptError, Contact, ContactState, Direction, Happening, MessageState, Presence, Reason,
};

/// `entered`, `requested`, `bound`, `removed`; `blocked` hides the others.
pub(crate) fn contact_state(contact: &Contact) -> &'static str {
    match contact.state {
        _ if contact.blocked => "blocked",
        ContactState::Bound => "bound",
        ContactState::Entered => "entered",
        ContactState::Removed => "removed",
        ContactState::Requested => "requested",
    }
}

/// `here`, `was_here`, `not_met`.
pub(crate) fn presence(presence: Presence) -> &'static str {
    match presence {
        Presence::Here => "here",
        Presence::NotMet => "not_met",
        Presence::WasHere => "was_here",
    }
}

/// `in`, `out`.
pub(crate) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::In => "in",
        Direction::Out => "out",
    }
}

/// `waiting`, `delivered`, `read`.
pub(crate) fn message_state(state: MessageState) -> &'static str {
    match state {
        MessageState::Waiting => "waiting",
        MessageState::Delivered => "delivered",
        MessageState::Read => "read",
    }
}

/// Why a message waits.
pub(crate) fn reason(reason: &Reason) -> &'static str {
    match reason {
        Reason::AppClosed => "app_closed",
        Reason::Blocked => "blocked",
        Reason::DeviceFull => "device_full",
        Reason::LocalNetworkForbidden => "local_network_forbidden",
        Reason::NeitherReachable => "neither_reachable",
        Reason::NoAddress => "no_address",
        Reason::NotAccepted => "not_accepted",
        Reason::NotOpen { .. } => "not_open",
        Reason::NotUnderstood => "not_understood",
        Reason::Offline => "offline",
        Reason::Refused => "refused",
        Reason::Starved => "starved",
        Reason::Trying => "trying",
        Reason::Unreachable => "unreachable",
    }
}

/// What happened to a message: `written`, `attempt`, `delivered`, `read`.
pub(crate) fn happening(happening: &Happening) -> &'static str {
    match happening {
        Happening::Attempt { .. } => "attempt",
        Happening::Delivered => "delivered",
        Happening::Read => "read",
        Happening::Written => "written",
    }
}

/// What came of an attempt; `ok` if it went through.
pub(crate) fn attempt(error: Option<AttemptError>) -> &'static str {
    match error {
        None => "ok",
        Some(AttemptError::Dial(error)) => dial(error),
        Some(AttemptError::Later) => "later",
        Some(AttemptError::NotAccepted) => "not_accepted",
        Some(AttemptError::NotUnderstood) => "not_understood",
        Some(AttemptError::Refused) => "refused_by_peer",
    }
}

fn dial(error: DialError) -> &'static str {
    match error {
        DialError::BadAnswer => "bad_answer",
        DialError::Cancelled => "cancelled",
        DialError::Dark => "dark",
        DialError::NoAddress => "no_address",
        DialError::Refused => "refused",
        DialError::Silent => "silent",
        DialError::Starved => "starved",
        DialError::TooLarge => "too_large",
        DialError::Unreachable => "unreachable",
    }
}
