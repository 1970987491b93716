//! The app-facing object: lifecycle, commands, queries, one stream of events.
//!
//! [`Node`] is a handle: clone it freely. Everything is asynchronous and safe to drop: a command that was
//! begun is finished by the writer, and a lifecycle verb that had its turn by a task of its own, whether or
//! not somebody still waits. When the last handle is dropped, the node ends as if its process had. Data goes out as plain,
//! owned values ([`types`](self)), so that a foreign-function layer can mirror them one to one.

mod commands;
mod error;
mod events;
mod lifecycle;
mod lock;
mod outside;
mod queries;
mod router;
mod types;
mod view;
mod writer;

#[cfg(test)]
mod tests;

use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, RwLock};

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use zeroize::Zeroizing;

pub use error::{NodeError, Result};
pub use events::Events;
pub use types::*;

use crate::delivery::{Engine, Here};
use crate::store::{self, Readers, StoreError};
use lifecycle::Stage;
use outside::Outside;

/// One home's messenger.
#[derive(Clone)]
pub struct Node(Arc<Inner>);

pub(crate) struct Inner {
    database: PathBuf,
    descriptors: usize,
    readers: Arc<Readers>,
    here: Arc<RwLock<Here>>,
    outside: Outside,
    /// This node holds the lock of its home.
    locked: Arc<AtomicBool>,
    /// Lifecycle verbs take turns here.
    stage: Arc<tokio::sync::Mutex<Stage>>,
    /// `None` after shutdown.
    writer: std::sync::Mutex<Option<writer::Writer>>,
}

impl Node {
    /// Opens a home: its database, its writer, no network. Must be called within a tokio runtime, on
    /// which the node then lives.
    ///
    /// # Errors
    /// [`NodeError::Command`] around a [`StoreError`]: a wrong key, a damaged, newer or unreadable
    /// database. Nothing was changed then.
    pub async fn open(config: Config) -> Result<Self> {
        let (path, key) = (config.database.clone(), config.key.clone());
        let (db, uid) = blocking(move || {
            let db = store::open_writer(&path, key.bytes())?;
            let uid = store::account::uid(&db)?;
            Ok((db, uid))
        })
        .await?;
        let engine = Engine::new(uid, ChaCha20Rng::from_seed(*system_seed()?));
        let here = engine.here();
        let outside = Outside::new(Arc::clone(&here));
        let (writer, thread) = writer::Writer::start(db, engine, outside.clone())
            .map_err(|error| StoreError::Io(error.to_string()))?;
        outside.report_to(Some(writer.clone()));
        Ok(Self(Arc::new(Inner {
            readers: Arc::new(Readers::new(&config.database, config.key.bytes())),
            database: config.database,
            descriptors: config.descriptors,
            here,
            outside,
            locked: Arc::default(),
            stage: Arc::new(tokio::sync::Mutex::new(Stage::new(thread))),
            writer: std::sync::Mutex::new(Some(writer)),
        })))
    }

    /// Events from now on, until the node is shut down. Dropping the subscription ends it.
    pub fn subscribe(&self) -> Events {
        Events::new(self.0.outside.subscribe())
    }
}

impl Drop for Inner {
    /// The writer's thread and the listener know the way to each other: without this, neither would end.
    fn drop(&mut self) {
        self.outside.end();
    }
}

impl std::fmt::Debug for Node {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Node(..)")
    }
}

/// 256 bits from the system.
fn system_seed() -> Result<Zeroizing<[u8; 32]>> {
    let mut seed = Zeroizing::new([0; 32]);
    getrandom::fill(seed.as_mut()).map_err(|error| StoreError::Io(error.to_string()))?;
    Ok(seed)
}

/// Runs what touches the disk where it may block.
async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> std::result::Result<T, StoreError> + Send + 'static,
) -> Result<T> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|_| NodeError::Defect("a query ended by a panic".into()))??)
}
