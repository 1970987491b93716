//! What only somebody with a look inside can see: that nothing is left half done.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod lifecycle;
mod links;
mod progress;
#[cfg(target_os = "linux")]
mod router;
mod undo;

use std::future::{Future, poll_fn};
use std::path::Path;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use super::{Config, DatabaseKey, Foreground, Node, NodeError};
use crate::identity::{Account, Uid};
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

/// Nothing here takes that long; what does is stuck.
const STUCK: Duration = Duration::from_secs(60);

fn config(folder: &Path) -> Config {
    Config { database: folder.join("messages.db"), key: DatabaseKey::new([7; 32]), descriptors: 256 }
}

async fn node(folder: &Path) -> Node {
    let node = Node::open(config(folder)).await.unwrap();
    if node.account().await.unwrap().is_none() {
        node.create_account(Some("Alice".into())).await.unwrap();
    }
    node
}

fn somebody(seed: u64) -> Uid {
    Account::generate(&mut ChaCha20Rng::seed_from_u64(seed)).uid()
}

fn on_loopback() -> Foreground {
    Foreground { listen: vec![([127, 0, 0, 1], 0).into()] }
}

/// Polls `future` so many times, whenever it wants to be, and lets it go: `None`, if it was not done.
async fn polled<T>(times: usize, future: impl Future<Output = T>) -> Option<T> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|cx| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(cx) {
            Poll::Ready(done) => Poll::Ready(Some(done)),
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Whatever is written to `table` makes the transaction fail: at once, or not before its commit.
async fn break_disk(node: &Node, table: &'static str, at_commit: bool) {
    node.write(move |_, db, _| {
        let what = match at_commit {
            // A promise that the commit finds broken.
            true => "INSERT INTO broken VALUES (1)",
            false => "SELECT RAISE(ABORT, 'broken')",
        };
        db.execute_batch(&format!(
            "CREATE TEMP TABLE never (id INTEGER PRIMARY KEY);
             CREATE TEMP TABLE broken (id INTEGER REFERENCES never DEFERRABLE INITIALLY DEFERRED);
             CREATE TEMP TRIGGER breaks_update AFTER UPDATE ON main.{table} BEGIN {what}; END;
             CREATE TEMP TRIGGER breaks_insert AFTER INSERT ON main.{table} BEGIN {what}; END;"
        ))?;
        Ok(())
    })
    .await
    .unwrap();
}

async fn mend_disk(node: &Node) {
    node.write(|_, db, _| {
        db.execute_batch(
            "DROP TRIGGER breaks_update; DROP TRIGGER breaks_insert; DROP TABLE broken; DROP TABLE never;",
        )?;
        Ok(())
    })
    .await
    .unwrap();
}

fn kind<T>(result: Result<T, NodeError>) -> &'static str {
    result.err().map_or("ok", |error| error.kind())
}
