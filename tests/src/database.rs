//! A look into a home's database with its key, past the messenger.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use std::path::Path;

use pure2p_core::identity::Uid;
use rusqlite::Connection;
use rusqlite::types::ValueRef;

/// Opens a database with its raw key.
pub fn open(path: &Path, key: &[u8; 32]) -> Connection {
    let database = Connection::open(path).unwrap();
    let hex: String = key.iter().map(|byte| format!("{byte:02x}")).collect();
    let _ = database.query_row(&format!("PRAGMA key = \"x'{hex}'\""), [], |_| Ok(()));
    database
}

/// Every row of every table as text, for "nothing was changed".
pub fn dump(path: &Path, key: &[u8; 32]) -> Vec<String> {
    let database = open(path, key);
    let tables: Vec<String> = database
        .prepare("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    let mut lines = Vec::new();
    for table in tables {
        let mut statement = database.prepare(&format!("SELECT * FROM \"{table}\"")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            let values: Vec<String> = (0..columns).map(|at| value(row.get_ref(at).unwrap())).collect();
            lines.push(format!("{table}: {}", values.join(" | ")));
        }
    }
    lines
}

fn value(value: ValueRef<'_>) -> String {
    format!("{value:?}")
}

/// A long history with `uid`, written past the messenger: what it would have written, without its time.
pub fn fill(path: &Path, key: &[u8; 32], uid: &Uid, count: u32) {
    fill_all(path, key, &[(*uid, count)]);
}

/// The same for several, in one transaction.
pub fn fill_all(path: &Path, key: &[u8; 32], histories: &[(Uid, u32)]) {
    let mut database = open(path, key);
    let transaction = database.transaction().unwrap();
    for (uid, count) in histories {
        fill_one(&transaction, uid, *count);
    }
    transaction.commit().unwrap();
}

fn fill_one(database: &Connection, uid: &Uid, count: u32) {
    let contact: i64 = database
        .query_row("SELECT id FROM contacts WHERE uid = ?1", [uid.as_bytes()], |row| row.get(0))
        .unwrap();
    database
        .execute(
            "INSERT INTO messages (item, contact, direction, counter, text, state, written_at, stored_at)
             WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < ?2)
             SELECT randomblob(16), ?1, n % 2, n, 'message ' || n, 2, n, n FROM n",
            [contact, count.into()],
        )
        .unwrap();
    database
        .execute(
            "INSERT INTO messages_text (rowid, text) SELECT id, text FROM messages WHERE contact = ?1",
            [contact],
        )
        .unwrap();
}
