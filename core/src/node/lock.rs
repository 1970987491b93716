//! The lock of a home: one process may be in its foreground.

use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use super::{Node, NodeError, Result, blocking};
use crate::store::StoreError;

/// Held while in the foreground. Dropping it lets others in.
pub(super) struct HomeLock {
    file: Option<File>,
    held: Arc<AtomicBool>,
}

impl Drop for HomeLock {
    fn drop(&mut self) {
        // In this order, or we would take our own lock for another process's.
        drop(self.file.take());
        self.held.store(false, Ordering::SeqCst);
    }
}

impl Node {
    /// Whether some process of this home is in the foreground. Of this one that is true from the event that
    /// says so to the one that takes it back; it has the lock a little longer, before and after.
    pub(super) fn open_somewhere(&self) -> bool {
        if self.in_foreground() {
            return true;
        }
        if self.0.locked.load(Ordering::SeqCst) {
            return false;
        }
        match File::open(self.lock_path()) {
            Ok(file) => matches!(file.try_lock_shared(), Err(TryLockError::WouldBlock)),
            Err(_) => false,
        }
    }

    pub(super) async fn lock_home(&self) -> Result<HomeLock> {
        let (path, held) = (self.lock_path(), Arc::clone(&self.0.locked));
        blocking(move || {
            let io = |error: std::io::Error| StoreError::Io(error.to_string());
            let file = File::options().create(true).truncate(false).write(true).open(path).map_err(io)?;
            // Who only asks whether somebody is open holds the lock for an instant: ask a few times.
            for _ in 0..20 {
                match file.try_lock() {
                    Ok(()) => {
                        held.store(true, Ordering::SeqCst);
                        return Ok(Some(HomeLock { file: Some(file), held }));
                    }
                    Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(10)),
                    Err(TryLockError::Error(error)) => return Err(io(error)),
                }
            }
            Ok(None)
        })
        .await?
        .ok_or(NodeError::AlreadyOpen)
    }

    fn lock_path(&self) -> PathBuf {
        let mut path = self.0.database.clone().into_os_string();
        path.push(".lock");
        path.into()
    }
}
