//! The plain, owned data that shells get and give. Everything here can be mirrored by an FFI record.

mod reach;

use std::net::SocketAddr;
use std::path::PathBuf;

use zeroize::Zeroizing;

use crate::identity::Uid;
use crate::net::DialError;
pub use crate::net::{
    AddressKind, Gateway, InterfaceAddress, Network, NetworkKind, NetworkSnapshot, OwnAddress, OwnSource,
};
use crate::wire::ItemId;

pub use reach::*;

/// Milliseconds since 1970-01-01 UTC by this device's clock.
pub type Millis = i64;

/// The raw 32-byte SQLCipher key. The shell keeps it (Keystore, Keychain, key file).
#[derive(Clone)]
pub struct DatabaseKey(Zeroizing<[u8; 32]>);

impl DatabaseKey {
    /// A key from its bytes.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    pub(crate) fn bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl std::fmt::Debug for DatabaseKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("DatabaseKey(..)")
    }
}

/// What [`super::Node::open`] needs.
#[derive(Clone, Debug)]
pub struct Config {
    /// The database file; its folder must exist and be private to the user.
    pub database: PathBuf,
    /// The database's key.
    pub key: DatabaseKey,
    /// How many file descriptors the process may have: sockets are planned from it.
    pub descriptors: usize,
}

/// How to be in the foreground.
#[derive(Clone, Debug, Default)]
pub struct Foreground {
    /// Addresses to listen on. Empty: all interfaces, both families, on the account's own port (and
    /// another for this session when that one is taken). Explicit ones that are taken are an error.
    pub listen: Vec<SocketAddr>,
}

/// This device's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountInfo {
    /// The account's UID.
    pub uid: Uid,
    /// The name suggested to contacts.
    pub name: Option<String>,
}

/// How far a contact has come. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContactState {
    /// A message was stored in either direction and answered.
    Bound,
    /// Entered here; nothing stored yet.
    Entered,
    /// Taken off the list (a trace stays, so that late repeats are recognised).
    Removed,
    /// They wrote first and wait for *Accept*.
    Requested,
}

/// Whether a contact is here. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Presence {
    /// An authenticated exchange within this foreground, not ended since.
    Here,
    /// Nothing was ever exchanged.
    NotMet,
    /// The last authenticated exchange was at `Contact::last_seen`.
    WasHere,
}

/// A contact, a request or a blocked key.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    /// The safety numbers were compared by a person.
    pub verified: bool,
    /// Whether they are here.
    pub presence: Presence,
    /// The last authenticated exchange.
    pub last_seen: Option<Millis>,
    /// How many own messages wait.
    pub waiting: u64,
    /// How many of their messages were not opened yet.
    pub unread: u64,
    /// Where they may be, best first.
    pub addresses: Vec<KnownAddress>,
    /// When this device last reached them by dialling, and when they last came in.
    pub reached_at: Option<Millis>,
    /// When they last came in to this device.
    pub came_in_at: Option<Millis>,
    /// Whether this device reaches them.
    pub i_reach: Way,
    /// Whether they reach this device.
    pub they_reach: Way,
}

/// An address of a contact and what is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownAddress {
    /// IP literal and port.
    pub address: SocketAddr,
    /// How it was learnt.
    pub source: AddressSource,
    /// When it was learnt.
    pub learnt_at: Millis,
    /// When it last led to them.
    pub worked_at: Option<Millis>,
    /// When it last did not.
    pub failed_at: Option<Millis>,
}

/// How an address was learnt. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AddressSource {
    /// From a signed link.
    Link,
    /// From the contact itself, in an authenticated exchange.
    Told,
}

/// Which way a message went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Direction {
    /// From the contact.
    In,
    /// From this device.
    Out,
}

/// What is true of a message. The same word on both devices: an incoming message is `Delivered`
/// when it is on this device's disk and `Read` when it was opened here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MessageState {
    /// On this device only.
    Waiting,
    /// On their device's disk, and they said so in an authenticated exchange.
    Delivered,
    /// They opened it.
    Read,
}

/// Why a message waits. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// This app is not open: nothing is tried.
    AppClosed,
    /// This contact is blocked here.
    Blocked,
    /// Contact's device has no room.
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
        /// The last authenticated exchange.
        last_seen: Option<Millis>,
    },
    /// They told of no address that leads to them from here: only they can begin, and this device may be reached.
    NoWayIn,
    /// They have not accepted this account yet.
    NotAccepted,
    /// Their app is not open: at no address known is there anybody who proved to be them.
    NotOpen {
        /// The last authenticated exchange.
        last_seen: Option<Millis>,
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

/// A message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    /// The same on both devices.
    pub id: ItemId,
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
    pub written_at: Millis,
    /// When this device stored it (its place in the chat).
    pub stored_at: Millis,
    /// When it was delivered (outgoing: when they said so; incoming: when it was stored).
    pub delivered_at: Option<Millis>,
    /// When it was read, if that is known.
    pub read_at: Option<Millis>,
}

/// A row of the chat list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chat {
    /// With whom.
    pub contact: Contact,
    /// The last message.
    pub last: Option<Message>,
    /// Why the oldest waiting message waits.
    pub reason: Option<Reason>,
    /// The draft of the composer.
    pub draft: String,
}

/// A stranger who wrote first.
#[derive(Clone, Debug, PartialEq, Eq)]
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
    pub came_at: Millis,
}

/// One line of a message's timeline, oldest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEntry {
    /// When.
    pub at: Millis,
    /// What happened.
    pub what: Happening,
}

/// What can happen to a message. Alphabetical.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happening {
    /// A try to bring the chat's queue over, and what came of it.
    Attempt {
        /// The address that decided it, if one did.
        address: Option<SocketAddr>,
        /// `None`: it went through.
        error: Option<AttemptError>,
        /// How many tries in a row had this result (`at` is the last).
        times: u64,
    },
    /// They said that it is on their disk (or this device stored it).
    Delivered,
    /// It was opened.
    Read,
    /// It was written.
    Written,
}

/// Why an attempt did not deliver. Alphabetical.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AttemptError {
    /// The exchange did not happen.
    Dial(DialError),
    /// The peer's device is full or busy.
    Later,
    /// The peer has not accepted this account.
    NotAccepted,
    /// The peer's app does not know this kind.
    NotUnderstood,
    /// The peer's device refused it.
    Refused,
}

/// A message that waits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waiting {
    /// Which.
    pub id: ItemId,
    /// For whom.
    pub to: Uid,
    /// Why.
    pub reason: Reason,
    /// How many attempts were made since it was written.
    pub attempts: u64,
    /// When the next one is due, if one is planned.
    pub next_attempt_at: Option<Millis>,
}

/// A search result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The message.
    pub message: Message,
}

/// What the session bar shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SessionState {
    /// Bound listening addresses; empty in the background.
    pub listening: Vec<SocketAddr>,
    /// How many contacts are here.
    pub here: u64,
    /// How many contacts there are.
    pub contacts: u64,
    /// Delivered of the messages that waited since the queue was last empty.
    pub done: u64,
    /// All of those.
    pub total: u64,
}

/// What the person can change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The name suggested to contacts.
    pub name: Option<String>,
    /// Strangers with this UID may knock; off: they get the bare 404.
    pub answer_new_people: bool,
    /// Tell contacts when their messages were opened.
    pub read_receipts: bool,
    /// The port that this account listens on.
    pub port: u16,
    /// Ask the router to let callers in while the app is open.
    pub ask_router: bool,
}

/// What this home takes on the device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Storage {
    /// Bytes of the database and of what SQLite keeps beside it.
    pub bytes: u64,
    /// Messages in all chats.
    pub messages: u64,
}

/// One setting and its new value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Setting {
    /// See [`Settings::answer_new_people`].
    AnswerNewPeople(bool),
    /// See [`Settings::ask_router`].
    AskRouter(bool),
    /// See [`Settings::name`].
    Name(Option<String>),
    /// See [`Settings::port`].
    Port(u16),
    /// See [`Settings::read_receipts`].
    ReadReceipts(bool),
}

/// What happened. Hints only: the database is the truth, shells re-query what an event names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// This node left the foreground.
    Closed,
    /// A contact, request or chat row changed (also: was added or removed).
    ContactChanged {
        /// Whose.
        uid: Uid,
    },
    /// This node is in the foreground and listens here.
    Listening {
        /// The bound addresses.
        addresses: Vec<SocketAddr>,
    },
    /// The state, or the reason of waiting, of own messages changed; or incoming ones were read.
    MessageStates {
        /// In which chat.
        chat: Uid,
        /// Which messages.
        ids: Vec<ItemId>,
        /// What is true of them now.
        state: MessageState,
    },
    /// Messages arrived.
    Messages {
        /// In which chat.
        chat: Uid,
        /// Which, oldest first.
        ids: Vec<ItemId>,
    },
    /// Events were lost because the listener was slow: reload everything shown.
    Overflowed,
    /// A contact came, left or was found gone.
    Presence {
        /// Who.
        uid: Uid,
        /// What is true now.
        presence: Presence,
    },
    /// Messages of the current flush that were delivered, of all that wait or waited in it.
    Progress {
        /// Delivered.
        done: u64,
        /// All.
        total: u64,
    },
    /// Who can reach this device changed: see [`Reach`].
    ReachChanged,
    /// Why a chat's oldest message waits changed.
    ReasonChanged {
        /// Which chat.
        chat: Uid,
        /// `None`: nothing waits.
        reason: Option<Reason>,
    },
    /// A stranger wrote, or wrote more.
    RequestArrived {
        /// Who.
        uid: Uid,
    },
}
