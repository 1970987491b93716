//! Why a message waits, and why an attempt failed.

use pure2p_core::net::DialError;
use pure2p_core::node;

use crate::ids::Time;

/// Why a message waits. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Reason {
    /// This app is not open: nothing is tried.
    AppClosed,
    /// This contact is blocked here.
    Blocked,
    /// Their device has no room.
    DeviceFull,
    /// They are in this device's own network, and the system does not let the app use it.
    LocalNetworkForbidden,
    /// Neither side can be reached from the other: their own app told of no address that leads to them from here, and
    /// none leads to this device.
    NeitherReachable,
    /// No address is known for them.
    NoAddress,
    /// Nobody answered at any address known: their app is not open, or a router or firewall keeps this device out.
    NoAnswer {
        /// The last authenticated exchange, if there was any.
        last_seen: Option<Time>,
    },
    /// They told of no address that leads to them from here: only they can begin, and this device may be reached.
    NoWayIn,
    /// They have not accepted this account yet.
    NotAccepted,
    /// Their app is not open: at no address known did anybody answer who proved to be them.
    NotOpen {
        /// The last authenticated exchange, if there was any.
        last_seen: Option<Time>,
    },
    /// Their app is older and does not know this kind.
    NotUnderstood,
    /// This device is offline.
    Offline,
    /// Their device refused it: too large.
    Refused,
    /// This device has too many connections open to begin another.
    Starved,
    /// An exchange is under way, or about to begin.
    Trying,
    /// Addresses of theirs are known, and none can be reached from this network.
    Unreachable,
}

impl From<node::Reason> for Reason {
    fn from(reason: node::Reason) -> Self {
        match reason {
            node::Reason::AppClosed => Self::AppClosed,
            node::Reason::Blocked => Self::Blocked,
            node::Reason::DeviceFull => Self::DeviceFull,
            node::Reason::LocalNetworkForbidden => Self::LocalNetworkForbidden,
            node::Reason::NeitherReachable => Self::NeitherReachable,
            node::Reason::NoAddress => Self::NoAddress,
            node::Reason::NoAnswer { last_seen } => Self::NoAnswer { last_seen: last_seen.map(Into::into) },
            node::Reason::NoWayIn => Self::NoWayIn,
            node::Reason::NotAccepted => Self::NotAccepted,
            node::Reason::NotOpen { last_seen } => Self::NotOpen { last_seen: last_seen.map(Into::into) },
            node::Reason::NotUnderstood => Self::NotUnderstood,
            node::Reason::Offline => Self::Offline,
            node::Reason::Refused => Self::Refused,
            node::Reason::Starved => Self::Starved,
            node::Reason::Trying => Self::Trying,
            node::Reason::Unreachable => Self::Unreachable,
        }
    }
}

/// Why an attempt did not deliver. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AttemptError {
    /// Somebody else answered.
    BadAnswer,
    /// This device broke it off.
    Cancelled,
    /// Nobody there knows this contact.
    Dark,
    /// Their device is busy or full.
    Later,
    /// There was no address to try.
    NoAddress,
    /// No way leads there from this network.
    NoRoute,
    /// They have not accepted this account.
    NotAccepted,
    /// Their app does not know this kind.
    NotUnderstood,
    /// Nothing is open there.
    NothingOpen,
    /// Their device refused it: too large.
    Refused,
    /// No answer.
    Silent,
    /// This device has too many connections open.
    Starved,
    /// More than fits into one exchange.
    TooLarge,
}

impl From<node::AttemptError> for AttemptError {
    fn from(error: node::AttemptError) -> Self {
        match error {
            node::AttemptError::Dial(DialError::BadAnswer) => Self::BadAnswer,
            node::AttemptError::Dial(DialError::Cancelled) => Self::Cancelled,
            node::AttemptError::Dial(DialError::Dark) => Self::Dark,
            node::AttemptError::Dial(DialError::NoAddress) => Self::NoAddress,
            node::AttemptError::Dial(DialError::Refused) => Self::NothingOpen,
            node::AttemptError::Dial(DialError::Silent) => Self::Silent,
            node::AttemptError::Dial(DialError::Starved) => Self::Starved,
            node::AttemptError::Dial(DialError::TooLarge) => Self::TooLarge,
            node::AttemptError::Dial(DialError::Unreachable) => Self::NoRoute,
            node::AttemptError::Later => Self::Later,
            node::AttemptError::NotAccepted => Self::NotAccepted,
            node::AttemptError::NotUnderstood => Self::NotUnderstood,
            node::AttemptError::Refused => Self::Refused,
        }
    }
}
