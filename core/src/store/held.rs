//! The first words of strangers, kept apart until somebody accepts them.

use rusqlite::{Connection, params};

use super::Millis;
use super::contacts::ContactId;
use super::error::Result;
use crate::wire::ItemId;

/// A kept first word.
#[derive(Clone, Debug)]
pub(crate) struct HeldRow {
    pub(crate) item: ItemId,
    pub(crate) counter: u64,
    pub(crate) text: String,
    pub(crate) written_at: Millis,
    pub(crate) stored_at: Millis,
}

pub(crate) fn of(db: &Connection, contact: ContactId) -> Result<Vec<HeldRow>> {
    let mut statement = db.prepare_cached(
        "SELECT item, counter, text, written_at, stored_at FROM held WHERE contact = ?1 ORDER BY id",
    )?;
    let rows = statement
        .query_map(params![contact.0], |row| {
            Ok(HeldRow {
                item: ItemId(row.get(0)?),
                counter: row.get::<_, i64>(1)?.cast_unsigned(),
                text: row.get(2)?,
                written_at: row.get(3)?,
                stored_at: row.get(4)?,
            })
        })?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}

pub(crate) fn insert(db: &Connection, contact: ContactId, row: &HeldRow) -> Result<()> {
    db.execute(
        "INSERT OR IGNORE INTO held (contact, item, counter, text, written_at, stored_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        params![contact.0, row.item.0, row.counter.cast_signed(), row.text, row.written_at, row.stored_at],
    )?;
    Ok(())
}

pub(crate) fn forget(db: &Connection, contact: ContactId) -> Result<()> {
    db.execute("DELETE FROM held WHERE contact = ?1", params![contact.0])?;
    Ok(())
}
