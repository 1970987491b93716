//! What keys mean in dialogs, and what the core's answers put into them.

use crossterm::event::{KeyCode, KeyEvent};

use super::super::dialog::{
    Add, Confirm, ContactPage, Details, Dialog, LinkPage, ReachPage, Requests, Search, SettingsPage,
};
use super::super::editor::Editor;
use super::super::effect::{Effect, Loaded};
use super::super::view::most_reach_scroll;
use super::settings::{erase_key, settings_key};
use super::{App, Focus};

/// What a key did to a dialog.
#[derive(Default)]
pub(super) struct Outcome {
    pub(super) effects: Vec<Effect>,
    /// The dialog goes away (`replace` may come instead).
    pub(super) close: bool,
    pub(super) replace: Option<Dialog>,
}

impl Outcome {
    pub(super) fn stay(effects: Vec<Effect>) -> Self {
        Self { effects, ..Self::default() }
    }

    pub(super) fn done(effects: Vec<Effect>) -> Self {
        Self { effects, close: true, replace: None }
    }

    fn confirm(question: String, hint: &str, effect: Effect) -> Self {
        let confirm = Confirm { question, hint: hint.to_owned(), effect };
        Self { effects: Vec::new(), close: false, replace: Some(Dialog::Confirm(confirm)) }
    }
}

impl App {
    pub(super) fn dialog_key(&mut self, key: KeyEvent) -> Vec<Effect> {
        let Some(mut dialog) = self.dialog.take() else { return Vec::new() };
        let outcome = match &mut dialog {
            Dialog::Add(add) => add_key(add, key),
            Dialog::Confirm(confirm) => confirm_key(confirm, key),
            Dialog::Contact(page) => contact_key(page, key),
            Dialog::Details(details) => details_key(details, key),
            Dialog::Erase(erase) => erase_key(erase, key),
            Dialog::Help => Outcome::done(Vec::new()),
            Dialog::Link(page) => link_key(page, key),
            Dialog::Reach(page) => self.reach_key(page, key),
            Dialog::Requests(requests) => self.requests_key(requests, key),
            Dialog::Search(search) => self.search_key(search, key),
            Dialog::Settings(page) => settings_key(page, key),
        };
        if !outcome.close {
            self.dialog = Some(outcome.replace.unwrap_or(dialog));
        }
        outcome.effects
    }

    pub(super) fn dialog_paste(&mut self, text: &str) -> Vec<Effect> {
        match &mut self.dialog {
            Some(Dialog::Add(add)) => {
                let field = if add.in_name { &mut add.name } else { &mut add.who };
                field.insert(text);
                add.refused = None;
            }
            Some(Dialog::Contact(ContactPage { rename: Some(name), .. }))
            | Some(Dialog::Settings(SettingsPage { value: Some(name), .. })) => name.insert(text),
            Some(Dialog::Search(search)) => {
                search.words.insert(text);
                return vec![Effect::Search(search.words.text())];
            }
            _ => {}
        }
        Vec::new()
    }

    /// Puts an answer of the core into the dialog that waits for it, or opens it.
    pub(super) fn dialog_loaded(&mut self, loaded: Loaded) {
        match (loaded, &mut self.dialog) {
            (Loaded::Contact { contact, safety }, _) => {
                self.dialog = Some(Dialog::Contact(ContactPage { contact, safety, rename: None }));
            }
            (Loaded::Details { message, timeline }, Some(Dialog::Details(details))) => {
                (details.message, details.timeline) = (message, timeline);
            }
            (Loaded::Details { message, timeline }, _) => {
                self.dialog = Some(Dialog::Details(Details { message, timeline, scroll: 0 }));
            }
            (Loaded::Hits(words, hits), Some(Dialog::Search(search))) => {
                (search.hits, search.searched, search.at) = (hits, words, 0);
            }
            (Loaded::Link { text, qr }, Some(Dialog::Link(page))) => page.link = Some((text, qr)),
            (Loaded::Settings(settings), Some(Dialog::Settings(page))) => {
                (page.settings, page.value, page.refused) = (settings, None, None);
            }
            (Loaded::Settings(settings), _) => {
                self.dialog =
                    Some(Dialog::Settings(SettingsPage { settings, at: 0, value: None, refused: None }));
            }
            // The dialog was closed before its answer came.
            _ => {}
        }
    }

    fn requests_key(&mut self, requests: &mut Requests, key: KeyEvent) -> Outcome {
        let last = (self.requests.len() + self.blocked.len()).saturating_sub(1);
        requests.at = requests.at.min(last);
        let chosen = self.requests.get(requests.at).map(|request| request.uid);
        let behind = requests.at.checked_sub(self.requests.len());
        let blocked = behind.and_then(|at| self.blocked.get(at)).map(|contact| contact.uid);
        match (key.code, chosen) {
            (KeyCode::Up, _) => requests.at = requests.at.saturating_sub(1),
            (KeyCode::Down, _) => requests.at = (requests.at + 1).min(last),
            (KeyCode::Char('a') | KeyCode::Enter, Some(uid)) => {
                return Outcome::stay(vec![Effect::Accept(uid)]);
            }
            (KeyCode::Char('b'), Some(uid)) => return Outcome::stay(vec![Effect::Block(uid)]),
            (KeyCode::Char('u'), None) => {
                return Outcome::stay(blocked.map(Effect::Unblock).into_iter().collect());
            }
            (KeyCode::Esc | KeyCode::Char('q'), _) => return Outcome::done(Vec::new()),
            _ => {}
        }
        Outcome::default()
    }

    fn reach_key(&mut self, page: &mut ReachPage, key: KeyEvent) -> Outcome {
        let most = most_reach_scroll(self);
        match key.code {
            KeyCode::Up => page.scroll = page.scroll.min(most).saturating_sub(1),
            KeyCode::Down => page.scroll = (page.scroll + 1).min(most),
            KeyCode::Char('n') => return Outcome::stay(vec![Effect::CheckReach]),
            KeyCode::Esc | KeyCode::Char('q') => return Outcome::done(Vec::new()),
            _ => {}
        }
        Outcome::default()
    }

    fn search_key(&mut self, search: &mut Search, key: KeyEvent) -> Outcome {
        match key.code {
            KeyCode::Esc => return Outcome::done(Vec::new()),
            KeyCode::Up => search.at = search.at.saturating_sub(1),
            KeyCode::Down => search.at = (search.at + 1).min(search.hits.len().saturating_sub(1)),
            KeyCode::Enter => {
                let Some(uid) = search.chosen() else { return Outcome::default() };
                let at = self.chats.iter().position(|chat| chat.contact.uid == uid);
                self.focus = Focus::Composer;
                return Outcome::done(at.map(|at| self.open_at(at)).unwrap_or_default());
            }
            _ => {
                if search.words.key(key) {
                    return Outcome::stay(vec![Effect::Search(search.words.text())]);
                }
            }
        }
        Outcome::default()
    }
}

fn add_key(add: &mut Add, key: KeyEvent) -> Outcome {
    match key.code {
        KeyCode::Esc => return Outcome::done(Vec::new()),
        KeyCode::Tab | KeyCode::BackTab | KeyCode::Up | KeyCode::Down => add.in_name = !add.in_name,
        KeyCode::Enter if add.who.is_empty() => {}
        KeyCode::Enter => {
            let name = add.name.text().trim().to_owned();
            let name = Some(name).filter(|name| !name.is_empty());
            return Outcome::stay(vec![Effect::Add { who: add.who.text(), name }]);
        }
        _ => {
            let field = if add.in_name { &mut add.name } else { &mut add.who };
            if field.key(key) {
                add.refused = None;
            }
        }
    }
    Outcome::default()
}

fn confirm_key(confirm: &Confirm, key: KeyEvent) -> Outcome {
    match key.code {
        KeyCode::Char('y') | KeyCode::Enter => Outcome::done(vec![confirm.effect.clone()]),
        KeyCode::Char('n') | KeyCode::Esc => Outcome::done(Vec::new()),
        _ => Outcome::default(),
    }
}

fn contact_key(page: &mut ContactPage, key: KeyEvent) -> Outcome {
    let contact = &page.contact;
    let uid = contact.uid;
    if let Some(name) = &mut page.rename {
        match key.code {
            KeyCode::Esc => page.rename = None,
            KeyCode::Enter => {
                let name = name.text().trim().to_owned();
                let rename = Effect::Rename(uid, Some(name).filter(|name| !name.is_empty()));
                return Outcome::stay(vec![rename, Effect::LoadContact(uid)]);
            }
            _ => drop(name.key(key)),
        }
        return Outcome::default();
    }
    match key.code {
        KeyCode::Char('n') => {
            let mut name = Editor::line();
            name.set(&contact.name);
            page.rename = Some(name);
        }
        KeyCode::Char('v') => {
            let change = Effect::SetVerified(uid, !contact.verified);
            return Outcome::stay(vec![change, Effect::LoadContact(uid)]);
        }
        KeyCode::Char('b') if contact.blocked => {
            return Outcome::stay(vec![Effect::Unblock(uid), Effect::LoadContact(uid)]);
        }
        KeyCode::Char('b') => {
            let hint = "Nothing of theirs is kept or answered. To them it looks like removal.";
            return Outcome::confirm(format!("Block {}?", contact.name), hint, Effect::Block(uid));
        }
        KeyCode::Char('d') => {
            let hint = "They, your chat and what waits for them are taken off this device.";
            return Outcome::confirm(format!("Remove {}?", contact.name), hint, Effect::Remove(uid));
        }
        KeyCode::Char('x') => {
            let question = format!("Delete all messages with {}?", contact.name);
            return Outcome::confirm(question, crate::words::DELETE_HINT, Effect::DeleteChat(uid));
        }
        KeyCode::Esc | KeyCode::Char('q') => return Outcome::done(Vec::new()),
        _ => {}
    }
    Outcome::default()
}

fn details_key(details: &mut Details, key: KeyEvent) -> Outcome {
    match key.code {
        KeyCode::Up => details.scroll = details.scroll.saturating_sub(1),
        KeyCode::Down => details.scroll = (details.scroll + 1).min(details.timeline.len()),
        KeyCode::Esc | KeyCode::Enter | KeyCode::Char('q') => return Outcome::done(Vec::new()),
        _ => {}
    }
    Outcome::default()
}

fn link_key(page: &mut LinkPage, key: KeyEvent) -> Outcome {
    match key.code {
        KeyCode::Char('c') => {
            let copy = page.link.as_ref().map(|(text, _)| Effect::Copy(text.clone()));
            Outcome::stay(copy.into_iter().collect())
        }
        KeyCode::Char('n') => {
            Outcome::stay(vec![Effect::RenewInvite, Effect::Link { with_lan: page.with_lan }])
        }
        KeyCode::Char('w') => {
            page.with_lan = !page.with_lan;
            Outcome::stay(vec![Effect::Link { with_lan: page.with_lan }])
        }
        KeyCode::Esc | KeyCode::Char('q') => Outcome::done(Vec::new()),
        _ => Outcome::default(),
    }
}
