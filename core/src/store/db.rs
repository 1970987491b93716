//! Opening the SQLCipher database, for the one writer and for readers.

use std::path::Path;
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use zeroize::Zeroizing;

use super::error::{Result, StoreError};
use super::schema;

/// SQLCipher's page size, in bytes.
const PAGE: u64 = 4096;
/// How long one process waits for another's transaction.
const BUSY: Duration = Duration::from_secs(5);
/// Idle readers that are kept open.
const READERS: usize = 2;

/// Opens (or makes) the database for writing and brings it to the current format.
pub(crate) fn open_writer(path: &Path, key: &[u8; 32]) -> Result<Connection> {
    initialized()?;
    check_length(path)?;
    let mut connection = Connection::open(path)?;
    prepare(&connection, key)?;
    // WAL: readers never wait for the writer. FULL: a commit is on the disk before anybody hears of
    // it, also after a power cut. fullfsync: Apple's fsync does not reach the medium without it; nor
    // may a checkpoint drop from the log what is not in the file for good.
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "fullfsync", true)?;
    connection.pragma_update(None, "checkpoint_fullfsync", true)?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// A database in memory, for tests that need many.
#[cfg(test)]
pub(crate) fn open_in_memory() -> Result<Connection> {
    initialized()?;
    let mut connection = Connection::open_in_memory()?;
    prepare(&connection, &[7; 32])?;
    schema::migrate(&mut connection)?;
    Ok(connection)
}

/// Waits until SQLCipher is ready. SQLite says that it is initialized *before* it has run SQLCipher's part
/// (`SQLITE_EXTRA_INIT`), and outside its own mutex: of two threads whose first databases are opened at the
/// same instant, one may get a SQLite without encryption, and "PRAGMA key" fails. So the first one is alone.
fn initialized() -> Result<()> {
    static READY: OnceLock<()> = OnceLock::new();
    static FIRST: Mutex<()> = Mutex::new(());
    if READY.get().is_none() {
        let _alone = FIRST.lock().unwrap_or_else(PoisonError::into_inner);
        if READY.get().is_none() {
            drop(Connection::open_in_memory()?);
            let _ = READY.set(());
        }
    }
    Ok(())
}

fn prepare(connection: &Connection, key: &[u8; 32]) -> Result<()> {
    let hex = Zeroizing::new(data_encoding::HEXLOWER.encode(key));
    // SQLCipher writes a wrong key's details to stderr by itself: what is wrong is said by our errors.
    set(connection, "PRAGMA cipher_log_level = NONE")?;
    set(connection, &Zeroizing::new(format!("PRAGMA key = \"x'{}'\"", hex.as_str())))?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(64);
    // Without it, SQLite looks at bound values when it weighs our partial indexes, and prepares a cached
    // statement anew at every other binding.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    connection.query_row("SELECT count(*) FROM sqlite_master", [], |_| Ok(()))?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Sets a pragma that answers with a row or with none, depending on the build.
fn set(connection: &Connection, pragma: &str) -> Result<()> {
    connection.query_row(pragma, [], |_| Ok(())).or_else(|error| match error {
        rusqlite::Error::QueryReturnedNoRows => Ok(()),
        error => Err(error.into()),
    })
}

/// A file that isn't whole pages was cut short: say so, rather than "wrong key".
fn check_length(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(file) if file.len() % PAGE != 0 => Err(StoreError::Damaged),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(StoreError::Io(error.to_string())),
    }
}

/// Connections that only read. In WAL mode each sees a consistent snapshot and never waits.
pub(crate) struct Readers {
    path: std::path::PathBuf,
    key: Zeroizing<[u8; 32]>,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    /// Readers of the database at `path`, opened when they are first needed.
    pub(crate) fn new(path: &Path, key: &[u8; 32]) -> Self {
        Self { path: path.to_owned(), key: Zeroizing::new(*key), idle: Mutex::default() }
    }

    /// Runs `query` on a reader within one snapshot.
    pub(crate) fn read<T>(&self, query: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => self.open()?,
        };
        let snapshot = connection.transaction()?;
        let answer = query(&snapshot);
        snapshot.finish()?;
        let mut idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner);
        if idle.len() < READERS {
            idle.push(connection);
        }
        answer
    }

    fn open(&self) -> Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        prepare(&connection, &self.key)?;
        connection.pragma_update(None, "cache_size", -1_000)?;
        Ok(connection)
    }

    /// Closes every idle reader (before the files are deleted).
    pub(crate) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
