//! Contacts, requests, blocked keys and the traces of removed ones: one row per UID ever met.

use rusqlite::{Connection, OptionalExtension, Row, params};

use super::Millis;
use super::error::Result;
use crate::identity::Uid;

/// `contacts.id`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct ContactId(pub(crate) i64);

/// How far a contact has come, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    Removed = 0,
    Requested = 1,
    Entered = 2,
    Bound = 3,
}

/// What they last said to what waits for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hold {
    Nothing = 0,
    Held = 1,
    Later = 2,
}

/// A row of `contacts`.
#[derive(Clone, Debug)]
pub(crate) struct ContactRow {
    pub(crate) id: ContactId,
    pub(crate) uid: Uid,
    pub(crate) state: State,
    pub(crate) blocked: bool,
    pub(crate) verified: bool,
    pub(crate) name: Option<String>,
    pub(crate) suggested_name: Option<String>,
    pub(crate) draft: String,
    pub(crate) added_at: Millis,
    pub(crate) last_seen: Option<Millis>,
    pub(crate) reached_at: Option<Millis>,
    pub(crate) came_in_at: Option<Millis>,
    pub(crate) here: bool,
    pub(crate) card_serial: u64,
    pub(crate) invite: Option<[u8; 16]>,
    pub(crate) invited: bool,
    pub(crate) hold: Hold,
    pub(crate) last_error: Option<u8>,
    pub(crate) next_attempt_at: Option<Millis>,
    pub(crate) reason: Option<u8>,
    pub(crate) reached_since: Option<Millis>,
    pub(crate) unreached_since: Option<Millis>,
    pub(crate) came_in_since: Option<Millis>,
    pub(crate) kept_out_since: Option<Millis>,
}

impl ContactRow {
    /// Entered or bound and not blocked: owed presence, tried at launch.
    pub(crate) fn active(&self) -> bool {
        !self.blocked && matches!(self.state, State::Entered | State::Bound)
    }
}

const COLUMNS: &str = "id, uid, state, blocked, verified, name, suggested_name, draft, added_at, last_seen, \
     reached_at, came_in_at, here, card_serial, invite, invited, hold, last_error, next_attempt_at, reason, \
     reached_since, unreached_since, came_in_since, kept_out_since";

fn from_row(row: &Row<'_>) -> rusqlite::Result<ContactRow> {
    Ok(ContactRow {
        id: ContactId(row.get(0)?),
        uid: Uid::from_store(row.get(1)?),
        state: match row.get(2)? {
            3 => State::Bound,
            2 => State::Entered,
            1 => State::Requested,
            _ => State::Removed,
        },
        blocked: row.get(3)?,
        verified: row.get(4)?,
        name: row.get(5)?,
        suggested_name: row.get(6)?,
        draft: row.get(7)?,
        added_at: row.get(8)?,
        last_seen: row.get(9)?,
        reached_at: row.get(10)?,
        came_in_at: row.get(11)?,
        here: row.get(12)?,
        card_serial: row.get(13)?,
        invite: row.get(14)?,
        invited: row.get(15)?,
        hold: match row.get(16)? {
            1 => Hold::Held,
            2 => Hold::Later,
            _ => Hold::Nothing,
        },
        last_error: row.get(17)?,
        next_attempt_at: row.get(18)?,
        reason: row.get(19)?,
        reached_since: row.get(20)?,
        unreached_since: row.get(21)?,
        came_in_since: row.get(22)?,
        kept_out_since: row.get(23)?,
    })
}

pub(crate) fn find(db: &Connection, uid: &Uid) -> Result<Option<ContactRow>> {
    let sql = format!("SELECT {COLUMNS} FROM contacts WHERE uid = ?1");
    Ok(db.prepare_cached(&sql)?.query_row(params![uid.as_bytes()], from_row).optional()?)
}

pub(crate) fn by_id(db: &Connection, id: ContactId) -> Result<Option<ContactRow>> {
    let sql = format!("SELECT {COLUMNS} FROM contacts WHERE id = ?1");
    Ok(db.prepare_cached(&sql)?.query_row(params![id.0], from_row).optional()?)
}

/// Everybody but removed ones, in the order of the chat list: what happened last comes first.
pub(crate) fn all(db: &Connection) -> Result<Vec<ContactRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts WHERE state > 0 OR blocked = 1
         ORDER BY coalesce((SELECT stored_at FROM messages WHERE contact = contacts.id ORDER BY id DESC LIMIT 1),
                           added_at) DESC, id DESC"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

/// Those owed presence: who has something waiting first, then who was seen last.
pub(crate) fn active(db: &Connection) -> Result<Vec<ContactRow>> {
    let sql = format!(
        "SELECT {COLUMNS} FROM contacts WHERE state >= 2 AND blocked = 0
         ORDER BY EXISTS (SELECT 1 FROM messages
                          WHERE contact = contacts.id AND direction = 1 AND state = 0) DESC, last_seen DESC"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement.query_map([], from_row)?.collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

pub(crate) fn insert(db: &Connection, uid: &Uid, state: State, now: Millis) -> Result<ContactId> {
    db.prepare_cached("INSERT INTO contacts (uid, state, added_at) VALUES (?1, ?2, ?3)")?
        .execute(params![uid.as_bytes(), state as i64, now])?;
    Ok(ContactId(db.last_insert_rowid()))
}

pub(crate) fn set_state(db: &Connection, id: ContactId, state: State) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET state = ?2 WHERE id = ?1")?
        .execute(params![id.0, state as i64])?;
    Ok(())
}

/// Bound from now on; the invite that led here has done its work.
pub(crate) fn bind(db: &Connection, id: ContactId) -> Result<()> {
    db.prepare_cached(
        "UPDATE contacts SET state = 3, invite = NULL WHERE id = ?1 AND (state = 2 OR invite IS NOT NULL)",
    )?
    .execute(params![id.0])?;
    Ok(())
}

/// As if never met, but for the row itself (and `forgotten`), so that repeats are recognised. The serial of the
/// newest card goes, too: added again, perhaps by the same link, that link is the newest thing known.
pub(crate) fn strip(db: &Connection, id: ContactId) -> Result<()> {
    db.execute(
        "UPDATE contacts SET state = 0, verified = 0, name = NULL, suggested_name = NULL, draft = '',
             last_seen = NULL, reached_at = NULL, came_in_at = NULL, here = 0, card_serial = 0, invite = NULL, invited = 0,
             hold = 0, last_error = NULL, next_attempt_at = NULL, reason = NULL, reached_since = NULL,
             unreached_since = NULL, came_in_since = NULL, kept_out_since = NULL
         WHERE id = ?1",
        params![id.0],
    )?;
    Ok(())
}

pub(crate) fn set_blocked(db: &Connection, id: ContactId, blocked: bool) -> Result<()> {
    db.execute(
        "UPDATE contacts SET blocked = ?2, here = 0, next_attempt_at = NULL, reason = NULL WHERE id = ?1",
        params![id.0, blocked],
    )?;
    Ok(())
}

pub(crate) fn set_verified(db: &Connection, id: ContactId, verified: bool) -> Result<()> {
    db.execute("UPDATE contacts SET verified = ?2 WHERE id = ?1", params![id.0, verified])?;
    Ok(())
}

pub(crate) fn set_name(db: &Connection, id: ContactId, name: Option<&str>) -> Result<()> {
    db.execute("UPDATE contacts SET name = ?2 WHERE id = ?1", params![id.0, name])?;
    Ok(())
}

pub(crate) fn set_suggested_name(db: &Connection, id: ContactId, name: Option<&str>) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET suggested_name = ?2 WHERE id = ?1 AND suggested_name IS NOT ?2")?
        .execute(params![id.0, name])?;
    Ok(())
}

pub(crate) fn set_draft(db: &Connection, id: ContactId, draft: &str) -> Result<()> {
    db.execute("UPDATE contacts SET draft = ?2 WHERE id = ?1", params![id.0, draft])?;
    Ok(())
}

/// What a card brought: its serial and invite.
pub(crate) fn set_card(db: &Connection, id: ContactId, serial: u64, invite: Option<&[u8; 16]>) -> Result<()> {
    db.execute(
        "UPDATE contacts SET card_serial = ?2, invite = coalesce(?3, invite)
         WHERE id = ?1",
        params![id.0, i64::try_from(serial).unwrap_or(i64::MAX), invite],
    )?;
    Ok(())
}

pub(crate) fn set_invited(db: &Connection, id: ContactId) -> Result<()> {
    db.execute("UPDATE contacts SET invited = 1 WHERE id = ?1", params![id.0])?;
    Ok(())
}

pub(crate) fn set_hold(db: &Connection, id: ContactId, hold: Hold) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET hold = ?2 WHERE id = ?1 AND hold <> ?2")?
        .execute(params![id.0, hold as i64])?;
    Ok(())
}

pub(crate) fn set_here(db: &Connection, id: ContactId, here: bool) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET here = ?2 WHERE id = ?1 AND here <> ?2")?
        .execute(params![id.0, here])?;
    Ok(())
}

/// Why what waits for them waits, for other processes of this home.
pub(crate) fn set_reason(db: &Connection, id: ContactId, reason: Option<u8>) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET reason = ?2 WHERE id = ?1")?.execute(params![id.0, reason])?;
    Ok(())
}

/// Nobody is known to be here, and nothing is tried: a new foreground, or none.
pub(crate) fn nobody_here(db: &Connection) -> Result<()> {
    db.execute(
        "UPDATE contacts SET here = 0, next_attempt_at = NULL, reason = NULL
         WHERE here = 1 OR next_attempt_at IS NOT NULL OR reason IS NOT NULL",
        [],
    )?;
    Ok(())
}

/// An authenticated exchange took place; `came_in` tells who dialled. Gives whether it was not known that they can.
pub(crate) fn seen(db: &Connection, id: ContactId, came_in: bool, now: Millis) -> Result<bool> {
    let sql = if came_in {
        "UPDATE contacts SET last_seen = ?2, came_in_at = ?2, last_error = NULL WHERE id = ?1
         RETURNING came_in_since IS NULL"
    } else {
        "UPDATE contacts SET last_seen = ?2, reached_at = ?2, last_error = NULL WHERE id = ?1
         RETURNING reached_since IS NULL"
    };
    let news: bool = db.prepare_cached(sql)?.query_row(params![id.0, now], |row| row.get(0))?;
    if news {
        let sql = if came_in {
            "UPDATE contacts SET came_in_since = ?2, kept_out_since = NULL WHERE id = ?1"
        } else {
            "UPDATE contacts SET reached_since = ?2, unreached_since = NULL WHERE id = ?1"
        };
        db.prepare_cached(sql)?.execute(params![id.0, now])?;
    }
    Ok(news)
}

/// They were here and could not be reached. Gives whether that is news.
pub(crate) fn unreached(db: &Connection, id: ContactId, now: Millis) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE contacts SET unreached_since = ?2, reached_since = NULL
             WHERE id = ?1 AND unreached_since IS NULL",
        )?
        .execute(params![id.0, now])?;
    Ok(changed > 0)
}

/// They say that they could not reach us. Gives whether that is news.
pub(crate) fn kept_out(db: &Connection, id: ContactId, now: Millis) -> Result<bool> {
    let changed = db
        .prepare_cached(
            "UPDATE contacts SET kept_out_since = ?2, came_in_since = NULL
             WHERE id = ?1 AND kept_out_since IS NULL",
        )?
        .execute(params![id.0, now])?;
    Ok(changed > 0)
}

/// An attempt failed.
pub(crate) fn failed(db: &Connection, id: ContactId, error: u8) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET last_error = ?2 WHERE id = ?1")?.execute(params![id.0, error])?;
    Ok(())
}

/// When the next attempt is due, if one is planned.
pub(crate) fn set_next_attempt(db: &Connection, id: ContactId, next: Option<Millis>) -> Result<()> {
    db.prepare_cached("UPDATE contacts SET next_attempt_at = ?2 WHERE id = ?1")?
        .execute(params![id.0, next])?;
    Ok(())
}

/// The next `count` values of the chat's outgoing counter begin here.
pub(crate) fn next_counters(db: &Connection, id: ContactId, count: usize) -> Result<u64> {
    let before: u64 = db
        .prepare_cached("SELECT out_counter FROM contacts WHERE id = ?1")?
        .query_row(params![id.0], |row| row.get(0))?;
    db.prepare_cached("UPDATE contacts SET out_counter = out_counter + ?2 WHERE id = ?1")?
        .execute(params![id.0, count as i64])?;
    Ok(before + 1)
}

/// How many requests there are, with (`true`) and without a valid invite.
pub(crate) fn count_requests(db: &Connection, invited: bool) -> Result<u64> {
    Ok(db.query_row(
        "SELECT count(*) FROM contacts WHERE state = 1 AND blocked = 0 AND invited = ?1",
        params![invited],
        |row| row.get(0),
    )?)
}
