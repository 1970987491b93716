//! Where things stand: from 60×16 up to whatever there is.

use ratatui::layout::{Constraint, Layout, Rect};

use super::text;

/// Below this, nothing useful fits.
pub(crate) const LEAST: (u16, u16) = (40, 12);
/// Rows of one chat in the list.
pub(crate) const CHAT_ROWS: u16 = 2;
/// The most rows that the composer grows to.
const COMPOSER_ROWS: usize = 5;

/// The parts of the main screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Areas {
    /// The list, with a border to its right.
    pub(crate) chats: Rect,
    /// Who the conversation is with.
    pub(crate) header: Rect,
    pub(crate) messages: Rect,
    /// The composer with its border.
    pub(crate) composer: Rect,
    /// The session bar.
    pub(crate) status: Rect,
    /// The keys.
    pub(crate) keys: Rect,
}

impl Areas {
    /// The parts of `size`, with room for what is being written.
    pub(crate) fn of(size: Rect, draft: &str) -> Self {
        let [main, status, keys] =
            Layout::vertical([Constraint::Min(3), Constraint::Length(1), Constraint::Length(1)]).areas(size);
        let list = (size.width / 3).clamp(20, 34);
        let [chats, right] = Layout::horizontal([Constraint::Length(list), Constraint::Min(10)]).areas(main);
        let inside = usize::from(right.width.saturating_sub(2));
        let lines = text::wrap(draft, inside.saturating_sub(1)).len().min(COMPOSER_ROWS);
        let composer_rows = u16::try_from(lines).unwrap_or(1) + 2;
        let [header, messages, composer] =
            Layout::vertical([Constraint::Length(2), Constraint::Min(1), Constraint::Length(composer_rows)])
                .areas(right);
        // One column of air on both sides of the words.
        let messages = Rect { x: messages.x + 1, width: messages.width.saturating_sub(2), ..messages };
        let header = Rect { x: header.x + 1, width: header.width.saturating_sub(2), ..header };
        Self { chats, header, messages, composer, status, keys }
    }

    /// How many chats the list has room for.
    pub(crate) fn chats_in_sight(&self) -> usize {
        usize::from(self.chats.height / CHAT_ROWS).max(1)
    }
}

/// A centred box of at most this size, for a dialog.
pub(crate) fn centred(size: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(size.width), height.min(size.height));
    Rect { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height }
}
