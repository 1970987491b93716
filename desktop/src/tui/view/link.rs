//! The own link as text and code; the code alone where there is no room for both.

use ratatui::Frame;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::Line;
use ratatui::widgets::{Clear, Paragraph, Wrap};

use super::super::app::App;
use super::super::dialog::LinkPage;
use super::super::text;
use super::{ACCENT, QUIET};
use crate::words;

/// Painted, not left to the theme: scanners want a light ground.
const CODE: Style = Style::new().fg(Color::White).bg(Color::Black);

pub(super) fn draw(frame: &mut Frame, app: &App, page: &LinkPage) {
    let size = frame.area();
    frame.render_widget(Clear, size);
    let [body, keys] = Layout::vertical([Constraint::Min(1), Constraint::Length(1)]).areas(size);
    let lan = if page.with_lan { "w: without" } else { "w: with" };
    let hint = format!(" c: copy · n: new link · {lan} addresses of this network · Esc: back");
    frame.render_widget(Line::styled(text::cut(&hint, size.width.into()), QUIET), keys);
    let Some((link, code)) = &page.link else {
        frame.render_widget(Line::raw("…"), body);
        return;
    };
    let (width, height) = (code.first().map_or(0, |line| line.chars().count()), code.len());
    let (width, height) =
        (u16::try_from(width).unwrap_or(u16::MAX), u16::try_from(height).unwrap_or(u16::MAX));
    if width > body.width || height > body.height {
        describe(frame, app, link, body, true);
    } else if body.width - width >= 40 {
        let [left, right] =
            Layout::horizontal([Constraint::Length(width + 2), Constraint::Min(1)]).areas(body);
        paint(frame, code, left);
        describe(frame, app, link, right, false);
    } else if body.height - height >= 8 {
        let [above, below] = Layout::vertical([Constraint::Length(height), Constraint::Min(1)]).areas(body);
        paint(frame, code, above);
        describe(frame, app, link, below, false);
    } else {
        paint(frame, code, body);
    }
}

fn paint(frame: &mut Frame, code: &[String], area: Rect) {
    let lines: Vec<Line> = code.iter().map(|line| Line::styled(line.clone(), CODE)).collect();
    frame.render_widget(Paragraph::new(lines), area);
}

fn describe(frame: &mut Frame, app: &App, link: &str, area: Rect, too_small: bool) {
    let mut lines = vec![Line::styled(words::LINK_HINT, ACCENT), Line::default()];
    lines.extend(text::wrap(link, area.width.into()).into_iter().map(Line::from));
    if let Some(account) = &app.account {
        lines.push(Line::default());
        lines.push(Line::styled("Your UID:", QUIET));
        lines.extend(text::wrap(&account.uid.grouped(), area.width.into()).into_iter().map(Line::from));
    }
    if too_small {
        lines.push(Line::default());
        lines.push(Line::styled("Make the window larger to see the QR code.", QUIET));
    }
    frame.render_widget(Paragraph::new(lines).wrap(Wrap { trim: false }), area);
}
