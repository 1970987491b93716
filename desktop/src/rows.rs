//! The objects of the JSON output, one shape per verb.

mod reach;

use pure2p_core::node::{Contact, Hit, KnownAddress, Message, Reason, Request, TimelineEntry, Waiting};
use serde::Serialize;

use crate::{clock, names};

pub(crate) use reach::{ReachRow, WayRow};

#[derive(Serialize)]
pub(crate) struct ContactRow {
    uid: String,
    name: String,
    state: &'static str,
    presence: &'static str,
    last_seen: Option<String>,
    waiting: u64,
    unread: u64,
    addresses: Vec<String>,
    suggested_name: Option<String>,
    verified: bool,
    reached_at: Option<String>,
    came_in_at: Option<String>,
    i_reach: WayRow,
    they_reach: WayRow,
}

impl From<&Contact> for ContactRow {
    fn from(contact: &Contact) -> Self {
        let address = |known: &KnownAddress| known.address.to_string();
        Self {
            uid: contact.uid.to_string(),
            name: contact.name.clone(),
            state: names::contact_state(contact),
            presence: names::presence(contact.presence),
            last_seen: contact.last_seen.map(clock::rfc3339),
            waiting: contact.waiting,
            unread: contact.unread,
            addresses: contact.addresses.iter().map(address).collect(),
            suggested_name: contact.suggested_name.clone(),
            verified: contact.verified,
            reached_at: contact.reached_at.map(clock::rfc3339),
            came_in_at: contact.came_in_at.map(clock::rfc3339),
            i_reach: contact.i_reach.into(),
            they_reach: contact.they_reach.into(),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct RequestRow {
    uid: String,
    suggested_name: Option<String>,
    invited: bool,
    texts: Vec<String>,
    came_at: String,
}

impl From<&Request> for RequestRow {
    fn from(request: &Request) -> Self {
        Self {
            uid: request.uid.to_string(),
            suggested_name: request.suggested_name.clone(),
            invited: request.invited,
            texts: request.texts.clone(),
            came_at: clock::rfc3339(request.came_at),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct MessageRow {
    id: String,
    direction: &'static str,
    text: String,
    state: &'static str,
    reason: Option<&'static str>,
    written_at: String,
    stored_at: String,
    delivered_at: Option<String>,
    read_at: Option<String>,
}

impl From<&Message> for MessageRow {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id.to_string(),
            direction: names::direction(message.direction),
            text: message.text.clone(),
            state: names::message_state(message.state),
            reason: message.reason.as_ref().map(names::reason),
            written_at: clock::rfc3339(message.written_at),
            stored_at: clock::rfc3339(message.stored_at),
            delivered_at: message.delivered_at.map(clock::rfc3339),
            read_at: message.read_at.map(clock::rfc3339),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct SentRow {
    id: String,
    state: &'static str,
    reason: Option<&'static str>,
}

impl From<&Message> for SentRow {
    fn from(message: &Message) -> Self {
        Self {
            id: message.id.to_string(),
            state: names::message_state(message.state),
            reason: message.reason.as_ref().map(names::reason),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct DetailRow {
    at: String,
    what: &'static str,
    result: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    times: Option<u64>,
}

impl From<&TimelineEntry> for DetailRow {
    fn from(entry: &TimelineEntry) -> Self {
        use pure2p_core::node::Happening::Attempt;
        let (result, address, times) = match &entry.what {
            Attempt { address, error, times } => {
                (Some(names::attempt(*error)), address.map(|a| a.to_string()), Some(*times))
            }
            _ => (None, None, None),
        };
        Self { at: clock::rfc3339(entry.at), what: names::happening(&entry.what), result, address, times }
    }
}

#[derive(Serialize)]
pub(crate) struct WaitingRow {
    id: String,
    to: String,
    reason: &'static str,
    attempts: u64,
    next_attempt_at: Option<String>,
}

impl From<&Waiting> for WaitingRow {
    fn from(waiting: &Waiting) -> Self {
        Self {
            id: waiting.id.to_string(),
            to: waiting.to.to_string(),
            reason: names::reason(&waiting.reason),
            attempts: waiting.attempts,
            next_attempt_at: waiting.next_attempt_at.map(clock::rfc3339),
        }
    }
}

#[derive(Serialize)]
pub(crate) struct HitRow {
    id: String,
    chat: String,
    text: String,
}

impl From<&Hit> for HitRow {
    fn from(hit: &Hit) -> Self {
        let message = &hit.message;
        Self { id: message.id.to_string(), chat: message.chat.to_string(), text: message.text.clone() }
    }
}

/// A line of `open`.
#[derive(Serialize)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(crate) enum EventRow {
    Closed,
    Contact { uid: String, state: &'static str },
    Listening { addresses: Vec<String> },
    Message { id: String, from: String, text: String },
    Presence { uid: String, presence: &'static str },
    Progress { done: u64, total: u64 },
    Reach { state: &'static str },
    Reason { uid: String, reason: Option<&'static str> },
    Request { uid: String },
    State { id: String, uid: String, state: &'static str, reason: Option<&'static str> },
}

impl EventRow {
    /// Why a chat's oldest message waits changed.
    pub(crate) fn reason(uid: String, reason: Option<&Reason>) -> Self {
        Self::Reason { uid, reason: reason.map(names::reason) }
    }
}
