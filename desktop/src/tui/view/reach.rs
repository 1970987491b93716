//! Whether this device can be reached: what it knows of that, and nothing that it only hopes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Line;

use super::super::app::App;
use super::super::dialog::ReachPage;
use super::dialogs::{boxed, inner_width, wrapped};
use super::{HERE, QUIET};
use crate::words::reach::Report;

const TITLE: &str = "Who can reach you";
const KEYS: &str = "n: check now · ↑↓: scroll · Esc: back";

pub(super) fn draw(frame: &mut Frame, app: &App, page: &ReachPage) {
    let size = frame.area();
    let mut lines = lines(app, size);
    lines.drain(..page.scroll.min(most(lines.len(), size)));
    boxed(frame, TITLE, KEYS, lines);
}

/// How far down one can scroll.
pub(crate) fn most_scroll(app: &App) -> usize {
    most(lines(app, app.size).len(), app.size)
}

/// So that the last line stands in the last row of the box.
fn most(lines: usize, size: Rect) -> usize {
    lines.saturating_sub(usize::from(size.height.saturating_sub(2)))
}

fn lines(app: &App, size: Rect) -> Vec<Line<'static>> {
    let cells = usize::from(inner_width(size));
    let contacts = app.chats.iter().map(|chat| &chat.contact);
    let Report { truth, advice, facts, came_in, pairs } = Report::of(&app.reach, contacts, app.asks_router);
    let mut lines = wrapped(&truth, cells, Style::new().bold());
    lines.extend(listed(&advice, cells, Style::new()));
    for (part, style) in [(facts, QUIET), (came_in, HERE), (pairs, Style::new())] {
        if !part.is_empty() {
            lines.push(Line::default());
            lines.extend(listed(&part, cells, style));
        }
    }
    lines
}

/// What does not fit into one line goes on a bit further right, so that one sees where the next begins.
fn listed(texts: &[String], cells: usize, style: Style) -> Vec<Line<'static>> {
    const FURTHER: &str = "  ";
    let mut lines = Vec::new();
    for text in texts {
        let parts = super::text::wrap(text, cells.saturating_sub(FURTHER.len()));
        for (at, part) in parts.into_iter().enumerate() {
            let start = if at == 0 { "" } else { FURTHER };
            lines.push(Line::styled(format!("{start}{part}"), style));
        }
    }
    lines
}
