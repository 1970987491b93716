//! Accounts, contacts, requests.

use std::net::SocketAddr;

use pure2p_core::identity::Uid;
use pure2p_core::node;

use super::{Message, Reason, Way};
use crate::ids::{Time, count};

/// This device's account.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Account {
    /// The account's UID.
    pub uid: Uid,
    /// The name suggested to contacts.
    pub name: Option<String>,
}

impl From<node::AccountInfo> for Account {
    fn from(account: node::AccountInfo) -> Self {
        let node::AccountInfo { uid, name } = account;
        Self { uid, name }
    }
}

/// How far a contact has come. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum ContactState {
    /// A message was stored in either direction and answered.
    Bound,
    /// Entered here; nothing stored yet.
    Entered,
    /// Taken off the list.
    Removed,
    /// They wrote first and wait for *Accept*.
    Requested,
}

impl From<node::ContactState> for ContactState {
    fn from(state: node::ContactState) -> Self {
        match state {
            node::ContactState::Bound => Self::Bound,
            node::ContactState::Entered => Self::Entered,
            node::ContactState::Removed => Self::Removed,
            node::ContactState::Requested => Self::Requested,
        }
    }
}

/// Whether a contact is here. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Presence {
    /// An authenticated exchange within this foreground, not ended since.
    Here,
    /// Nothing was ever exchanged.
    NotMet,
    /// The last authenticated exchange was at `last_seen`.
    WasHere,
}

impl From<node::Presence> for Presence {
    fn from(presence: node::Presence) -> Self {
        match presence {
            node::Presence::Here => Self::Here,
            node::Presence::NotMet => Self::NotMet,
            node::Presence::WasHere => Self::WasHere,
        }
    }
}

/// A contact, a request or a blocked key.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Contact {
    /// Who.
    pub uid: Uid,
    /// The name to show: this device's own for them, else the suggested one, else the UID's start.
    pub name: String,
    /// The name they suggest for themselves: a claim.
    pub suggested_name: Option<String>,
    /// How far it has come.
    pub state: ContactState,
    /// Nothing of theirs is kept or answered.
    pub blocked: bool,
    /// A person compared the safety numbers.
    pub verified: bool,
    /// Whether they are here.
    pub presence: Presence,
    /// The last authenticated exchange.
    pub last_seen: Option<Time>,
    /// How many own messages wait.
    pub waiting: i32,
    /// How many of their messages were not opened yet.
    pub unread: i32,
    /// Where they may be, best first.
    pub addresses: Vec<KnownAddress>,
    /// When this device last reached them by dialling.
    pub reached_at: Option<Time>,
    /// When they last came in to this device.
    pub came_in_at: Option<Time>,
    /// Whether this device reaches them.
    pub i_reach: Way,
    /// Whether they reach this device.
    pub they_reach: Way,
}

impl From<node::Contact> for Contact {
    fn from(contact: node::Contact) -> Self {
        Self {
            uid: contact.uid,
            name: contact.name,
            suggested_name: contact.suggested_name,
            state: contact.state.into(),
            blocked: contact.blocked,
            verified: contact.verified,
            presence: contact.presence.into(),
            last_seen: contact.last_seen.map(Into::into),
            waiting: count(contact.waiting),
            unread: count(contact.unread),
            addresses: contact.addresses.into_iter().map(Into::into).collect(),
            reached_at: contact.reached_at.map(Into::into),
            came_in_at: contact.came_in_at.map(Into::into),
            i_reach: contact.i_reach.into(),
            they_reach: contact.they_reach.into(),
        }
    }
}

/// An address of a contact and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct KnownAddress {
    /// IP literal and port.
    pub address: SocketAddr,
    /// How it was learnt.
    pub source: AddressSource,
    /// When it was learnt.
    pub learnt_at: Time,
    /// When it last led to them.
    pub worked_at: Option<Time>,
    /// When it last did not.
    pub failed_at: Option<Time>,
}

impl From<node::KnownAddress> for KnownAddress {
    fn from(known: node::KnownAddress) -> Self {
        Self {
            address: known.address,
            source: known.source.into(),
            learnt_at: known.learnt_at.into(),
            worked_at: known.worked_at.map(Into::into),
            failed_at: known.failed_at.map(Into::into),
        }
    }
}

/// How an address was learnt. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum AddressSource {
    /// From a signed link.
    Link,
    /// From the contact itself, in an authenticated exchange.
    Told,
}

impl From<node::AddressSource> for AddressSource {
    fn from(source: node::AddressSource) -> Self {
        match source {
            node::AddressSource::Link => Self::Link,
            node::AddressSource::Told => Self::Told,
        }
    }
}

/// A row of the chat list.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Chat {
    /// With whom.
    pub contact: Contact,
    /// The last message.
    pub last: Option<Message>,
    /// Why the oldest waiting message waits.
    pub reason: Option<Reason>,
    /// What the composer holds.
    pub draft: String,
}

impl From<node::Chat> for Chat {
    fn from(chat: node::Chat) -> Self {
        Self {
            contact: chat.contact.into(),
            last: chat.last.map(Into::into),
            reason: chat.reason.map(Into::into),
            draft: chat.draft,
        }
    }
}

/// A stranger who wrote first.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Record)]
pub struct Request {
    /// Who, by UID.
    pub uid: Uid,
    /// The name they suggest: a claim.
    pub suggested_name: Option<String>,
    /// Whether they came with this account's current invite.
    pub invited: bool,
    /// Their first words, oldest first.
    pub texts: Vec<String>,
    /// When they first came.
    pub came_at: Time,
}

impl From<node::Request> for Request {
    fn from(request: node::Request) -> Self {
        Self {
            uid: request.uid,
            suggested_name: request.suggested_name,
            invited: request.invited,
            texts: request.texts,
            came_at: request.came_at.into(),
        }
    }
}
