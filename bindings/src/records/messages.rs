//! Messages, what is true of them, and what happened to them.

use std::net::SocketAddr;

use pure2p_core::identity::Uid;
use pure2p_core::node;

use super::{AttemptError, Reason};
use crate::ids::{MessageId, Time, count};

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Direction {
    /// From the contact.
    In,
    /// From this device.
    Out,
}

impl From<node::Direction> for Direction {
    fn from(direction: node::Direction) -> Self {
        match direction {
            node::Direction::In => Self::In,
            node::Direction::Out => Self::Out,
        }
    }
}

/// What is true of a message: the same word on both devices, and it never goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum MessageState {
    /// On this device only.
    Waiting,
    /// On their device's disk, and they said so in an authenticated exchange.
    Delivered,
    /// They opened it.
    Read,
}

impl From<node::MessageState> for MessageState {
    fn from(state: node::MessageState) -> Self {
        match state {
            node::MessageState::Waiting => Self::Waiting,
            node::MessageState::Delivered => Self::Delivered,
            node::MessageState::Read => Self::Read,
        }
    }
}

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Message {
    /// The same on both devices.
    pub id: MessageId,
    /// With whom.
    pub chat: Uid,
    /// Which way.
    pub direction: Direction,
    /// The text.
    pub text: String,
    /// What is true of it.
    pub state: MessageState,
    /// Why it waits, if it does.
    pub reason: Option<Reason>,
    /// When its writer says it was written.
    pub written_at: Time,
    /// When this device stored it: its place in the chat.
    pub stored_at: Time,
    /// When it was delivered (outgoing: when they said so; incoming: when it was stored).
    pub delivered_at: Option<Time>,
    /// When it was read, if that is known.
    pub read_at: Option<Time>,
}

impl From<node::Message> for Message {
    fn from(message: node::Message) -> Self {
        Self {
            id: message.id,
            chat: message.chat,
            direction: message.direction.into(),
            text: message.text,
            state: message.state.into(),
            reason: message.reason.map(Into::into),
            written_at: message.written_at.into(),
            stored_at: message.stored_at.into(),
            delivered_at: message.delivered_at.map(Into::into),
            read_at: message.read_at.map(Into::into),
        }
    }
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct WaitingMessage {
    /// Which.
    pub id: MessageId,
    /// For whom.
    pub to: Uid,
    /// Why.
    pub reason: Reason,
    /// How many attempts were made since it was written.
    pub attempts: i32,
    /// When the next one is due, if one is planned.
    pub next_attempt_at: Option<Time>,
}

impl From<node::Waiting> for WaitingMessage {
    fn from(waiting: node::Waiting) -> Self {
        Self {
            id: waiting.id,
            to: waiting.to,
            reason: waiting.reason.into(),
            attempts: count(waiting.attempts),
            next_attempt_at: waiting.next_attempt_at.map(Into::into),
        }
    }
}

/// One line of a message's timeline.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct TimelineEntry {
    /// When.
    pub at: Time,
    /// What happened.
    pub what: Happening,
}

impl From<node::TimelineEntry> for TimelineEntry {
    fn from(entry: node::TimelineEntry) -> Self {
        Self { at: entry.at.into(), what: entry.what.into() }
    }
}

/// What can happen to a message. Alphabetical.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Happening {
    /// A try to bring the chat's queue over, and what came of it.
    Attempt {
        /// The address that decided it, if one did.
        address: Option<SocketAddr>,
        /// Why it failed; nothing if it went through.
        error: Option<AttemptError>,
        /// How many tries in a row had this result.
        times: i32,
    },
    /// They said that it is on their disk (or this device stored it).
    Delivered,
    /// It was opened.
    Read,
    /// It was written.
    Written,
}

impl From<node::Happening> for Happening {
    fn from(happening: node::Happening) -> Self {
        match happening {
            node::Happening::Attempt { address, error, times } => {
                Self::Attempt { address, error: error.map(Into::into), times: count(times) }
            }
            node::Happening::Delivered => Self::Delivered,
            node::Happening::Read => Self::Read,
            node::Happening::Written => Self::Written,
        }
    }
}
