//! Messages: `send`, `messages`, `details`, `queue`, `search`, `read`, `delete`.

use std::collections::HashMap;
use std::io::{self, Read};

use pure2p_core::identity::Uid;
use pure2p_core::node::Message;
use serde_json::json;

use crate::failure::{Done, Failure};
use crate::output::ProgressLine;
use crate::rows::{DetailRow, HitRow, MessageRow, SentRow, WaitingRow};
use crate::session::{self, Session};
use crate::{clock, words};

/// How many messages are asked for in one go.
const PAGE: u32 = 500;

pub(super) async fn send(session: &Session, uid: &str, text: String) -> Done {
    let uid = session::uid(uid)?;
    let name = session.node.contact(uid).await?.name;
    let sent =
        if text == "-" { send_lines(session, uid).await? } else { vec![session.node.send(uid, text).await?] };
    session.wrote();
    sent.iter().try_for_each(|message| {
        session.output.row(&SentRow::from(message), || {
            let why = message.reason.as_ref().map(|r| words::reason(r, &name)).unwrap_or_default();
            format!("{} {} {why}", words::state_sign(message.state), words::state(message.state))
        })
    })
}

/// Every line of standard input is a message; all are stored or none is.
async fn send_lines(session: &Session, uid: Uid) -> Done<Vec<Message>> {
    let mut progress = ProgressLine::new(session.output);
    progress.show("Reading…");
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input)?;
    let text = String::from_utf8(input)
        .map_err(|_| Failure::input("not_text", "standard input is not text (UTF-8)"))?;
    let lines: Vec<String> = text.lines().map(str::to_owned).collect();
    if lines.is_empty() {
        return Err(Failure::input("empty_text", "there is nothing on standard input"));
    }
    progress.show(&format!("Storing {} messages…", lines.len()));
    Ok(session.node.send_many(uid, lines).await?)
}

pub(super) async fn list(session: &Session, uid: &str, limit: u32, before: Option<&str>) -> Done {
    let uid = session::uid(uid)?;
    let mut before = before.map(session::item_id).transpose()?;
    let name = session.node.contact(uid).await?.name;
    let mut pages = Vec::new();
    let mut left = limit;
    while left > 0 {
        let wanted = left.min(PAGE);
        let page = session.node.messages(uid, before, wanted).await?;
        let Some(first) = page.first() else { break };
        before = Some(first.id);
        let got = u32::try_from(page.len()).unwrap_or(u32::MAX);
        left = left.saturating_sub(got);
        pages.push(page);
        if got < wanted {
            break;
        }
    }
    if pages.is_empty() {
        session.output.note(words::NO_MESSAGES)?;
    }
    pages.iter().rev().flatten().try_for_each(|message| {
        session.output.row(&MessageRow::from(message), || words::message(message, &name))
    })
}

pub(super) async fn details(session: &Session, id: &str) -> Done {
    let timeline = session.node.details(session::item_id(id)?).await?;
    timeline.iter().try_for_each(|entry| {
        session.output.row(&DetailRow::from(entry), || {
            format!("{}  {}", clock::exact(entry.at), words::happening(&entry.what))
        })
    })
}

pub(super) async fn queue(session: &Session) -> Done {
    let names = Names::of(session).await?;
    let mut after = None;
    // Page by page: however much waits, little of it is in memory.
    loop {
        let page = session.node.queue(after, PAGE).await?;
        let Some(last) = page.last().map(|waiting| waiting.id) else { break };
        for waiting in &page {
            session.output.row(&WaitingRow::from(waiting), || {
                let to = names.of_contact(waiting.to);
                format!("{}  for {to}: {}", waiting.id, words::reason(&waiting.reason, to))
            })?;
        }
        after = Some(last);
    }
    if after.is_none() { session.output.note(words::NOTHING_WAITS) } else { Ok(()) }
}

/// Prints every hit, or the newest `limit`.
pub(super) async fn search(session: &Session, text: &str, limit: Option<u32>) -> Done {
    let names = Names::of(session).await?;
    let (mut left, mut before) = (limit, None);
    loop {
        let wanted = left.map_or(PAGE, |left| left.min(PAGE));
        let page = if wanted == 0 { Vec::new() } else { session.node.search(text, before, wanted).await? };
        let Some(last) = page.last().map(|hit| hit.message.id) else { break };
        for hit in &page {
            let chat = names.of_contact(hit.message.chat);
            session
                .output
                .row(&HitRow::from(hit), || format!("{chat}: {}", words::message(&hit.message, chat)))?;
        }
        let got = u32::try_from(page.len()).unwrap_or(u32::MAX);
        (left, before) = (left.map(|left| left.saturating_sub(got)), Some(last));
    }
    if before.is_none() { session.output.note(words::NOTHING_FOUND) } else { Ok(()) }
}

/// What the contacts are called.
struct Names(HashMap<Uid, String>);

impl Names {
    async fn of(session: &Session) -> Done<Self> {
        let contacts = session.node.contacts().await?;
        Ok(Self(contacts.into_iter().map(|contact| (contact.uid, contact.name)).collect()))
    }

    fn of_contact(&self, uid: Uid) -> &str {
        self.0.get(&uid).map_or("somebody", String::as_str)
    }
}

pub(super) async fn read(session: &Session, uid: &str) -> Done {
    let uid = session::uid(uid)?;
    session.node.mark_read(uid).await?;
    session.wrote();
    session.output.row(&json!({ "uid": uid.to_string() }), || "Read.".to_owned())
}

pub(super) async fn delete(session: &Session, uid: &str, message: Option<&str>) -> Done {
    let uid = session::uid(uid)?;
    match message {
        Some(id) => session.node.delete_message(uid, session::item_id(id)?).await?,
        None => session.node.delete_chat(uid).await?,
    }
    session.wrote();
    session.output.row(&json!({ "uid": uid.to_string() }), || words::DELETE_HINT.to_owned())
}
