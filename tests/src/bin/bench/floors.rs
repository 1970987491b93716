//! What the parts cost by themselves, on this machine, now.

use std::net::SocketAddr;
use std::path::Path;
use std::time::Instant;

use axum::Router;
use axum::body::Bytes;
use rusqlite::{Connection, params};

use super::home::KEY;
use super::report::median;

/// A bare axum echo on loopback, and the same client that the dialer uses.
pub(crate) async fn echo_server() -> SocketAddr {
    let app = Router::new().fallback(|body: Bytes| async move { body });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
    address
}

pub(crate) fn client() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().http1_only().tcp_nodelay(true).build().unwrap()
}

/// Microseconds of one echo of `size` bytes after another.
pub(crate) async fn echo(size: usize, times: usize) -> f64 {
    let (server, client) = (echo_server().await, client());
    let mut took = Vec::new();
    for _ in 0..times {
        let began = Instant::now();
        let answer = client.post(format!("http://{server}/output")).body(vec![7; size]).send().await.unwrap();
        assert_eq!(answer.bytes().await.unwrap().len(), size);
        took.push(began.elapsed().as_secs_f64() * 1e6);
    }
    median(took)
}

/// A database with the same tables as `home`'s messages and nothing else: same key, same pragmas.
pub(crate) fn bare_database(home: &Path, at: &Path) -> Connection {
    let source = keyed(home);
    let bare = keyed(at);
    bare.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;").unwrap();
    let mut statement = source
        .prepare(
            "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND tbl_name IN ('contacts', 'messages')
             UNION ALL SELECT sql FROM sqlite_master WHERE name = 'messages_text'",
        )
        .unwrap();
    let schema: Vec<String> =
        statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for sql in schema {
        bare.execute_batch(&sql).unwrap();
    }
    bare.execute("INSERT INTO contacts (uid, state, added_at) VALUES (?1, 3, 0)", params![[1_u8; 32]])
        .unwrap();
    bare
}

/// The database at `path`, with the benchmark's key.
pub(crate) fn keyed(path: &Path) -> Connection {
    let hex: String = KEY.iter().map(|byte| format!("{byte:02x}")).collect();
    keyed_with(path, &hex)
}

/// The database at `path`, with this key in hexadecimal.
pub(crate) fn keyed_with(path: &Path, hex: &str) -> Connection {
    let db = Connection::open(path).unwrap();
    db.query_row(&format!("PRAGMA key = \"x'{hex}'\""), [], |_| Ok(())).unwrap();
    db
}

/// Inserts `texts` with ids from `first`, as one transaction.
pub(crate) fn insert(db: &mut Connection, first: u64, texts: &[String], direction: i64, state: i64) {
    let transaction = db.transaction().unwrap();
    {
        let mut row = transaction
            .prepare_cached(
                "INSERT INTO messages (item, contact, direction, counter, text, state, written_at, stored_at)
                 VALUES (?1, 1, ?3, ?4, ?2, ?5, 1, 1)",
            )
            .unwrap();
        let mut words =
            transaction.prepare_cached("INSERT INTO messages_text (rowid, text) VALUES (?1, ?2)").unwrap();
        for (number, text) in (first..).zip(texts) {
            // Ids are random in real life, so that their index is, too.
            let mut id = [0_u8; 16];
            id[..8].copy_from_slice(&number.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_be_bytes());
            id[8..].copy_from_slice(&number.to_be_bytes());
            row.execute(params![id, text, direction, number.cast_signed(), state]).unwrap();
            words.execute(params![transaction.last_insert_rowid(), text]).unwrap();
        }
    }
    transaction.commit().unwrap();
}

/// Microseconds of one durable commit of one message.
pub(crate) fn commit(home: &Path, folder: &Path, times: u64) -> f64 {
    let mut db = bare_database(home, &folder.join("floor-commit.db"));
    let mut took = Vec::new();
    for number in 0..times {
        let began = Instant::now();
        insert(&mut db, number, &[text(number)], 0, 1);
        took.push(began.elapsed().as_secs_f64() * 1e6);
    }
    median(took)
}

/// A message as people write them.
pub(crate) fn text(number: u64) -> String {
    format!("message number {number}: shall we meet at the station, or do you come by bicycle?")
}
