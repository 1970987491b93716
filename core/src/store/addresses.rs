//! Where a contact may be: at most eight addresses, each with how it was learnt and how it fared.

use std::net::SocketAddr;

use rusqlite::{Connection, params};

use super::Millis;
use super::contacts::ContactId;
use super::error::Result;

/// The most addresses kept for one contact.
pub(crate) const MOST: usize = 8;

/// How an address was learnt, as stored; [`BOTH`] is read as told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Link = 0,
    Told = 1,
    /// Told once, and not by the last telling: kept because it is the last one that worked.
    ToldOnce = 3,
}

/// Told, and said by a link as well: stays as the link's when it is not told any more.
const BOTH: i64 = 2;

/// A row of `addresses`.
#[derive(Clone, Debug)]
pub(crate) struct AddressRow {
    pub(crate) address: SocketAddr,
    pub(crate) source: Source,
    pub(crate) learnt_at: Millis,
    pub(crate) worked_at: Option<Millis>,
    pub(crate) failed_at: Option<Millis>,
    /// Tries in vain since it worked or was learnt.
    pub(crate) failures: u32,
}

/// Best first: what worked last, then what the contact itself said, then links; newest first.
const ORDER: &str = "worked_at IS NULL, worked_at DESC, source = 0, learnt_at DESC, place";

pub(crate) fn of(db: &Connection, contact: ContactId) -> Result<Vec<AddressRow>> {
    let sql = format!(
        "SELECT address, source, learnt_at, worked_at, failed_at, failures FROM addresses
         WHERE contact = ?1 ORDER BY {ORDER}"
    );
    let mut statement = db.prepare_cached(&sql)?;
    let mut rows = statement.query(params![contact.0])?;
    let mut addresses = Vec::new();
    while let Some(row) = rows.next()? {
        let Ok(address) = row.get_ref(0)?.as_str().unwrap_or_default().parse() else { continue };
        addresses.push(AddressRow {
            address,
            source: match row.get(1)? {
                0 => Source::Link,
                3 => Source::ToldOnce,
                _ => Source::Told,
            },
            learnt_at: row.get(2)?,
            worked_at: row.get(3)?,
            failed_at: row.get(4)?,
            failures: row.get(5)?,
        });
    }
    Ok(addresses)
}

/// Learns `addresses`; gives whether that changed anything. What the contact itself says replaces what it said
/// before (but for the last good one); what a link says only joins. An address already known keeps its history.
pub(crate) fn learn(
    db: &Connection,
    contact: ContactId,
    addresses: &[SocketAddr],
    source: Source,
    now: Millis,
) -> Result<bool> {
    let known = of(db, contact)?;
    if source == Source::Told {
        let told: Vec<&AddressRow> = known.iter().filter(|row| row.source == Source::Told).collect();
        let last_good = known.iter().find(|row| row.worked_at.is_some()).map(|row| row.address);
        let gone = |row: &&&AddressRow| !addresses.contains(&row.address);
        let outdone = |row: &&AddressRow| {
            row.source == Source::ToldOnce && gone(&row) && Some(row.address) != last_good
        };
        // What never worked is in the order in which it was told.
        let ranked: Vec<SocketAddr> =
            told.iter().filter(|row| row.worked_at.is_none()).map(|row| row.address).collect();
        let all_told = addresses.iter().all(|address| told.iter().any(|row| row.address == *address));
        if all_told
            && told.iter().find(gone).is_none()
            && !known.iter().any(|row| outdone(&row))
            && addresses.iter().filter(|address| ranked.contains(address)).eq(&ranked)
        {
            return Ok(false); // The usual case, every exchange: nothing to write.
        }
        for row in told.iter().filter(gone).copied().chain(known.iter().filter(outdone)) {
            let kept = if Some(row.address) == last_good { 3 } else { -1 };
            db.prepare_cached(
                "UPDATE addresses SET source = iif(source = 2, 0, ?3) WHERE contact = ?1 AND address = ?2",
            )?
            .execute(params![contact.0, row.address.to_string(), kept])?;
        }
        db.prepare_cached("DELETE FROM addresses WHERE contact = ?1 AND source = -1")?
            .execute(params![contact.0])?;
    }
    let mut upsert = db.prepare_cached(&format!(
        "INSERT INTO addresses (contact, address, source, place, learnt_at) VALUES (?1, ?2, ?3, ?4, ?5)
         ON CONFLICT DO UPDATE SET place = ?4, learnt_at = ?5, failures = 0, source = CASE
             WHEN source = 3 THEN ?3 WHEN source = ?3 THEN source ELSE {BOTH} END"
    ))?;
    for (place, address) in addresses.iter().take(MOST).enumerate() {
        upsert.execute(params![contact.0, address.to_string(), source as i64, place as i64, now])?;
    }
    let sql = format!(
        "DELETE FROM addresses WHERE contact = ?1 AND address NOT IN
             (SELECT address FROM addresses WHERE contact = ?1 ORDER BY {ORDER} LIMIT {MOST})"
    );
    db.prepare_cached(&sql)?.execute(params![contact.0])?;
    Ok(true)
}

/// An exchange over `address` went through. Noted once a minute: it only decides an order.
pub(crate) fn worked(db: &Connection, contact: ContactId, address: SocketAddr, now: Millis) -> Result<()> {
    db.prepare_cached(
        "UPDATE addresses SET worked_at = ?3, failures = 0 WHERE contact = ?1 AND address = ?2
         AND (worked_at IS NULL OR abs(?3 - worked_at) > 60000 OR failures > 0)",
    )?
    .execute(params![contact.0, address.to_string(), now])?;
    Ok(())
}

pub(crate) fn failed(db: &Connection, contact: ContactId, address: SocketAddr, now: Millis) -> Result<()> {
    db.prepare_cached(
        "UPDATE addresses SET failed_at = ?3, failures = failures + 1 WHERE contact = ?1 AND address = ?2",
    )?
    .execute(params![contact.0, address.to_string(), now])?;
    Ok(())
}

pub(crate) fn forget(db: &Connection, contact: ContactId) -> Result<()> {
    db.execute("DELETE FROM addresses WHERE contact = ?1", params![contact.0])?;
    Ok(())
}
