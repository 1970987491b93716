//! The settings, and the two steps to the end of everything.

use ratatui::Frame;
use ratatui::style::Style;
use ratatui::text::Line;

use super::super::app::App;
use super::super::dialog::{Erase, SettingsPage};
use super::dialogs::{boxed, choice, field, inner_width, put_cursor, wrapped};
use super::{QUIET, WRONG};
use crate::words;

pub(super) fn draw(frame: &mut Frame, page: &SettingsPage) {
    let cells = usize::from(inner_width(frame.area()));
    let settings = &page.settings;
    let on = |value: bool| if value { "on" } else { "off" };
    let rows = [
        ("Name: ", settings.name.clone().unwrap_or_else(|| "(none)".to_owned())),
        ("Tell others when you read their messages: ", on(settings.read_receipts).to_owned()),
        ("Answer new people: ", on(settings.answer_new_people).to_owned()),
        ("Port: ", settings.port.to_string()),
        ("Ask the router to open a port: ", on(settings.ask_router).to_owned()),
        ("Delete everything…", String::new()),
    ];
    let mut lines = Vec::new();
    let mut cursor = None;
    for (at, (label, value)) in rows.into_iter().enumerate() {
        let typed = page.value.as_ref().filter(|_| at == page.at);
        let value = match typed.map(|typed| field(typed, cells.saturating_sub(label.len() + 2))) {
            Some((text, column)) => {
                cursor = Some((at, label.len() + 1 + column));
                text
            }
            None => value,
        };
        lines.push(choice(at == page.at, &format!("{label}{value}")));
    }
    match &page.refused {
        Some(reason) => lines.extend(wrapped(reason, cells, WRONG)),
        None => lines.push(Line::styled(words::PORT_HINT, QUIET)),
    }
    let inside = boxed(frame, "Settings", "↑↓: choose · Enter: change · Esc: back", lines);
    if let Some((row, column)) = cursor {
        put_cursor(frame, inside, row, column);
    }
}

pub(super) fn draw_erase(frame: &mut Frame, app: &App, erase: &Erase) {
    let cells = usize::from(inner_width(frame.area()));
    let waiting = app.chats.iter().map(|chat| chat.contact.waiting).sum();
    let mut lines = wrapped(words::ERASE_QUESTION, cells, Style::new().bold());
    for lost in words::everything_lost(waiting) {
        lines.extend(wrapped(&format!("· {lost}"), cells, Style::new()));
    }
    let Some(word) = &erase.word else {
        boxed(frame, "Really?", "y: go on · n: no", lines);
        return;
    };
    lines.push(Line::default());
    lines.push(Line::styled(format!("Type {} and Enter. Nothing brings it back.", words::ERASE_WORD), WRONG));
    let (text, column) = field(word, cells);
    let row = lines.len();
    lines.push(Line::raw(text));
    let inside = boxed(frame, "Really everything?", "Esc: no", lines);
    put_cursor(frame, inside, row, column);
}
