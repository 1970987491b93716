//! What keys mean on the main screen and at the welcome. Function keys mean the same everywhere.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::super::dialog::{Add, Confirm, Dialog, LinkPage, ReachPage, Requests, Search};
use super::super::effect::Effect;
use super::{App, Focus};
use crate::words;

impl App {
    pub(super) fn key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let control = key.modifiers.contains(KeyModifiers::CONTROL);
        if control && matches!(key.code, KeyCode::Char('c' | 'q')) {
            return self.leave();
        }
        if self.account.is_none() {
            return self.welcome_key(key);
        }
        self.notice = None;
        if let KeyCode::F(number) = key.code {
            return self.function_key(number);
        }
        if self.dialog.is_some() {
            return self.dialog_key(key);
        }
        match self.focus {
            Focus::Chats => self.chats_key(key),
            Focus::Composer => self.composer_key(key),
        }
    }

    pub(super) fn paste(&mut self, text: &str) -> Vec<Effect> {
        if self.account.is_none() {
            self.welcome.insert(text);
            return Vec::new();
        }
        if self.dialog.is_some() {
            return self.dialog_paste(text);
        }
        if self.conversation.uid.is_some() {
            self.focus = Focus::Composer;
            self.composer.insert(text);
            self.draft_unsaved = true;
        }
        Vec::new()
    }

    /// Ends the program; a draft is stored first.
    fn leave(&mut self) -> Vec<Effect> {
        self.quit = true;
        self.save_draft()
    }

    fn welcome_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        match key.code {
            KeyCode::Enter => {
                let name = self.welcome.text().trim().to_owned();
                return vec![Effect::CreateAccount { name: Some(name).filter(|name| !name.is_empty()) }];
            }
            KeyCode::Esc => self.quit = true,
            _ => drop(self.welcome.key(key)),
        }
        Vec::new()
    }

    pub(super) fn function_key(&mut self, number: u8) -> Vec<Effect> {
        match number {
            1 => self.dialog = Some(Dialog::Help),
            2 => self.dialog = Some(Dialog::Add(Add::default())),
            3 => {
                self.dialog = Some(Dialog::Link(LinkPage { link: None, with_lan: true }));
                return vec![Effect::Link { with_lan: true }];
            }
            4 => self.dialog = Some(Dialog::Requests(Requests::default())),
            5 => self.dialog = Some(Dialog::Search(Search::default())),
            6 => return self.conversation.uid.map(Effect::LoadContact).into_iter().collect(),
            7 => return vec![Effect::LoadSettings],
            8 => {
                self.dialog = Some(Dialog::Reach(ReachPage::default()));
                self.reload.wanted = true;
            }
            10 => return self.leave(),
            _ => {}
        }
        Vec::new()
    }

    fn chats_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        match key.code {
            KeyCode::Up | KeyCode::Char('k') => return self.move_in_list(-1),
            KeyCode::Down | KeyCode::Char('j') => return self.move_in_list(1),
            KeyCode::Home => return self.move_in_list(isize::MIN),
            KeyCode::End => return self.move_in_list(isize::MAX),
            KeyCode::Enter | KeyCode::Right | KeyCode::Tab if self.conversation.uid.is_some() => {
                self.focus = Focus::Composer;
            }
            KeyCode::PageUp => self.scroll(true),
            KeyCode::PageDown => self.scroll(false),
            KeyCode::Char('?') => return self.function_key(1),
            KeyCode::Char('a') => return self.function_key(2),
            KeyCode::Char('l') => return self.function_key(3),
            KeyCode::Char('r') => return self.function_key(4),
            KeyCode::Char('/') => return self.function_key(5),
            KeyCode::Char('c') => return self.function_key(6),
            KeyCode::Char('s') => return self.function_key(7),
            KeyCode::Char('o') => return self.function_key(8),
            KeyCode::Char('q') => return self.leave(),
            _ => {}
        }
        Vec::new()
    }

    fn composer_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let alt = key.modifiers.contains(KeyModifiers::ALT);
        match key.code {
            KeyCode::Esc if self.conversation.marked.is_some() => self.conversation.marked = None,
            KeyCode::Esc | KeyCode::Tab => self.focus = Focus::Chats,
            KeyCode::Up => self.conversation.mark(true),
            KeyCode::Down => self.conversation.mark(false),
            KeyCode::PageUp => self.scroll(true),
            KeyCode::PageDown => self.scroll(false),
            KeyCode::Enter if !alt => {
                return match self.conversation.marked {
                    Some(id) => vec![Effect::LoadDetails(id)],
                    None => self.send(),
                };
            }
            KeyCode::Delete if self.conversation.marked.is_some() => self.ask_to_delete(),
            _ => {
                if self.composer.key(key) {
                    self.draft_unsaved = true;
                    self.conversation.marked = None;
                }
            }
        }
        Vec::new()
    }

    fn send(&mut self) -> Vec<Effect> {
        let text = self.composer.text();
        let Some(uid) = self.conversation.uid.filter(|_| !text.trim().is_empty()) else { return Vec::new() };
        self.composer.set("");
        self.draft_unsaved = false;
        self.conversation.scroll = 0;
        self.conversation.new_from = None;
        vec![Effect::Send(uid, text), Effect::SaveDraft(uid, String::new())]
    }

    fn ask_to_delete(&mut self) {
        let (Some(uid), Some(id)) = (self.conversation.uid, self.conversation.marked) else { return };
        self.dialog = Some(Dialog::Confirm(Confirm {
            question: "Delete this message?".to_owned(),
            hint: words::DELETE_HINT.to_owned(),
            effect: Effect::DeleteMessage(uid, id),
        }));
    }

    /// Moves by half of what is in sight.
    pub(super) fn scroll(&mut self, up: bool) {
        let step = usize::from(self.areas().messages.height / 2).max(1);
        self.scroll_rows(up, step);
    }

    pub(super) fn scroll_rows(&mut self, up: bool, rows: usize) {
        self.conversation.marked = None;
        let scroll = &mut self.conversation.scroll;
        *scroll = if up { scroll.saturating_add(rows) } else { scroll.saturating_sub(rows) };
    }

    pub(super) fn move_in_list(&mut self, by: isize) -> Vec<Effect> {
        let uid = self.conversation.uid;
        let at = self.chats.iter().position(|chat| Some(chat.contact.uid) == uid).unwrap_or(0);
        let last = self.chats.len().saturating_sub(1);
        self.open_at(at.saturating_add_signed(by).min(last))
    }

    pub(super) fn open_at(&mut self, at: usize) -> Vec<Effect> {
        let Some(chat) = self.chats.get(at) else { return Vec::new() };
        let (uid, name) = (chat.contact.uid, chat.contact.name.clone());
        self.open_chat(Some(uid), &name)
    }
}
