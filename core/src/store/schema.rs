//! The tables, and how older databases come to have them.
//!
//! A column's meaning never changes and a migration, once released, never does either: later formats
//! are further entries of [`MIGRATIONS`]. The format number is SQLite's `user_version`.

use rusqlite::Connection;

use super::error::{Result, StoreError};

/// Migration `n` takes a database of format `n` to format `n + 1`.
const MIGRATIONS: &[&str] = &[FORMAT_1, FORMAT_2, FORMAT_3];

/// The format that this build writes.
pub(crate) const FORMAT: i64 = MIGRATIONS.len() as i64;

const FORMAT_1: &str = "
CREATE TABLE account (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    seed BLOB NOT NULL CHECK (length(seed) = 32),
    name TEXT,
    -- told in links; strangers that bring it get the larger room in Requests
    invite BLOB NOT NULL CHECK (length(invite) = 16),
    card_serial INTEGER NOT NULL,
    port INTEGER NOT NULL,
    answer_new_people INTEGER NOT NULL,
    read_receipts INTEGER NOT NULL,
    -- where this device last listened, newline separated: for links made while the app is closed
    listened TEXT NOT NULL
) STRICT;

-- A row is never deleted while the home lives: what a removed contact sent must still be recognised.
CREATE TABLE contacts (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL UNIQUE CHECK (length(uid) = 32),
    -- 0 removed, 1 requested, 2 entered, 3 bound
    state INTEGER NOT NULL,
    blocked INTEGER NOT NULL DEFAULT 0,
    verified INTEGER NOT NULL DEFAULT 0,
    name TEXT,
    suggested_name TEXT,
    draft TEXT NOT NULL DEFAULT '',
    added_at INTEGER NOT NULL,
    -- last authenticated exchange; by our dialling; by their coming in
    last_seen INTEGER,
    reached_at INTEGER,
    came_in_at INTEGER,
    -- 1 while they are here; means nothing unless some process of this home is in the foreground
    here INTEGER NOT NULL DEFAULT 0,
    out_counter INTEGER NOT NULL DEFAULT 0,
    -- serial of the newest card seen; the invite it carried, told until bound
    card_serial INTEGER NOT NULL DEFAULT 0,
    invite BLOB,
    -- 1: came with this account's invite
    invited INTEGER NOT NULL DEFAULT 0,
    -- what they last said to the oldest waiting item: 0 nothing, 1 held, 2 later
    hold INTEGER NOT NULL DEFAULT 0,
    -- of the last attempt: see attempts.error; NULL: none yet, or it went through
    last_error INTEGER,
    next_attempt_at INTEGER
) STRICT;

CREATE TABLE addresses (
    contact INTEGER NOT NULL REFERENCES contacts (id),
    address TEXT NOT NULL,
    -- 0 from a link, 1 told by the contact itself
    source INTEGER NOT NULL,
    -- place in the list that it came with
    place INTEGER NOT NULL,
    learnt_at INTEGER NOT NULL,
    worked_at INTEGER,
    failed_at INTEGER,
    PRIMARY KEY (contact, address)
) STRICT, WITHOUT ROWID;

CREATE TABLE messages (
    -- the order in which this device stored things, which is the order shown
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    item BLOB NOT NULL CHECK (length(item) = 16),
    contact INTEGER NOT NULL REFERENCES contacts (id),
    -- 0 in, 1 out
    direction INTEGER NOT NULL,
    counter INTEGER NOT NULL,
    text TEXT NOT NULL,
    -- 0 waiting, 1 delivered, 2 read
    state INTEGER NOT NULL,
    -- outgoing and stepped aside: 1 refused, 2 not understood
    refusal INTEGER NOT NULL DEFAULT 0,
    -- incoming: 1 while a read receipt is owed
    receipt INTEGER NOT NULL DEFAULT 0,
    written_at INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    delivered_at INTEGER,
    read_at INTEGER
) STRICT;
CREATE UNIQUE INDEX messages_by_item ON messages (item, contact, direction);
CREATE INDEX messages_by_chat ON messages (contact, id);
CREATE INDEX messages_waiting ON messages (contact, id) WHERE direction = 1 AND state = 0;
CREATE INDEX messages_unread ON messages (contact, id) WHERE direction = 0 AND state = 1;
CREATE INDEX messages_receipt ON messages (contact, id) WHERE receipt = 1;

CREATE VIRTUAL TABLE messages_text USING fts5 (
    text, content = 'messages', content_rowid = 'id', tokenize = 'unicode61 remove_diacritics 2'
);

-- ids of incoming messages that were deleted here: a repeat is still answered 'stored'
CREATE TABLE forgotten (
    contact INTEGER NOT NULL REFERENCES contacts (id),
    item BLOB NOT NULL,
    PRIMARY KEY (contact, item)
) STRICT, WITHOUT ROWID;

-- first words of strangers, until accepted
CREATE TABLE held (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contacts (id),
    item BLOB NOT NULL,
    counter INTEGER NOT NULL,
    text TEXT NOT NULL,
    written_at INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    UNIQUE (contact, item)
) STRICT;

-- tries to bring a chat's queue over; equal ones in a row share a row
CREATE TABLE attempts (
    id INTEGER PRIMARY KEY,
    contact INTEGER NOT NULL REFERENCES contacts (id),
    first_at INTEGER NOT NULL,
    at INTEGER NOT NULL,
    times INTEGER NOT NULL,
    address TEXT,
    -- 0 went through; others: store::attempts
    error INTEGER NOT NULL
) STRICT;
CREATE INDEX attempts_by_contact ON attempts (contact, id);
";

/// What only the process in the foreground knows, for the others of its home.
const FORMAT_2: &str = "
-- why what waits here waits, as the process in the foreground last saw it: see delivery::reason; NULL: nothing
-- waits, or nobody is in the foreground
ALTER TABLE contacts ADD COLUMN reason INTEGER;
";

/// Who reaches whom.
const FORMAT_3: &str = "
-- ask the router to open a port
ALTER TABLE account ADD COLUMN ask_router INTEGER NOT NULL DEFAULT 1;
-- of what routers are told to know this device's request again: made when first needed
ALTER TABLE account ADD COLUMN router_secret BLOB CHECK (length(router_secret) = 32);
-- who can reach this device, as the process in the foreground last saw it (CBOR, delivery::reach); means nothing
-- unless one is
ALTER TABLE account ADD COLUMN reach BLOB;
-- the first time that dialling them worked since it last failed, and the other way round: one of them at most
ALTER TABLE contacts ADD COLUMN reached_since INTEGER;
ALTER TABLE contacts ADD COLUMN unreached_since INTEGER;
-- the same of their coming in; they say themselves that they tried in vain
ALTER TABLE contacts ADD COLUMN came_in_since INTEGER;
ALTER TABLE contacts ADD COLUMN kept_out_since INTEGER;
-- tries in vain since it worked or was learnt
ALTER TABLE addresses ADD COLUMN failures INTEGER NOT NULL DEFAULT 0;
";

/// Brings the database to [`FORMAT`]. A newer one is refused untouched.
pub(crate) fn migrate(connection: &mut Connection) -> Result<()> {
    let found: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found > FORMAT {
        return Err(StoreError::Newer { found, known: FORMAT });
    }
    if found == FORMAT {
        return Ok(());
    }
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another process may have migrated while we waited for the lock.
    let found: i64 = transaction.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for (format, sql) in MIGRATIONS.iter().enumerate().skip(usize::try_from(found).unwrap_or(usize::MAX)) {
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", format as i64 + 1)?;
    }
    transaction.commit()?;
    Ok(())
}
