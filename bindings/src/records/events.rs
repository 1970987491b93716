//! What happened.

use std::net::SocketAddr;

use pure2p_core::identity::Uid;
use pure2p_core::node;

use super::{MessageState, Presence, Reason};
use crate::ids::{MessageId, count};

/// What happened. Hints only: the database is the truth, ask again for what an event names. Alphabetical.
#[derive(Clone, Debug, PartialEq, Eq, uniffi::Enum)]
pub enum Event {
    /// The messenger left the foreground.
    Closed,
    /// A contact, request or chat row changed, was added or removed.
    ContactChanged {
        /// Whose.
        uid: Uid,
    },
    /// The messenger is in the foreground and listens here.
    Listening {
        /// The bound addresses.
        addresses: Vec<SocketAddr>,
    },
    /// The state, or the reason of waiting, of own messages changed; or incoming ones were read.
    MessageStates {
        /// In which chat.
        chat: Uid,
        /// Which messages.
        ids: Vec<MessageId>,
        /// What is true of them now.
        state: MessageState,
    },
    /// Messages arrived.
    Messages {
        /// In which chat.
        chat: Uid,
        /// Which, oldest first.
        ids: Vec<MessageId>,
    },
    /// Events were lost because the listener was slow: reload everything shown.
    Overflowed,
    /// A contact came, left or was found gone.
    PresenceChanged {
        /// Who.
        uid: Uid,
        /// What is true now.
        presence: Presence,
    },
    /// How far the current flush is.
    Progress {
        /// Delivered.
        done: i32,
        /// All that wait or waited in it.
        total: i32,
    },
    /// Who can reach this device changed: see `Reach`.
    ReachChanged,
    /// Why a chat's oldest message waits changed.
    ReasonChanged {
        /// Which chat.
        chat: Uid,
        /// Nothing: nothing waits.
        reason: Option<Reason>,
    },
    /// A stranger wrote, or wrote more.
    RequestArrived {
        /// Who.
        uid: Uid,
    },
}

impl From<node::Event> for Event {
    fn from(event: node::Event) -> Self {
        match event {
            node::Event::Closed => Self::Closed,
            node::Event::ContactChanged { uid } => Self::ContactChanged { uid },
            node::Event::Listening { addresses } => Self::Listening { addresses },
            node::Event::MessageStates { chat, ids, state } => {
                Self::MessageStates { chat, ids, state: state.into() }
            }
            node::Event::Messages { chat, ids } => Self::Messages { chat, ids },
            node::Event::Overflowed => Self::Overflowed,
            node::Event::Presence { uid, presence } => {
                Self::PresenceChanged { uid, presence: presence.into() }
            }
            node::Event::Progress { done, total } => {
                Self::Progress { done: count(done), total: count(total) }
            }
            node::Event::ReachChanged => Self::ReachChanged,
            node::Event::ReasonChanged { chat, reason } => {
                Self::ReasonChanged { chat, reason: reason.map(Into::into) }
            }
            node::Event::RequestArrived { uid } => Self::RequestArrived { uid },
        }
    }
}
