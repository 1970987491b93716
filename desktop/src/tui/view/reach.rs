//! Whether this device can be reached: what it knows of that, and nothing that it only hopes.

use ratatui::Frame;
use ratatui::layout::Size;
use ratatui::style::Style;
use ratatui::text::Line;

use super::super::dialog::ReachPage;
use super::super::text;
use super::dialogs::{boxed, inner_width, wrapped};
use super::{QUIET, WAITING};
use crate::words;

const TITLE: &str = "Who can reach you";
const KEYS: &str = "n: look again · ↑↓: scroll · Esc: back";

/// Rows of the box that are no contact's.
const OTHER_ROWS: u16 = 10;

pub(super) fn draw(frame: &mut Frame, page: &ReachPage) {
    let size = frame.area();
    let cells = usize::from(inner_width(size));
    let Some(reach) = &page.reach else {
        boxed(frame, TITLE, KEYS, vec![Line::raw("…")]);
        return;
    };
    let mut lines = wrapped(&words::listening(&reach.listening), cells, Style::new().bold());
    if reach.offline {
        lines.extend(wrapped(words::OFFLINE, cells, WAITING));
    }
    let came_in = reach.contacts.iter().filter(|contact| contact.came_in_at.is_some()).count();
    lines.push(Line::raw(words::came_in(came_in, reach.contacts.len())));
    if came_in == 0 && !reach.contacts.is_empty() {
        lines.extend(wrapped(words::NOBODY_CAME_IN, cells, QUIET));
    }
    lines.push(Line::default());
    let room = rows(size.into());
    for contact in reach.contacts.iter().skip(page.scroll).take(room) {
        let line = format!("{} {}", words::dot(contact.presence), words::reach(contact));
        lines.push(Line::raw(text::cut(&line, cells)));
    }
    boxed(frame, TITLE, KEYS, lines);
}

fn rows(size: Size) -> usize {
    usize::from(size.height.saturating_sub(OTHER_ROWS)).clamp(2, 20)
}
