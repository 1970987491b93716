//! What the mouse means: what is clicked is chosen, the wheel scrolls what is under it.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::Position;

use super::super::effect::Effect;
use super::super::layout::CHAT_ROWS;
use super::super::view;
use super::{App, Focus};

/// Rows that one notch of the wheel moves.
const NOTCH: usize = 3;

impl App {
    pub(super) fn mouse(&mut self, mouse: MouseEvent) -> Vec<Effect> {
        if self.account.is_none() {
            return Vec::new();
        }
        let at = Position::new(mouse.column, mouse.row);
        match mouse.kind {
            MouseEventKind::ScrollUp => self.wheel(at, true),
            MouseEventKind::ScrollDown => self.wheel(at, false),
            MouseEventKind::Down(MouseButton::Left) => self.click(at),
            _ => Vec::new(),
        }
    }

    fn wheel(&mut self, at: Position, up: bool) -> Vec<Effect> {
        if self.dialog.is_some() {
            let code = if up { KeyCode::Up } else { KeyCode::Down };
            return self.dialog_key(KeyEvent::new(code, KeyModifiers::NONE));
        }
        let areas = self.areas();
        if areas.chats.contains(at) {
            return self.move_in_list(if up { -1 } else { 1 });
        }
        if areas.messages.contains(at) {
            self.scroll_rows(up, NOTCH);
        }
        Vec::new()
    }

    fn click(&mut self, at: Position) -> Vec<Effect> {
        let areas = self.areas();
        self.notice = None;
        if areas.keys.contains(at) {
            return view::key_at(at.x).map(|number| self.function_key(number)).unwrap_or_default();
        }
        if self.dialog.is_some() {
            return Vec::new();
        }
        if areas.chats.contains(at) {
            let row = usize::from((at.y - areas.chats.y) / CHAT_ROWS);
            self.focus = Focus::Chats;
            let first = view::first_chat_in_sight(self);
            return self.open_at(first + row);
        }
        if areas.status.contains(at) {
            return self.function_key(8);
        }
        if areas.header.contains(at) {
            return self.function_key(6);
        }
        if areas.composer.contains(at) && self.conversation.uid.is_some() {
            self.focus = Focus::Composer;
        }
        if areas.messages.contains(at) && self.conversation.uid.is_some() {
            return self.click_message(at);
        }
        Vec::new()
    }

    /// The first click marks a message, the second one shows what happened to it.
    fn click_message(&mut self, at: Position) -> Vec<Effect> {
        let area = self.areas().messages;
        let rows = self.conversation.visible(area.width.into(), area.height.into());
        // Few rows stand at the bottom, next to the composer.
        let empty = usize::from(area.height).saturating_sub(rows.len());
        let row = usize::from(at.y - area.y).checked_sub(empty);
        let clicked = row.and_then(|row| rows.get(row)).and_then(|row| row.message);
        self.focus = Focus::Composer;
        match clicked {
            Some(id) if self.conversation.marked == Some(id) => vec![Effect::LoadDetails(id)],
            _ => {
                self.conversation.marked = clicked;
                Vec::new()
            }
        }
    }
}
