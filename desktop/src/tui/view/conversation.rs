//! The open conversation and the composer.

use pure2p_core::node::Presence;
use ratatui::Frame;
use ratatui::layout::Position;
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Paragraph, Wrap};

use super::super::app::{App, Focus};
use super::super::conversation::{Row, RowKind};
use super::super::layout::Areas;
use super::super::text;
use super::{ACCENT, HERE, QUIET, WAITING};
use crate::words;

/// Conversations shorter than this still show what the first exchange means.
const YOUNG: usize = 12;

pub(super) fn draw(frame: &mut Frame, app: &App, areas: &Areas) {
    if app.conversation.uid.is_none() {
        let hint = if app.chats.is_empty() { "" } else { words::NO_CHAT_OPEN };
        frame.render_widget(Paragraph::new(hint).wrap(Wrap { trim: true }), areas.messages);
        return;
    }
    header(frame, app, areas);
    messages(frame, app, areas);
    composer(frame, app, areas);
}

fn header(frame: &mut Frame, app: &App, areas: &Areas) {
    let Some(chat) = app.chat() else { return };
    let contact = &chat.contact;
    let here = contact.presence == Presence::Here;
    let presence = words::presence(contact.presence, contact.last_seen);
    let room = usize::from(areas.header.width).saturating_sub(text::width(&presence) + 6);
    let mut line = Line::from_iter([
        Span::raw(text::cut(&contact.name, room)).bold(),
        Span::raw("  "),
        Span::styled(words::dot(contact.presence), if here { HERE } else { QUIET }),
        Span::raw(" "),
        Span::styled(presence, if here { HERE } else { QUIET }),
    ]);
    if contact.blocked {
        line.push_span(Span::raw("  blocked").bold());
    } else if contact.verified {
        line.push_span(Span::styled("  verified", ACCENT));
    }
    let young = !contact.verified && app.conversation.messages.len() < YOUNG && app.conversation.complete;
    let banner = if young { words::FIRST_CONTACT } else { "" };
    let banner = text::cut(banner, areas.header.width.into());
    frame.render_widget(Paragraph::new(vec![line, Line::styled(banner, QUIET)]), areas.header);
}

fn messages(frame: &mut Frame, app: &App, areas: &Areas) {
    let area = areas.messages;
    if app.conversation.messages.is_empty() {
        frame.render_widget(Line::styled(words::NO_MESSAGES, QUIET), area);
        return;
    }
    let rows = app.conversation.visible(area.width.into(), area.height.into());
    // Few rows stand at the bottom, next to the composer.
    let empty = usize::from(area.height).saturating_sub(rows.len());
    let mut lines = vec![Line::default(); empty];
    lines.extend(rows.iter().map(|row| line(row, app, area.width.into())));
    frame.render_widget(Paragraph::new(lines), area);
}

fn line(row: &Row, app: &App, cells: usize) -> Line<'static> {
    let marked = row.message.is_some() && row.message == app.conversation.marked;
    let style = match row.kind {
        RowKind::In => Style::new(),
        RowKind::Out => ACCENT,
        RowKind::Rule => return Line::styled(row.text.clone(), QUIET).centered(),
        RowKind::State { waiting: true, .. } => WAITING,
        RowKind::State { .. } => QUIET,
    };
    if !marked {
        return Line::styled(row.text.clone(), style);
    }
    // The whole width, so that the mark is seen without colours.
    let gap = cells.saturating_sub(text::width(&row.text));
    Line::styled(format!("{}{}", row.text, " ".repeat(gap)), style).reversed()
}

fn composer(frame: &mut Frame, app: &App, areas: &Areas) {
    let writing = app.focus == Focus::Composer && app.dialog.is_none();
    let title = if app.conversation.marked.is_some() {
        " Enter: details · Del: delete · Esc: back "
    } else if writing {
        " Enter: send · Esc: to the chats "
    } else {
        " Enter: write "
    };
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(if writing { ACCENT } else { QUIET })
        .title_bottom(Line::from(title).right_aligned());
    let inside = block.inner(areas.composer);
    frame.render_widget(block, areas.composer);
    let cells = usize::from(inside.width).saturating_sub(1);
    let lines = text::wrap(&app.composer.text(), cells);
    // Where the cursor stands is where a text that ended there would end.
    let before = text::wrap(app.composer.before(), cells);
    let row = before.len().saturating_sub(1);
    let column = before.last().map_or(0, |line| text::width(line));
    let skipped = (row + 1).saturating_sub(inside.height.into());
    let shown: Vec<Line> = lines.into_iter().skip(skipped).map(Line::from).collect();
    frame.render_widget(Paragraph::new(shown), inside);
    if writing {
        let x = inside.x + u16::try_from(column).unwrap_or(0).min(inside.width.saturating_sub(1));
        let y = inside.y + u16::try_from(row - skipped).unwrap_or(0);
        frame.set_cursor_position(Position::new(x, y));
    }
}
