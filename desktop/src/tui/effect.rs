//! What the app asks of the node, and what comes back.

use pure2p_core::identity::Uid;
use pure2p_core::node::{
    AccountInfo, Chat, Contact, Event, Hit, Message, Reach, Request, SessionState, Setting, Settings,
    TimelineEntry,
};
use pure2p_core::wire::ItemId;

/// Something for the node to do. They are done one after the other, in this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    Accept(Uid),
    Add { who: String, name: Option<String> },
    Block(Uid),
    ChangeSetting(Setting),
    CheckReach,
    Copy(String),
    CreateAccount { name: Option<String> },
    DeleteChat(Uid),
    DeleteEverything,
    DeleteMessage(Uid, ItemId),
    Link { with_lan: bool },
    LoadContact(Uid),
    LoadDetails(ItemId),
    LoadOlder { uid: Uid, before: ItemId },
    LoadSettings,
    MarkRead(Uid),
    Reload(Reload),
    Remove(Uid),
    Rename(Uid, Option<String>),
    RenewInvite,
    SaveDraft(Uid, String),
    Search(String),
    Send(Uid, String),
    SetVerified(Uid, bool),
    ShowChat(Option<Uid>),
    Unblock(Uid),
}

/// Everything on the screen, again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reload {
    /// The conversation, and how many of its last messages.
    pub(crate) messages: Option<(Uid, u32)>,
    /// The message whose timeline is shown.
    pub(crate) details: Option<ItemId>,
}

/// What the node answered.
#[derive(Debug)]
pub(crate) enum Loaded {
    /// An account was made; the session is in the foreground from now on.
    Account(AccountInfo),
    /// Somebody was added.
    Added(Contact),
    /// A contact's page.
    Contact { contact: Contact, safety: Option<String> },
    /// A message's timeline.
    Details { message: Message, timeline: Vec<TimelineEntry> },
    /// Something did not work, in a sentence.
    Failed(String),
    /// Search results for these words.
    Hits(String, Vec<Hit>),
    /// The own link.
    Link { text: String, qr: Vec<String> },
    /// Something worked, in a sentence.
    Notice(String),
    /// Messages before those that are shown.
    Older { uid: Uid, page: Vec<Message> },
    /// Everything on the screen.
    Screen(Box<Screen>),
    /// A message was not stored: its text must not be lost.
    SendFailed { uid: Uid, text: String, reason: String },
    /// The settings.
    Settings(Settings),
}

/// The answer to [`Effect::Reload`].
#[derive(Debug)]
pub(crate) struct Screen {
    pub(crate) chats: Vec<Chat>,
    pub(crate) requests: Vec<Request>,
    pub(crate) blocked: Vec<Contact>,
    pub(crate) session: SessionState,
    pub(crate) reach: Reach,
    pub(crate) asks_router: bool,
    /// The conversation, how many messages were asked for, and those that there are.
    pub(crate) messages: Option<(Uid, u32, Vec<Message>)>,
    pub(crate) details: Option<(Message, Vec<TimelineEntry>)>,
}

/// What reaches the app from outside.
#[derive(Debug)]
pub(crate) enum Input {
    /// Something happened in the node.
    Core(Event),
    /// A draft has been unsaved long enough.
    DraftRests,
    /// An effect has an answer.
    Loaded(Loaded),
    /// A key, the mouse, a paste or another size of the terminal.
    Terminal(crossterm::event::Event),
}
