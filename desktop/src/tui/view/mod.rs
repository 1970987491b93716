//! Paints the app. Colours are the terminal's own sixteen, and never the only sign of anything.

mod chats;
mod conversation;
mod dialogs;
mod link;
mod reach;
mod settings;
mod welcome;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::app::App;
use super::layout::{Areas, LEAST};
use super::text;
use crate::words;

pub(crate) use chats::first_in_sight as first_chat_in_sight;
pub(crate) use reach::most_scroll as most_reach_scroll;

/// What is most important now.
const ACCENT: Style = Style::new().fg(Color::Cyan);
/// Somebody is here.
const HERE: Style = Style::new().fg(Color::Green);
/// Something waits.
const WAITING: Style = Style::new().fg(Color::Yellow);
/// What can be overlooked.
const QUIET: Style = Style::new().add_modifier(Modifier::DIM);
/// Something is wrong.
const WRONG: Style = Style::new().fg(Color::Red);

/// The function keys, as they stand in the last line.
const KEYS: [(u8, &str); 8] = [
    (1, "Keys"),
    (2, "Add"),
    (3, "My link"),
    (4, "Requests"),
    (5, "Search"),
    (6, "Contact"),
    (8, "Reach"),
    (10, "Quit"),
];

/// Paints everything.
pub(crate) fn draw(frame: &mut Frame, app: &App) {
    let size = frame.area();
    if size.width < LEAST.0 || size.height < LEAST.1 {
        frame.render_widget(Paragraph::new("Please make the window larger."), size);
        return;
    }
    if app.account.is_none() {
        welcome::draw(frame, app);
        return;
    }
    let areas = app.areas();
    chats::draw(frame, app, &areas);
    conversation::draw(frame, app, &areas);
    status(frame, app, &areas);
    keys(frame, areas.keys);
    if let Some(dialog) = &app.dialog {
        dialogs::draw(frame, app, dialog);
    }
}

/// The function key whose word stands in this column of the last line.
pub(crate) fn key_at(column: u16) -> Option<u8> {
    let mut start = 0;
    for (number, word) in KEYS {
        let end = start + key_label(number, word).len();
        if (start..end).contains(&usize::from(column)) {
            return Some(number);
        }
        start = end + 1;
    }
    None
}

fn key_label(number: u8, word: &str) -> String {
    format!("F{number} {word}")
}

fn keys(frame: &mut Frame, area: Rect) {
    let mut line = Line::default();
    for (number, word) in KEYS {
        line.push_span(Span::styled(format!("F{number}"), ACCENT));
        line.push_span(Span::styled(format!(" {word} "), QUIET));
    }
    frame.render_widget(line, area);
}

fn status(frame: &mut Frame, app: &App, areas: &Areas) {
    let session = words::session(&app.session, &app.reach, app.is_moving());
    let mut line = Line::from(Span::raw(format!(" {session}"))).reversed();
    if !app.requests.is_empty() {
        let text = match app.requests.len() {
            1 => " · 1 request".to_owned(),
            n => format!(" · {n} requests"),
        };
        line.push_span(Span::raw(text).bold());
    }
    let room = usize::from(areas.status.width);
    if let Some(notice) = &app.notice {
        // What just happened is more important than what is always true.
        line = Line::from(Span::raw(format!(" {}", text::cut(notice, room.saturating_sub(1))))).reversed();
    } else if app.is_moving() {
        let used = line.width();
        line.push_span(Span::raw(bar(app.session.done, app.session.total, room.saturating_sub(used + 2))));
    }
    frame.render_widget(Paragraph::new(line).reversed(), areas.status);
}

/// A bar of the share that is done, at most 20 cells long.
fn bar(done: u64, total: u64, room: usize) -> String {
    let cells = room.min(20);
    if cells < 5 {
        return String::new();
    }
    let share = u128::from(done) * cells as u128 / u128::from(total.max(1));
    let full = usize::try_from(share).unwrap_or(cells).min(cells);
    format!("  {}{}", "█".repeat(full), "░".repeat(cells - full))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_in_the_last_line_are_buttons() {
        assert_eq!(key_at(0), Some(1));
        assert_eq!(key_at(7), None);
        assert_eq!(key_at(8), Some(2));
        assert_eq!(key_at(500), None);
    }

    #[test]
    fn the_bar_fills() {
        assert_eq!(bar(0, 10, 10), format!("  {}", "░".repeat(10)));
        assert_eq!(bar(10, 10, 10), format!("  {}", "█".repeat(10)));
        assert_eq!(bar(1, 10, 3), "");
    }
}
