//! The open conversation: which messages are loaded, and as which rows they stand on the screen.

use std::collections::HashSet;

use pure2p_core::identity::Uid;
use pure2p_core::node::{Direction, Message, MessageState};
use pure2p_core::wire::ItemId;

use super::text;
use crate::{clock, words};

/// How many messages are loaded at once.
pub(super) const PAGE: u32 = 100;
/// Messages of one side within a minute stand in one group.
const GROUP_MILLIS: i64 = 60_000;

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Conversation {
    pub(crate) uid: Option<Uid>,
    pub(crate) name: String,
    /// Oldest first, in the order in which this device stored them.
    pub(crate) messages: Vec<Message>,
    /// There is nothing older than the first one.
    pub(crate) complete: bool,
    /// The message that keys act on.
    pub(crate) marked: Option<ItemId>,
    /// The first message that was new when the conversation was opened.
    pub(crate) new_from: Option<ItemId>,
    /// Rows between the last one and the bottom of the screen.
    pub(crate) scroll: usize,
}

/// What a row of the conversation is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum RowKind {
    /// A line of an incoming message.
    In,
    /// A line of an own message.
    Out,
    /// A day, "new", or room between groups.
    Rule,
    /// Time and state below a group.
    State { waiting: bool, out: bool },
}

/// One row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) kind: RowKind,
    pub(crate) text: String,
    pub(crate) message: Option<ItemId>,
}

impl Conversation {
    /// Another conversation, or none.
    pub(crate) fn open(&mut self, uid: Option<Uid>, name: &str) {
        *self = Self { uid, name: name.to_owned(), ..Self::default() };
    }

    /// How many messages a reload asks for: as many as are shown.
    pub(crate) fn wanted(&self) -> u32 {
        u32::try_from(self.messages.len()).unwrap_or(PAGE).max(PAGE)
    }

    /// The newest messages, `asked` of them at most.
    pub(crate) fn reloaded(&mut self, page: Vec<Message>, asked: u32, cells: usize) {
        let had = self.rows(cells).len();
        self.complete = page.len() < usize::try_from(asked).unwrap_or(usize::MAX);
        self.messages = page;
        if self.marked.is_some_and(|id| !self.messages.iter().any(|message| message.id == id)) {
            self.marked = None;
        }
        if self.scroll > 0 {
            // Who reads further up stays there.
            self.scroll = self.scroll.saturating_add(self.rows(cells).len().saturating_sub(had));
        }
    }

    /// Older messages, to stand before the others.
    pub(crate) fn older(&mut self, page: Vec<Message>) {
        self.complete = page.is_empty();
        let known: HashSet<ItemId> = self.messages.iter().map(|message| message.id).collect();
        let older = page.into_iter().filter(|message| !known.contains(&message.id));
        self.messages.splice(0..0, older);
    }

    /// Marks the message before (or after) the marked one; after the last one, none.
    pub(crate) fn mark(&mut self, up: bool) {
        let at = self.marked.and_then(|id| self.messages.iter().position(|message| message.id == id));
        let next = match (at, up) {
            (None, true) => self.messages.len().checked_sub(1),
            (Some(at), true) => Some(at.saturating_sub(1)),
            (Some(at), false) => Some(at + 1),
            (None, false) => None,
        };
        self.marked = next.and_then(|at| self.messages.get(at)).map(|message| message.id);
        if self.marked.is_none() {
            self.scroll = 0;
        }
    }

    /// Brings the marked message into sight and keeps the scrolling within what there is; whether
    /// the top is in sight although there is more above it.
    pub(crate) fn settle(&mut self, cells: usize, height: usize) -> bool {
        let rows = self.rows(cells);
        if let Some(marked) = self.marked {
            let first = rows.iter().position(|row| row.message == Some(marked)).unwrap_or(0);
            let last = rows.iter().rposition(|row| row.message == Some(marked)).unwrap_or(0);
            let (top, bottom) = (rows.len().saturating_sub(first + 1), rows.len().saturating_sub(last + 1));
            self.scroll = self.scroll.clamp((top + 1).saturating_sub(height).min(bottom), bottom);
        }
        let most = rows.len().saturating_sub(height);
        self.scroll = self.scroll.min(most);
        self.scroll == most && !self.complete && !self.messages.is_empty()
    }

    /// The rows in sight.
    pub(crate) fn visible(&self, cells: usize, height: usize) -> Vec<Row> {
        let mut rows = self.rows(cells);
        rows.truncate(rows.len().saturating_sub(self.scroll));
        rows.split_off(rows.len().saturating_sub(height))
    }

    /// All rows of the loaded messages in `cells` columns.
    pub(crate) fn rows(&self, cells: usize) -> Vec<Row> {
        let mut rows = Vec::new();
        let mut previous: Option<&Message> = None;
        let mut messages = self.messages.iter().peekable();
        while let Some(message) = messages.next() {
            let day = clock::day(message.stored_at);
            if previous.is_none_or(|previous| clock::day(previous.stored_at) != day) {
                rows.push(rule(format!("── {day} ──")));
            }
            if self.new_from == Some(message.id) {
                rows.push(rule("── new ──".to_owned()));
            }
            rows.extend(self.bubble(message, cells));
            if messages.peek().is_none_or(|next| !same_group(message, next)) {
                rows.extend(self.below(message, cells));
            }
            previous = Some(message);
        }
        rows
    }

    fn bubble(&self, message: &Message, cells: usize) -> Vec<Row> {
        // Own messages stand to the right, so that whose they are is seen without colour.
        let room = (cells * 4 / 5).max(cells.saturating_sub(20)).max(2);
        let lines = text::wrap(&message.text, room);
        let widest = lines.iter().map(|line| text::width(line)).max().unwrap_or(0);
        let (kind, indent) = match message.direction {
            Direction::In => (RowKind::In, 0),
            Direction::Out => (RowKind::Out, cells.saturating_sub(widest)),
        };
        let row =
            |line| Row { kind, text: format!("{}{line}", " ".repeat(indent)), message: Some(message.id) };
        lines.into_iter().map(row).collect()
    }

    fn below(&self, message: &Message, cells: usize) -> Vec<Row> {
        let at = clock::short(message.stored_at);
        let out = message.direction == Direction::Out;
        let waiting = out && message.state == MessageState::Waiting;
        let line = match &message.reason {
            _ if !out => at,
            Some(reason) if waiting => {
                format!("{at} {} {}", words::state_sign(message.state), words::reason(reason, &self.name))
            }
            _ => format!("{at} {} {}", words::state_sign(message.state), words::state(message.state)),
        };
        let kind = RowKind::State { waiting, out };
        let indent = |line: &str| if out { cells.saturating_sub(text::width(line)) } else { 0 };
        let row = |line: String| Row {
            kind,
            text: format!("{}{line}", " ".repeat(indent(&line))),
            message: Some(message.id),
        };
        text::wrap(&line, cells).into_iter().map(row).collect()
    }
}

fn rule(text: String) -> Row {
    Row { kind: RowKind::Rule, text, message: None }
}

fn same_group(one: &Message, next: &Message) -> bool {
    one.direction == next.direction
        && one.state == next.state
        && one.reason == next.reason
        && (next.stored_at - one.stored_at).abs() < GROUP_MILLIS
        && clock::day(one.stored_at) == clock::day(next.stored_at)
}
