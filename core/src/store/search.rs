//! Full-text search over what was said (SQLite FTS5, words and their beginnings, accents ignored).

use rusqlite::{Connection, params};

use super::error::Result;
use super::messages::{MessageRow, from_row_at};

/// Indexes the messages that were stored since the last time. Once a transaction, at its end: every savepoint
/// that is begun or released makes FTS5 write what it has gathered.
pub(crate) fn catch_up(db: &Connection) -> Result<()> {
    // Ids only grow, and a message and its entry go together: what is behind the last entry has none.
    let last: i64 = db
        .prepare_cached("SELECT coalesce(max(id), 0) FROM messages_text_docsize")?
        .query_row([], |row| row.get(0))?;
    let mut statement = db.prepare_cached("SELECT id, text FROM messages WHERE id > ?1 ORDER BY id")?;
    let mut insert = db.prepare_cached("INSERT INTO messages_text (rowid, text) VALUES (?1, ?2)")?;
    let mut rows = statement.query(params![last])?;
    while let Some(row) = rows.next()? {
        insert.execute(params![row.get::<_, i64>(0)?, row.get::<_, String>(1)?])?;
    }
    Ok(())
}

/// Takes a message out of the index, before it goes itself.
pub(crate) fn delete(db: &Connection, id: i64, text: &str) -> Result<()> {
    catch_up(db)?;
    db.prepare_cached("INSERT INTO messages_text (messages_text, rowid, text) VALUES ('delete', ?1, ?2)")?
        .execute(params![id, text])?;
    Ok(())
}

/// Messages that contain a word beginning with each of the words in `text`, newest first: the `limit` older
/// than row `before` (or the newest ones).
pub(crate) fn find(db: &Connection, text: &str, before: Option<i64>, limit: u32) -> Result<Vec<MessageRow>> {
    // Letters and digits only, each word a quoted prefix: nothing that a person types is query syntax.
    let words = text.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let query: Vec<String> = words.map(|word| format!("\"{word}\"*")).collect();
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT {} FROM messages m JOIN contacts c ON c.id = m.contact
         WHERE m.id IN (SELECT rowid FROM messages_text WHERE messages_text MATCH ?1) AND m.id < ?2
         ORDER BY m.id DESC LIMIT ?3",
        super::messages::COLUMNS
    );
    let mut statement = db.prepare_cached(&sql)?;
    let rows = statement
        .query_map(params![query.join(" "), before.unwrap_or(i64::MAX), limit], from_row_at)?
        .collect::<rusqlite::Result<_>>()?;
    Ok(rows)
}
