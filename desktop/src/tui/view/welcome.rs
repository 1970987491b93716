//! The first screen: the bargain, a name, *Create*.

use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::Stylize;
use ratatui::text::{Line, Span};
use ratatui::widgets::Paragraph;

use super::super::app::App;
use super::super::layout::centred;
use super::super::text;
use super::{ACCENT, QUIET, WRONG};
use crate::words;

pub(super) fn draw(frame: &mut Frame, app: &App) {
    let size = frame.area();
    let cells = size.width.saturating_sub(4).min(72);
    let mut lines =
        vec![Line::from_iter([Span::styled("◯◯ ", ACCENT), Span::raw("Pure2P").bold()]), Line::default()];
    for sentence in words::WELCOME {
        lines.extend(text::wrap(sentence, cells.into()).into_iter().map(Line::from));
    }
    lines.push(Line::default());
    let prompt = "Your name (may stay empty): ";
    let name_row = lines.len();
    lines.push(Line::from_iter([Span::raw(prompt).bold(), Span::raw(app.welcome.text())]));
    lines.push(match &app.notice {
        Some(notice) => Line::styled(notice.clone(), WRONG),
        None => Line::styled("It is suggested to those you write to. You can change it.", QUIET),
    });
    lines.push(Line::default());
    lines.push(Line::from_iter([
        Span::styled("Enter", ACCENT),
        Span::raw(" Create   "),
        Span::styled("Esc", ACCENT),
        Span::raw(" Leave"),
    ]));
    let area = centred(size, cells, u16::try_from(lines.len()).unwrap_or(size.height));
    frame.render_widget(Paragraph::new(lines), area);
    let column = text::width(prompt) + text::width(app.welcome.before());
    let x = area.x + u16::try_from(column).unwrap_or(0).min(area.width.saturating_sub(1));
    frame.set_cursor_position(Position::new(x, area.y + u16::try_from(name_row).unwrap_or(0)));
}
