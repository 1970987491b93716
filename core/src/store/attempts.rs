//! Tries to bring a chat's queue over. A message's timeline is what happened in its chat while it
//! waited, so one row serves all messages that waited together, and equal tries in a row share one.

use std::net::SocketAddr;

use rusqlite::{Connection, OptionalExtension, params};

use super::Millis;
use super::contacts::ContactId;
use super::error::Result;

/// Rows kept per contact.
const KEPT: i64 = 200;

/// A row of `attempts`; `error` 0 means that it went through.
#[derive(Clone, Debug)]
pub(crate) struct AttemptRow {
    pub(crate) first_at: Millis,
    pub(crate) at: Millis,
    pub(crate) times: u64,
    pub(crate) address: Option<SocketAddr>,
    pub(crate) error: u8,
}

pub(crate) fn record(
    db: &Connection,
    contact: ContactId,
    address: Option<SocketAddr>,
    error: u8,
    now: Millis,
) -> Result<()> {
    let address = address.map(|address| address.to_string());
    let last: Option<(i64, Option<String>, u8, Millis)> = db
        .prepare_cached(
            "SELECT id, address, error, first_at FROM attempts WHERE contact = ?1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![contact.0], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?)))
        .optional()?;
    // A row never spans the writing of a message, or its timeline would count tries before its time.
    let newest: Option<Millis> = db
        .prepare_cached(
            "SELECT stored_at FROM messages WHERE contact = ?1 AND direction = 1 ORDER BY id DESC LIMIT 1",
        )?
        .query_row(params![contact.0], |row| row.get(0))
        .optional()?;
    if let Some((id, last_address, last_error, first_at)) = last
        && last_address == address
        && last_error == error
        && newest.is_none_or(|newest| newest <= first_at)
    {
        db.prepare_cached("UPDATE attempts SET at = ?2, times = times + 1 WHERE id = ?1")?
            .execute(params![id, now])?;
        return Ok(());
    }
    db.prepare_cached(
        "INSERT INTO attempts (contact, first_at, at, times, address, error) VALUES (?1, ?2, ?2, 1, ?3, ?4)",
    )?
    .execute(params![contact.0, now, address, error])?;
    db.prepare_cached(
        "DELETE FROM attempts WHERE id = (SELECT id FROM attempts WHERE contact = ?1 ORDER BY id DESC LIMIT 1 OFFSET ?2)",
    )?
    .execute(params![contact.0, KEPT])?;
    Ok(())
}

/// Tries from `since` to `until` (inclusive), oldest first.
pub(crate) fn between(
    db: &Connection,
    contact: ContactId,
    since: Millis,
    until: Option<Millis>,
) -> Result<Vec<AttemptRow>> {
    let mut statement = db.prepare_cached(
        "SELECT first_at, at, times, address, error FROM attempts
         WHERE contact = ?1 AND first_at >= ?2 AND first_at <= coalesce(?3, first_at) ORDER BY id",
    )?;
    let rows = statement
        .query_map(params![contact.0, since, until], |row| {
            Ok(AttemptRow {
                first_at: row.get(0)?,
                at: row.get(1)?,
                times: row.get(2)?,
                address: row.get::<_, Option<String>>(3)?.and_then(|text| text.parse().ok()),
                error: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

pub(crate) fn forget(db: &Connection, contact: ContactId) -> Result<()> {
    db.execute("DELETE FROM attempts WHERE contact = ?1", params![contact.0])?;
    Ok(())
}
