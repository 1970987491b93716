//! The boxes in front of the main screen.

use pure2p_core::node::{Direction, KnownAddress};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};
use ratatui::style::{Style, Stylize};
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Paragraph};

use super::super::app::App;
use super::super::dialog::{Add, Confirm, ContactPage, Details, Dialog, Requests, Search};
use super::super::editor::Editor;
use super::super::judge::judge;
use super::super::layout::centred;
use super::super::text;
use super::{ACCENT, HERE, QUIET, WRONG, link, reach, settings};
use crate::{clock, words};

const HELP: [(&str, &str); 17] = [
    ("↑ ↓", "choose a chat; while writing: mark a message"),
    ("Enter", "write · send · show what happened to the marked message"),
    ("Alt+Enter", "another line in the same message"),
    ("Esc, Tab", "back to the chats"),
    ("PgUp PgDn", "scroll"),
    ("Del", "delete the marked message on this device"),
    ("F1 or ?", "these keys"),
    ("F2 or a", "add somebody by link or UID"),
    ("F3 or l", "your own link and its QR code"),
    ("F4 or r", "requests of strangers"),
    ("F5 or /", "search"),
    ("F6 or c", "the contact: safety number, name, block, remove"),
    ("F7 or s", "settings; delete everything"),
    ("F8 or o", "who can reach you"),
    ("F10 or q", "leave"),
    ("Ctrl+C", "leave, from everywhere"),
    ("● ○ ◌", "here now · was here · not met yet"),
];

pub(super) fn draw(frame: &mut Frame, app: &App, dialog: &Dialog) {
    match dialog {
        Dialog::Add(add) => draw_add(frame, app, add),
        Dialog::Confirm(confirm) => draw_confirm(frame, confirm),
        Dialog::Contact(page) => draw_contact(frame, page),
        Dialog::Details(details) => draw_details(frame, app, details),
        Dialog::Erase(erase) => settings::draw_erase(frame, app, erase),
        Dialog::Help => draw_help(frame),
        Dialog::Link(page) => link::draw(frame, app, page),
        Dialog::Reach(page) => reach::draw(frame, app, page),
        Dialog::Requests(requests) => draw_requests(frame, app, requests),
        Dialog::Search(search) => draw_search(frame, app, search),
        Dialog::Settings(page) => settings::draw(frame, page),
    }
}

/// A framed box with these lines; the part of the screen inside the frame.
pub(super) fn boxed(frame: &mut Frame, title: &str, keys: &str, lines: Vec<Line>) -> Rect {
    let size = frame.area();
    let height = u16::try_from(lines.len()).unwrap_or(size.height).saturating_add(2);
    let area = centred(size, inner_width(size) + 4, height);
    let block = Block::bordered()
        .border_type(BorderType::Rounded)
        .border_style(ACCENT)
        .title(Line::raw(format!(" {title} ")).bold())
        .title_bottom(Line::styled(format!(" {keys} "), QUIET).right_aligned());
    let inside = block.inner(area);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    frame.render_widget(Paragraph::new(lines), inside);
    inside
}

pub(super) fn inner_width(size: Rect) -> u16 {
    size.width.saturating_sub(4).min(74)
}

pub(super) fn wrapped(text: &str, cells: usize, style: Style) -> Vec<Line<'static>> {
    text::wrap(text, cells).into_iter().map(|line| Line::styled(line, style)).collect()
}

/// A field's visible part (its end), and the column of its cursor.
pub(super) fn field(editor: &Editor, cells: usize) -> (String, usize) {
    let graphemes = text::graphemes(editor.before());
    let mut start = 0;
    let width_from = |start: usize| graphemes.iter().skip(start).map(|g| text::width(g)).sum::<usize>();
    while width_from(start) >= cells.max(1) {
        start += 1;
    }
    let before: String = graphemes.iter().skip(start).cloned().collect();
    let all = editor.text();
    let after = all.get(editor.before().len()..).unwrap_or_default();
    let column = text::width(&before);
    (text::cut(&format!("{before}{after}"), cells), column)
}

pub(super) fn put_cursor(frame: &mut Frame, inside: Rect, row: usize, column: usize) {
    let x = inside.x + u16::try_from(column).unwrap_or(0).min(inside.width.saturating_sub(1));
    let y = inside.y + u16::try_from(row).unwrap_or(0).min(inside.height.saturating_sub(1));
    frame.set_cursor_position(Position::new(x, y));
}

fn draw_help(frame: &mut Frame) {
    let line = |(key, what): (&'static str, &'static str)| {
        Line::from_iter([Span::styled(format!("{key:<11}"), ACCENT), Span::raw(what)])
    };
    // On the least screen the last ones, which need it least, are cut.
    boxed(frame, "Keys", "any key: back", HELP.into_iter().map(line).collect());
}

fn draw_add(frame: &mut Frame, app: &App, add: &Add) {
    let cells = usize::from(inner_width(frame.area()));
    let own = app.account.as_ref().map(|account| account.uid);
    let known = app.chats.iter().map(|chat| &chat.contact).chain(&app.blocked);
    let judgement = judge(&add.who.text(), own, known);
    let (verdict, style) = match &add.refused {
        Some(reason) => (reason.clone(), WRONG),
        None if judgement.fits => (format!("✓ {}", judgement.text), HERE),
        None => (judgement.text, QUIET),
    };
    let (who, who_column) = field(&add.who, cells);
    let (name, name_column) = field(&add.name, cells.saturating_sub(6));
    let mut lines = vec![Line::raw("Link or UID").bold(), Line::raw(who)];
    lines.extend(wrapped(&verdict, cells, style));
    lines.push(Line::default());
    let name_row = lines.len();
    lines.push(Line::from_iter([Span::raw("Name  ").bold(), Span::raw(name)]));
    lines.push(Line::styled("Your own name for them; may stay empty.", QUIET));
    let inside = boxed(frame, "Add somebody", "Tab: next field · Enter: add · Esc: back", lines);
    if add.in_name {
        put_cursor(frame, inside, name_row, 6 + name_column);
    } else {
        put_cursor(frame, inside, 1, who_column);
    }
}

fn draw_confirm(frame: &mut Frame, confirm: &Confirm) {
    let cells = usize::from(inner_width(frame.area()));
    let mut lines = wrapped(&confirm.question, cells, Style::new().bold());
    lines.extend(wrapped(&confirm.hint, cells, QUIET));
    boxed(frame, "Really?", "y: yes · n: no", lines);
}

fn draw_contact(frame: &mut Frame, page: &ContactPage) {
    let cells = usize::from(inner_width(frame.area()));
    let contact = &page.contact;
    let mut lines = vec![match &page.rename {
        Some(name) => Line::from_iter([Span::raw("Name: ").bold(), Span::raw(field(name, cells - 6).0)]),
        None => Line::from_iter([
            Span::raw(contact.name.clone()).bold(),
            Span::raw(format!("  {} ", words::dot(contact.presence))),
            Span::raw(words::presence(contact.presence, contact.last_seen)),
            Span::styled(format!("  {}", words::contact_state(contact)), QUIET),
        ]),
    }];
    if let Some(claim) = contact.suggested_name.as_ref().filter(|claim| **claim != contact.name) {
        lines.push(Line::styled(format!("They call themselves {claim} ({}).", words::CLAIM), QUIET));
    }
    lines.extend(wrapped(&contact.uid.grouped(), cells, QUIET));
    lines.extend(safety_lines(page, cells));
    lines.push(Line::raw(sentence(&words::reach::i_reach(contact.i_reach))));
    lines.push(Line::raw(sentence(&words::reach::they_reach(contact.they_reach))));
    lines.extend(contact.addresses.iter().map(address_line));
    let block = if contact.blocked { "b: unblock" } else { "b: block" };
    let keys = format!("n: rename · v: verified · {block} · d: remove · x: delete chat");
    let inside = boxed(frame, "Contact", &keys, lines);
    if let Some(name) = &page.rename {
        put_cursor(frame, inside, 0, 6 + field(name, cells - 6).1);
    }
}

fn safety_lines(page: &ContactPage, cells: usize) -> Vec<Line<'static>> {
    let Some(digits) = &page.safety else { return Vec::new() };
    let verified = if page.contact.verified { "compared ✓" } else { "compare it when you meet" };
    let mut lines = vec![Line::styled(format!("Safety number ({verified}):"), QUIET)];
    lines.extend(wrapped(digits, cells.min(36), ACCENT));
    lines
}

/// With a capital letter and a full stop.
fn sentence(words: &str) -> String {
    let mut rest = words.chars();
    let first = rest.next().into_iter().flat_map(char::to_uppercase);
    first.chain(rest).chain(['.']).collect()
}

fn address_line(known: &KnownAddress) -> Line<'static> {
    let how = match known.source {
        pure2p_core::node::AddressSource::Link => "from a link",
        _ => "told by them",
    };
    Line::styled(format!("{}  {how} {}", known.address, clock::short(known.learnt_at)), QUIET)
}

fn draw_details(frame: &mut Frame, app: &App, details: &Details) {
    let cells = usize::from(inner_width(frame.area()));
    let message = &details.message;
    let mut lines = vec![Line::raw(text::cut(&message.text, cells)).bold()];
    if let Some(reason) = &message.reason {
        lines.extend(wrapped(&words::reason(reason, &app.conversation.name), cells, super::WAITING));
    }
    if message.direction == Direction::In {
        lines.push(Line::styled(
            format!("Written {} by their clock.", clock::exact(message.written_at)),
            QUIET,
        ));
    }
    for entry in details.timeline.iter().skip(details.scroll) {
        let line = format!("{}  {}", clock::exact(entry.at), words::happening(&entry.what));
        lines.extend(wrapped(&line, cells, Style::new()));
    }
    boxed(frame, "What happened to it", "↑↓: scroll · Esc: back", lines);
}

fn draw_requests(frame: &mut Frame, app: &App, requests: &Requests) {
    let cells = usize::from(inner_width(frame.area()));
    let mut lines = Vec::new();
    if app.requests.is_empty() {
        lines.push(Line::raw(words::NO_REQUESTS));
    }
    let at = requests.at.min((app.requests.len() + app.blocked.len()).saturating_sub(1));
    for (row, request) in app.requests.iter().enumerate() {
        let name = request.suggested_name.as_deref().unwrap_or("Somebody without a name");
        let invited = if request.invited { " · has your link" } else { "" };
        lines.push(choice(row == at, &format!("{name} ({}){invited}", words::CLAIM)));
        if row == at {
            lines.extend(wrapped(&request.uid.grouped(), cells, QUIET));
            let texts = request.texts.iter().flat_map(|text| wrapped(text, cells, Style::new()));
            lines.extend(texts.take(6));
        }
    }
    lines.push(Line::default());
    lines.extend(wrapped(words::REQUEST_HINT, cells, QUIET));
    for (row, contact) in app.blocked.iter().enumerate() {
        lines.push(choice(app.requests.len() + row == at, &format!("{}: blocked", contact.name)));
    }
    let unblock = if app.blocked.is_empty() { "" } else { "u: unblock · " };
    boxed(frame, "Requests", &format!("a: accept · b: block · {unblock}Esc: back"), lines);
}

/// A row that can be chosen; the chosen one is seen without colours.
pub(super) fn choice(chosen: bool, text: &str) -> Line<'static> {
    if chosen { Line::raw(format!("▌{text}")).bold() } else { Line::raw(format!(" {text}")) }
}

fn draw_search(frame: &mut Frame, app: &App, search: &Search) {
    let size = frame.area();
    let cells = usize::from(inner_width(size));
    let (words_line, column) = field(&search.words, cells);
    let mut lines = vec![Line::raw(words_line), Line::default()];
    if search.hits.is_empty() && !search.searched.is_empty() {
        lines.push(Line::styled(words::NOTHING_FOUND, QUIET));
    }
    let room = usize::from(size.height).saturating_sub(7).clamp(3, 16);
    let first = (search.at + 1).saturating_sub(room);
    for (at, hit) in search.hits.iter().enumerate().skip(first).take(room) {
        let name = app.chats.iter().find(|chat| chat.contact.uid == hit.message.chat);
        let name = name.map_or("?", |chat| chat.contact.name.as_str());
        let when = clock::short(hit.message.stored_at);
        let line = text::cut(&format!("{name} {when}: {}", hit.message.text.replace('\n', " ")), cells - 1);
        lines.push(choice(at == search.at, &line));
    }
    if search.is_cut() {
        lines.push(Line::styled(words::MANY_FOUND, QUIET));
    }
    let inside = boxed(frame, "Search", "↑↓: choose · Enter: open · Esc: back", lines);
    put_cursor(frame, inside, 0, column);
}
