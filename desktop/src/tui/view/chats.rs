//! The list: who, whether they are here, the last words, and what waits.

use pure2p_core::node::{Chat, Direction, Presence};
use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Borders, Paragraph, Wrap};

use super::super::app::{App, Focus};
use super::super::layout::Areas;
use super::super::text;
use super::{ACCENT, HERE, QUIET, WAITING};
use crate::words;

/// The first chat of the list that is in sight: the open one always is.
pub(crate) fn first_in_sight(app: &App) -> usize {
    let room = app.areas().chats_in_sight();
    let uid = app.conversation.uid;
    let at = app.chats.iter().position(|chat| Some(chat.contact.uid) == uid).unwrap_or(0);
    (at + 1).saturating_sub(room)
}

pub(super) fn draw(frame: &mut Frame, app: &App, areas: &Areas) {
    let block = Block::new().borders(Borders::RIGHT).border_style(QUIET);
    let inside = block.inner(areas.chats);
    frame.render_widget(block, areas.chats);
    if app.chats.is_empty() {
        let empty = Paragraph::new(words::NO_CHATS).wrap(Wrap { trim: true });
        frame.render_widget(empty, inside);
        return;
    }
    let cells = usize::from(inside.width);
    let in_sight = app.chats.iter().skip(first_in_sight(app)).take(areas.chats_in_sight());
    let lines = in_sight.flat_map(|chat| {
        let open = app.conversation.uid == Some(chat.contact.uid);
        let style = match (open, app.focus) {
            (true, Focus::Chats) => Style::new().reversed(),
            (true, Focus::Composer) => Style::new().bold(),
            _ => Style::new(),
        };
        let mark = if open { "▌" } else { " " };
        [first_line(chat, mark, cells).style(style), second_line(chat, mark, cells).style(style)]
    });
    frame.render_widget(Paragraph::new(lines.collect::<Vec<_>>()), inside);
}

fn first_line(chat: &Chat, mark: &'static str, cells: usize) -> Line<'static> {
    let contact = &chat.contact;
    let dot = Span::styled(
        words::dot(contact.presence),
        if contact.presence == Presence::Here { HERE } else { QUIET },
    );
    let mut counts = String::new();
    if contact.waiting > 0 {
        counts.push_str(&format!(" ◷{}", contact.waiting));
    }
    if contact.unread > 0 {
        counts.push_str(&format!(" ({})", contact.unread));
    }
    let room = cells.saturating_sub(4 + text::width(&counts));
    let name = text::cut(&contact.name, room);
    let gap = " ".repeat(room.saturating_sub(text::width(&name)));
    let style = if contact.unread > 0 { Style::new().bold() } else { Style::new() };
    let line = [
        Span::styled(mark, ACCENT),
        dot,
        Span::raw(" "),
        Span::styled(name, style),
        Span::raw(gap),
        Span::styled(counts, if contact.waiting > 0 { WAITING } else { ACCENT }),
    ];
    Line::from_iter(line)
}

/// Why something waits, or the last words.
fn second_line(chat: &Chat, mark: &'static str, cells: usize) -> Line<'static> {
    let room = cells.saturating_sub(4);
    let waiting = chat.reason.as_ref().filter(|_| chat.contact.waiting > 0);
    let (line, style) = match (waiting, &chat.last) {
        (Some(reason), _) => (words::reason(reason, &chat.contact.name), WAITING),
        (None, Some(last)) if last.direction == Direction::Out => {
            (format!("{} {}", words::state_sign(last.state), last.text), QUIET)
        }
        (None, Some(last)) => (last.text.clone(), QUIET),
        (None, None) => (words::presence(chat.contact.presence, chat.contact.last_seen), QUIET),
    };
    Line::from_iter([
        Span::styled(mark, ACCENT),
        Span::raw("  "),
        Span::styled(text::cut(&line, room), style),
    ])
}
