//! The one account of a home, and its settings.

use std::net::SocketAddr;

use rusqlite::{Connection, OptionalExtension, params};
use zeroize::Zeroizing;

use super::error::{Result, StoreError};
use crate::identity::{Account, Uid};

/// The account's row without its secret.
#[derive(Clone, Debug)]
pub(crate) struct AccountRow {
    pub(crate) name: Option<String>,
    pub(crate) invite: [u8; 16],
    pub(crate) port: u16,
    pub(crate) answer_new_people: bool,
    pub(crate) read_receipts: bool,
    pub(crate) listened: Vec<SocketAddr>,
    pub(crate) ask_router: bool,
}

pub(crate) fn create(
    db: &Connection,
    seed: &[u8; 32],
    name: Option<&str>,
    invite: &[u8; 16],
    port: u16,
) -> Result<()> {
    db.execute(
        "INSERT INTO account (one, seed, name, invite, card_serial, port, answer_new_people, read_receipts, listened)
         VALUES (1, ?1, ?2, ?3, 0, ?4, 1, 1, '')",
        params![seed, name, invite, port],
    )?;
    Ok(())
}

pub(crate) fn seed(db: &Connection) -> Result<Option<Zeroizing<[u8; 32]>>> {
    let seed = db.query_row("SELECT seed FROM account", [], |row| row.get::<_, [u8; 32]>(0)).optional()?;
    Ok(seed.map(Zeroizing::new))
}

/// The account's UID, if there is an account.
pub(crate) fn uid(db: &Connection) -> Result<Option<Uid>> {
    match seed(db)? {
        Some(seed) => Ok(Some(Account::from_seed(&seed).map_err(|_| StoreError::Damaged)?.uid())),
        None => Ok(None),
    }
}

pub(crate) fn load(db: &Connection) -> Result<Option<AccountRow>> {
    let row = db
        .prepare_cached(
            "SELECT name, invite, port, answer_new_people, read_receipts, listened, ask_router FROM account",
        )?
        .query_row([], |row| {
            let listened: String = row.get(5)?;
            Ok(AccountRow {
                name: row.get(0)?,
                invite: row.get(1)?,
                port: row.get(2)?,
                answer_new_people: row.get(3)?,
                read_receipts: row.get(4)?,
                listened: listened.lines().filter_map(|line| line.parse().ok()).collect(),
                ask_router: row.get(6)?,
            })
        })
        .optional()?;
    Ok(row)
}

pub(crate) fn set_name(db: &Connection, name: Option<&str>) -> Result<()> {
    db.execute("UPDATE account SET name = ?1", params![name])?;
    Ok(())
}

pub(crate) fn set_invite(db: &Connection, invite: &[u8; 16]) -> Result<()> {
    db.execute("UPDATE account SET invite = ?1", params![invite])?;
    Ok(())
}

pub(crate) fn set_port(db: &Connection, port: u16) -> Result<()> {
    db.execute("UPDATE account SET port = ?1", params![port])?;
    Ok(())
}

pub(crate) fn set_answer_new_people(db: &Connection, on: bool) -> Result<()> {
    db.execute("UPDATE account SET answer_new_people = ?1", params![on])?;
    Ok(())
}

pub(crate) fn set_read_receipts(db: &Connection, on: bool) -> Result<()> {
    db.execute("UPDATE account SET read_receipts = ?1", params![on])?;
    Ok(())
}

pub(crate) fn set_ask_router(db: &Connection, on: bool) -> Result<()> {
    db.execute("UPDATE account SET ask_router = ?1", params![on])?;
    Ok(())
}

/// What this home's requests to routers are known by again; `fresh`, if there is none yet.
pub(crate) fn router_secret(db: &Connection, fresh: &[u8; 32]) -> Result<Option<[u8; 32]>> {
    db.execute("UPDATE account SET router_secret = ?1 WHERE router_secret IS NULL", params![fresh])?;
    Ok(db.query_row("SELECT router_secret FROM account", [], |row| row.get(0)).optional()?)
}

/// Who can reach this device, for the other processes of this home.
pub(crate) fn set_reach(db: &Connection, reach: &[u8]) -> Result<()> {
    db.prepare_cached("UPDATE account SET reach = ?1")?.execute(params![reach])?;
    Ok(())
}

pub(crate) fn reach(db: &Connection) -> Result<Option<Vec<u8>>> {
    let reach = db.query_row("SELECT reach FROM account", [], |row| row.get(0)).optional()?;
    Ok(reach.flatten())
}

pub(crate) fn set_listened(db: &Connection, addresses: &[SocketAddr]) -> Result<()> {
    let text: Vec<String> = addresses.iter().map(ToString::to_string).collect();
    db.prepare_cached("UPDATE account SET listened = ?1 WHERE listened != ?1")?
        .execute(params![text.join("\n")])?;
    Ok(())
}

/// The serial of the next announcement to contacts, from the same row: `None` without an account.
pub(crate) fn next_serial(db: &Connection, now: super::Millis) -> Result<Option<u64>> {
    Ok(db
        .prepare_cached("UPDATE account SET card_serial = max(?1, card_serial + 1) RETURNING card_serial")?
        .query_row(params![now.max(0)], |row| row.get(0))
        .optional()?)
}

/// The serial for the next card: grows, also when the clock was set back.
pub(crate) fn next_card_serial(db: &Connection, now: super::Millis) -> Result<u64> {
    let serial = db.query_row(
        "UPDATE account SET card_serial = max(?1, card_serial + 1) RETURNING card_serial",
        params![now.max(0)],
        |row| row.get(0),
    )?;
    Ok(serial)
}
