//! What the terminal app knows and how it changes: pure, so that tests can type into it.

mod dialogs;
mod keys;
mod mouse;
mod settings;
#[cfg(test)]
mod tests;

use pure2p_core::identity::Uid;
use pure2p_core::node::{
    AccountInfo, Chat, Contact, Direction, Event, Presence, Reach, Reason, Request, SessionState,
};
use pure2p_core::wire::ItemId;
use ratatui::layout::Rect;

use super::conversation::Conversation;
use super::dialog::Dialog;
use super::editor::Editor;
use super::effect::{Effect, Input, Loaded, Reload, Screen};
use super::layout::Areas;
use crate::words;

/// Which side the keys go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Focus {
    Chats,
    Composer,
}

/// See the module.
#[derive(Debug)]
pub(crate) struct App {
    /// `None`: the welcome is shown.
    pub(crate) account: Option<AccountInfo>,
    /// The name typed at the welcome.
    pub(crate) welcome: Editor,
    pub(crate) chats: Vec<Chat>,
    pub(crate) requests: Vec<Request>,
    /// They have no chat, but must be found again to be unblocked.
    pub(crate) blocked: Vec<Contact>,
    pub(crate) session: SessionState,
    pub(crate) reach: Reach,
    /// The setting: the router is asked to let callers in.
    pub(crate) asks_router: bool,
    pub(crate) focus: Focus,
    pub(crate) conversation: Conversation,
    pub(crate) composer: Editor,
    pub(crate) dialog: Option<Dialog>,
    /// One line that says what just happened.
    pub(crate) notice: Option<String>,
    pub(crate) size: Rect,
    /// The composer was changed since its draft was stored.
    pub(crate) draft_unsaved: bool,
    pub(crate) quit: bool,
    reload: ReloadState,
    loading_older: bool,
    /// The newest message that was told to be read, so that it is told once.
    told_read: Option<ItemId>,
}

/// At most one reload is on its way; what changes meanwhile asks for one more.
#[derive(Clone, Copy, Debug, Default)]
struct ReloadState {
    on_its_way: bool,
    wanted: bool,
}

impl App {
    pub(crate) fn new(account: Option<AccountInfo>, size: Rect) -> Self {
        Self {
            account,
            welcome: Editor::line(),
            chats: Vec::new(),
            requests: Vec::new(),
            blocked: Vec::new(),
            session: SessionState::default(),
            reach: Reach::default(),
            asks_router: true,
            focus: Focus::Chats,
            conversation: Conversation::default(),
            composer: Editor::lines(),
            dialog: None,
            notice: None,
            size,
            draft_unsaved: false,
            quit: false,
            reload: ReloadState { on_its_way: false, wanted: true },
            loading_older: false,
            told_read: None,
        }
    }

    /// Takes something in; what the node shall do about it.
    pub(crate) fn update(&mut self, input: Input) -> Vec<Effect> {
        let mut effects = match input {
            Input::Core(event) => self.core(&event),
            Input::DraftRests => self.save_draft(),
            Input::Loaded(loaded) => self.loaded(loaded),
            Input::Terminal(event) => self.terminal(event),
        };
        effects.extend(self.settle());
        effects
    }

    /// Where things stand on the screen now.
    pub(crate) fn areas(&self) -> Areas {
        Areas::of(self.size, &self.composer.text())
    }

    /// The row of the open chat.
    pub(crate) fn chat(&self) -> Option<&Chat> {
        let uid = self.conversation.uid?;
        self.chats.iter().find(|chat| chat.contact.uid == uid)
    }

    /// Whether something that waits is on its way: its receiver is here, or is being tried.
    pub(crate) fn is_moving(&self) -> bool {
        let moves =
            |chat: &&Chat| chat.contact.presence == Presence::Here || chat.reason == Some(Reason::Trying);
        let waits = |chat: &&Chat| chat.contact.waiting > 0;
        self.session.total > self.session.done && self.chats.iter().filter(waits).any(|chat| moves(&chat))
    }

    fn terminal(&mut self, event: crossterm::event::Event) -> Vec<Effect> {
        use crossterm::event::{Event as Terminal, KeyEventKind};
        match event {
            Terminal::Key(key) if key.kind != KeyEventKind::Release => self.key(key),
            Terminal::Mouse(mouse) => self.mouse(mouse),
            Terminal::Paste(text) => self.paste(&text),
            Terminal::Resize(width, height) => {
                self.size = Rect::new(0, 0, width, height);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    /// Events are hints: what they name is asked for again, at most once at a time.
    fn core(&mut self, event: &Event) -> Vec<Effect> {
        if let Event::Progress { done, total } = event {
            (self.session.done, self.session.total) = (*done, *total);
            return Vec::new();
        }
        self.reload.wanted = true;
        Vec::new()
    }

    /// What follows from the state alone, whatever changed it.
    fn settle(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        let areas = self.areas();
        let (cells, height) = (usize::from(areas.messages.width), usize::from(areas.messages.height));
        let at_top = self.conversation.settle(cells, height);
        let first = self.conversation.messages.first().map(|message| message.id);
        if let (true, false, Some(uid), Some(before)) =
            (at_top, self.loading_older, self.conversation.uid, first)
        {
            self.loading_older = true;
            effects.push(Effect::LoadOlder { uid, before });
        }
        effects.extend(self.tell_read());
        if self.account.is_some() && self.reload.wanted && !self.reload.on_its_way {
            self.reload = ReloadState { on_its_way: true, wanted: false };
            effects.push(Effect::Reload(self.what_is_shown()));
        }
        effects
    }

    fn what_is_shown(&self) -> Reload {
        let wanted = self.conversation.wanted();
        let details = match &self.dialog {
            Some(Dialog::Details(details)) => Some(details.message.id),
            _ => None,
        };
        Reload { messages: self.conversation.uid.map(|uid| (uid, wanted)), details }
    }

    /// Messages are read when their chat is written in and its end is in sight.
    fn tell_read(&mut self) -> Option<Effect> {
        let uid = self.conversation.uid?;
        let incoming = |message: &&pure2p_core::node::Message| message.direction == Direction::In;
        let last = self.conversation.messages.iter().rev().find(incoming)?.id;
        let here = self.focus == Focus::Composer && self.dialog.is_none() && self.conversation.scroll == 0;
        let unread = self.chat().is_some_and(|chat| chat.contact.unread > 0);
        if !here || !unread || self.told_read == Some(last) {
            return None;
        }
        self.told_read = Some(last);
        Some(Effect::MarkRead(uid))
    }

    fn loaded(&mut self, loaded: Loaded) -> Vec<Effect> {
        match loaded {
            Loaded::Account(account) => {
                self.account = Some(account);
                self.reload.wanted = true;
            }
            Loaded::Added(contact) => {
                self.dialog = None;
                self.reload.wanted = true;
                let effects = self.open_chat(Some(contact.uid), &contact.name);
                self.focus = Focus::Composer;
                if contact.addresses.is_empty() {
                    self.notice = Some(words::UID_ONLY.to_owned());
                }
                return effects;
            }
            Loaded::Failed(reason) => self.failed(reason),
            Loaded::Notice(text) => {
                self.notice = Some(text);
                self.reload.wanted = true;
            }
            Loaded::Older { uid, page } => {
                self.loading_older = false;
                if self.conversation.uid == Some(uid) {
                    self.conversation.older(page);
                }
            }
            Loaded::Screen(screen) => return self.screen(*screen),
            Loaded::SendFailed { uid, text, reason } => {
                if self.conversation.uid == Some(uid) && self.composer.is_empty() {
                    self.composer.set(&text);
                    self.draft_unsaved = true;
                }
                self.notice = Some(reason);
            }
            for_a_dialog => self.dialog_loaded(for_a_dialog),
        }
        Vec::new()
    }

    fn screen(&mut self, screen: Screen) -> Vec<Effect> {
        self.reload.on_its_way = false;
        self.chats = screen.chats;
        (self.reach, self.asks_router) = (screen.reach, screen.asks_router);
        self.requests = screen.requests;
        self.blocked = screen.blocked;
        self.session = screen.session;
        if let Some((message, timeline)) = screen.details {
            self.dialog_loaded(Loaded::Details { message, timeline });
        }
        if let Some((uid, asked, page)) = screen.messages
            && self.conversation.uid == Some(uid)
        {
            let cells = usize::from(self.areas().messages.width);
            let first_time = self.conversation.messages.is_empty();
            self.conversation.reloaded(page, asked, cells);
            if first_time {
                self.conversation.new_from = self.first_unread();
            }
        }
        if let Some(name) = self.chat().map(|chat| chat.contact.name.clone()) {
            self.conversation.name = name;
        }
        let gone = self.conversation.uid.is_some() && self.chat().is_none();
        match self.chats.first() {
            // The contact that is shown was removed.
            _ if gone => self.open_chat(None, ""),
            Some(first) if self.conversation.uid.is_none() => {
                let (uid, name) = (first.contact.uid, first.contact.name.clone());
                self.open_chat(Some(uid), &name)
            }
            _ => Vec::new(),
        }
    }

    fn first_unread(&self) -> Option<ItemId> {
        let unread = usize::try_from(self.chat()?.contact.unread).ok()?;
        let incoming = self.conversation.messages.iter().filter(|message| message.direction == Direction::In);
        incoming.rev().take(unread).last().map(|message| message.id)
    }

    fn failed(&mut self, reason: String) {
        // If it was a reload that failed, the next event may ask for another.
        self.reload.on_its_way = false;
        match &mut self.dialog {
            Some(Dialog::Add(add)) => add.refused = Some(reason),
            Some(Dialog::Settings(page)) => page.refused = Some(reason),
            _ => self.notice = Some(reason),
        }
    }

    /// Shows another conversation; the draft of the one before is stored.
    pub(super) fn open_chat(&mut self, uid: Option<Uid>, name: &str) -> Vec<Effect> {
        if self.conversation.uid == uid {
            return Vec::new();
        }
        let mut effects = self.save_draft();
        self.conversation.open(uid, name);
        let draft = self.chat().map(|chat| chat.draft.clone()).unwrap_or_default();
        self.composer.set(&draft);
        self.loading_older = false;
        self.reload.wanted = true;
        effects.push(Effect::ShowChat(uid));
        effects
    }

    /// Stores what the composer holds.
    pub(super) fn save_draft(&mut self) -> Vec<Effect> {
        let Some(uid) = self.conversation.uid.filter(|_| self.draft_unsaved) else { return Vec::new() };
        self.draft_unsaved = false;
        let text = self.composer.text();
        if let Some(chat) = self.chats.iter_mut().find(|chat| chat.contact.uid == uid) {
            chat.draft.clone_from(&text);
        }
        vec![Effect::SaveDraft(uid, text)]
    }
}
