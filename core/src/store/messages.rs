//! Messages, in the order this device stored them. Waiting outgoing rows *are* the outbox and owed
//! receipts are marks on incoming rows: nothing is kept twice, so nothing can disagree.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Millis;
use super::contacts::ContactId;
use super::error::Result;
use super::search;
use crate::identity::Uid;
use crate::wire::ItemId;

/// `messages.direction` of an outgoing one.
const OUT: i64 = 1;

/// What is true of a message, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Waiting = 0,
    Delivered = 1,
    Read = 2,
}

/// Why an outgoing message stepped aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    Refused = 1,
    NotUnderstood = 2,
}

/// A row of `messages` with its contact's UID.
#[derive(Clone, Debug)]
pub(crate) struct MessageRow {
    pub(crate) id: i64,
    pub(crate) item: ItemId,
    pub(crate) contact: ContactId,
    pub(crate) chat: Uid,
    pub(crate) outgoing: bool,
    pub(crate) text: String,
    pub(crate) state: State,
    pub(crate) refusal: Option<Refusal>,
    pub(crate) written_at: Millis,
    pub(crate) stored_at: Millis,
    pub(crate) delivered_at: Option<Millis>,
    pub(crate) read_at: Option<Millis>,
}

/// For queries over `messages m JOIN contacts c`.
pub(super) const COLUMNS: &str = "m.id, m.item, m.contact, c.uid, m.direction, m.text, m.state, m.refusal, \
     m.written_at, m.stored_at, m.delivered_at, m.read_at";

pub(super) fn from_row_at(row: &Row<'_>) -> rusqlite::Result<MessageRow> {
    Ok(MessageRow {
        id: row.get(0)?,
        item: ItemId(row.get(1)?),
        contact: ContactId(row.get(2)?),
        chat: Uid::from_store(row.get(3)?),
        outgoing: row.get::<_, i64>(4)? == OUT,
        text: row.get(5)?,
        state: match row.get(6)? {
            0 => State::Waiting,
            1 => State::Delivered,
            _ => State::Read,
        },
        refusal: match row.get(7)? {
            1 => Some(Refusal::Refused),
            2 => Some(Refusal::NotUnderstood),
            _ => None,
        },
        written_at: row.get(8)?,
        stored_at: row.get(9)?,
        delivered_at: row.get(10)?,
        read_at: row.get(11)?,
    })
}

/// An outgoing message as it goes on the wire.
#[derive(Clone, Debug)]
pub(crate) struct OutgoingRow {
    pub(crate) item: ItemId,
    pub(crate) counter: u64,
    pub(crate) written_at: Millis,
    pub(crate) text: String,
}

pub(crate) fn insert_outgoing(db: &Connection, contact: ContactId, row: &OutgoingRow) -> Result<i64> {
    db.prepare_cached(
        "INSERT INTO messages (item, contact, direction, counter, text, state, written_at, stored_at)
         VALUES (?1, ?2, 1, ?3, ?4, 0, ?5, ?5)",
    )?
    .execute(params![row.item.0, contact.0, row.counter.cast_signed(), row.text, row.written_at])?;
    Ok(db.last_insert_rowid())
}

/// Stores an incoming message; `false` if its id was known (also if it was deleted since).
pub(crate) fn insert_incoming(
    db: &Connection,
    contact: ContactId,
    row: &OutgoingRow,
    stored_at: Millis,
    forgets: bool,
) -> Result<bool> {
    if forgets && forgotten(db, contact, &row.item)? {
        return Ok(false);
    }
    // A plain VALUES row: an INSERT … SELECT opens a statement journal, and with every one of those FTS5
    // flushes what it has gathered.
    let inserted = db
        .prepare_cached(
            "INSERT INTO messages (item, contact, direction, counter, text, state, written_at, stored_at, delivered_at)
             VALUES (?1, ?2, 0, ?3, ?4, 1, ?5, ?6, ?6) ON CONFLICT DO NOTHING",
        )?
        .execute(params![
            row.item.0,
            contact.0,
            row.counter.cast_signed(),
            row.text,
            row.written_at,
            stored_at
        ])?;
    Ok(inserted == 1)
}

/// Whether anything of this contact was deleted here: asked once a batch, it spares most chats a look for
/// each message.
pub(crate) fn forgets(db: &Connection, contact: ContactId) -> Result<bool> {
    Ok(db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM forgotten WHERE contact = ?1)")?
        .query_row(params![contact.0], |row| row.get(0))?)
}

fn forgotten(db: &Connection, contact: ContactId, item: &ItemId) -> Result<bool> {
    Ok(db
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM forgotten WHERE contact = ?1 AND item = ?2)")?
        .query_row(params![contact.0, item.0], |row| row.get(0))?)
}

/// Whether an incoming item of this contact was ever stored here.
pub(crate) fn known(db: &Connection, contact: ContactId, item: &ItemId) -> Result<bool> {
    Ok(db
        .prepare_cached(
            "SELECT EXISTS (SELECT 1 FROM messages WHERE item = ?2 AND contact = ?1 AND direction = 0)
                 OR EXISTS (SELECT 1 FROM forgotten WHERE contact = ?1 AND item = ?2)",
        )?
        .query_row(params![contact.0, item.0], |row| row.get(0))?)
}

/// Hands the oldest waiting messages to `take`, oldest first, until it says `false`.
pub(crate) fn waiting(
    db: &Connection,
    contact: ContactId,
    mut take: impl FnMut(OutgoingRow) -> bool,
) -> Result<()> {
    let mut statement = db.prepare_cached(
        "SELECT item, counter, written_at, text FROM messages
         WHERE contact = ?1 AND direction = 1 AND state = 0 AND refusal = 0 ORDER BY id",
    )?;
    let mut rows = statement.query(params![contact.0])?;
    while let Some(row) = rows.next()? {
        let row = OutgoingRow {
            item: ItemId(row.get(0)?),
            counter: row.get::<_, i64>(1)?.cast_unsigned(),
            written_at: row.get(2)?,
            text: row.get(3)?,
        };
        if !take(row) {
            break;
        }
    }
    Ok(())
}

/// Whether anything that could be sent waits for this contact.
pub(crate) fn any_waiting(db: &Connection, contact: ContactId) -> Result<bool> {
    let mut any = false;
    waiting(db, contact, |_| {
        any = true;
        false
    })?;
    Ok(any)
}

/// A page of what waits for anybody, oldest first: the `limit` messages after row `after` (or the first ones).
pub(crate) fn all_waiting(db: &Connection, after: Option<i64>, limit: u32) -> Result<Vec<MessageRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.direction = 1 AND m.state = 0 AND m.id > ?1 ORDER BY m.id LIMIT ?2"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![after.unwrap_or(i64::MIN), limit], from_row_at)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// How many messages wait: for `contact`, or for everybody that something can be sent to.
pub(crate) fn count_waiting(db: &Connection, contact: Option<ContactId>) -> Result<u64> {
    let count = match contact {
        Some(contact) => db
            .prepare_cached("SELECT count(*) FROM messages WHERE contact = ?1 AND direction = 1 AND state = 0")?
            .query_row(params![contact.0], |row| row.get(0))?,
        None => db
            .prepare_cached(
                "SELECT count(*) FROM messages JOIN contacts c ON c.id = contact
                 WHERE direction = 1 AND messages.state = 0 AND refusal = 0 AND c.state >= 2 AND c.blocked = 0",
            )?
            .query_row([], |row| row.get(0))?,
    };
    Ok(count)
}

pub(crate) fn count_unread(db: &Connection, contact: ContactId) -> Result<u64> {
    Ok(db
        .prepare_cached("SELECT count(*) FROM messages WHERE contact = ?1 AND direction = 0 AND state = 1")?
        .query_row(params![contact.0], |row| row.get(0))?)
}

/// A waiting message is on the peer's disk; `false` if it was not waiting.
pub(crate) fn delivered(db: &Connection, contact: ContactId, item: &ItemId, now: Millis) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE messages SET state = 1, refusal = 0, delivered_at = ?3
             WHERE item = ?2 AND contact = ?1 AND direction = 1 AND state = 0",
        )?
        .execute(params![contact.0, item.0, now])?;
    Ok(changed == 1)
}

/// The peer opened an own message, which implies that it was delivered.
pub(crate) fn read_by_peer(db: &Connection, contact: ContactId, item: &ItemId, now: Millis) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE messages SET state = 2, refusal = 0, read_at = ?3, delivered_at = coalesce(delivered_at, ?3)
             WHERE item = ?2 AND contact = ?1 AND direction = 1 AND state < 2",
        )?
        .execute(params![contact.0, item.0, now])?;
    Ok(changed == 1)
}

/// A waiting message steps aside.
pub(crate) fn refused(db: &Connection, contact: ContactId, item: &ItemId, refusal: Refusal) -> Result<()> {
    db.prepare_cached(
        "UPDATE messages SET refusal = ?3 WHERE item = ?2 AND contact = ?1 AND direction = 1 AND state = 0",
    )?
    .execute(params![contact.0, item.0, refusal as i64])?;
    Ok(())
}

/// Everything received in the chat was opened; gives which messages that changed.
pub(crate) fn mark_read(
    db: &Connection,
    contact: ContactId,
    receipt: bool,
    now: Millis,
) -> Result<Vec<ItemId>> {
    let mut statement = db.prepare_cached(
        "UPDATE messages SET state = 2, read_at = ?2, receipt = ?3
         WHERE contact = ?1 AND direction = 0 AND state = 1 RETURNING item",
    )?;
    let ids = statement
        .query_map(params![contact.0, now, receipt], |row| Ok(ItemId(row.get(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// The oldest messages whose reading the contact was not told yet.
pub(crate) fn owed_receipts(db: &Connection, contact: ContactId, limit: usize) -> Result<Vec<ItemId>> {
    let mut statement = db.prepare_cached(
        "SELECT item FROM messages WHERE contact = ?1 AND receipt = 1 ORDER BY id LIMIT ?2",
    )?;
    let ids = statement
        .query_map(params![contact.0, limit as i64], |row| Ok(ItemId(row.get(0)?)))?
        .collect::<rusqlite::Result<_>>()?;
    Ok(ids)
}

/// The contact stored the receipt for these.
pub(crate) fn receipts_told(db: &Connection, contact: ContactId, ids: &[ItemId]) -> Result<()> {
    let mut statement = db.prepare_cached(
        "UPDATE messages SET receipt = 0 WHERE item = ?2 AND contact = ?1 AND direction = 0 AND receipt = 1",
    )?;
    for id in ids {
        statement.execute(params![contact.0, id.0])?;
    }
    Ok(())
}

/// No receipts are owed any more (the setting was switched off, or the contact was blocked).
pub(crate) fn waive_receipts(db: &Connection, contact: Option<ContactId>) -> Result<()> {
    db.execute(
        "UPDATE messages SET receipt = 0 WHERE receipt = 1 AND contact = coalesce(?1, contact)",
        params![contact.map(|contact| contact.0)],
    )?;
    Ok(())
}

/// How many there are in all chats.
pub(crate) fn count(db: &Connection) -> Result<u64> {
    Ok(db.prepare_cached("SELECT count(*) FROM messages")?.query_row([], |row| row.get(0))?)
}

/// A page, oldest first: the `limit` messages before row `before` (or the last ones).
pub(crate) fn page(
    db: &Connection,
    contact: ContactId,
    before: Option<i64>,
    limit: u32,
) -> Result<Vec<MessageRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.contact = ?1 AND m.id < ?2 ORDER BY m.id DESC LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement
        .query_map(params![contact.0, before.unwrap_or(i64::MAX), limit], from_row_at)?
        .collect::<rusqlite::Result<Vec<_>>>()?;
    rows.reverse();
    Ok(rows)
}

/// A page, oldest first: the `limit` messages after row `after`.
pub(crate) fn page_after(
    db: &Connection,
    contact: ContactId,
    after: i64,
    limit: u32,
) -> Result<Vec<MessageRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.contact = ?1 AND m.id > ?2 ORDER BY m.id LIMIT ?3"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![contact.0, after, limit], from_row_at)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// The message with this id; own ones first, should a peer have reused an id.
pub(crate) fn find(db: &Connection, item: &ItemId, contact: Option<ContactId>) -> Result<Option<MessageRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.item = ?1 AND m.contact = coalesce(?2, m.contact) ORDER BY m.direction DESC, m.id DESC LIMIT 1"
    );
    Ok(db
        .prepare_cached(&sql)?
        .query_row(params![item.0, contact.map(|contact| contact.0)], from_row_at)
        .optional()?)
}

/// The oldest waiting message of a chat.
pub(crate) fn oldest_waiting(db: &Connection, contact: ContactId) -> Result<Option<MessageRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.contact = ?1 AND m.direction = 1 AND m.state = 0 ORDER BY m.id LIMIT 1"
    );
    Ok(db.prepare_cached(&sql)?.query_row(params![contact.0], from_row_at).optional()?)
}

/// Deletes one message here; an incoming one's id stays known.
pub(crate) fn delete(db: &Connection, message: &MessageRow) -> Result<()> {
    if !message.outgoing {
        db.execute(
            "INSERT OR IGNORE INTO forgotten (contact, item) VALUES (?1, ?2)",
            params![message.contact.0, message.item.0],
        )?;
    }
    search::delete(db, message.id, &message.text)?;
    db.execute("DELETE FROM messages WHERE id = ?1", params![message.id])?;
    Ok(())
}

/// Deletes a chat's messages here; ids of incoming ones stay known.
pub(crate) fn delete_chat(db: &Connection, contact: ContactId) -> Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO forgotten (contact, item)
         SELECT contact, item FROM messages WHERE contact = ?1 AND direction = 0",
        params![contact.0],
    )?;
    search::catch_up(db)?;
    db.execute(
        "INSERT INTO messages_text (messages_text, rowid, text)
         SELECT 'delete', id, text FROM messages WHERE contact = ?1",
        params![contact.0],
    )?;
    db.execute("DELETE FROM messages WHERE contact = ?1", params![contact.0])?;
    Ok(())
}
