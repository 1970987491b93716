//! Events on their way to a foreign listener.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use pure2p_core::node::Events;
use tokio::sync::Semaphore;
use tokio::task::AbortHandle;

use crate::error::MessengerError;
use crate::records::Event;
use crate::runtime;

/// Listeners that may be called at the same time. The threads that may block are shared with the database's
/// questions: listeners that never return must not take all of them.
static LISTENERS: Semaphore = Semaphore::const_new(64);

/// Who wants to know what happens.
///
/// Called from a thread of the library, one event after another, never under a lock: it may block, throw, and
/// call the messenger. Who is slow misses nothing but detail: `Event.Overflowed` stands for what was lost.
#[uniffi::export(foreign)]
pub trait EventListener: Send + Sync {
    /// Something happened.
    ///
    /// # Errors
    /// Whatever the listener throws. The next event comes all the same.
    fn on_event(&self, event: Event) -> Result<(), ListenerError>;
}

/// A listener threw.
#[derive(Debug, thiserror::Error, uniffi::Error)]
pub enum ListenerError {
    /// What it threw stays on its side: it may say what a message says.
    #[error("the listener failed")]
    Failed,
}

impl From<uniffi::UnexpectedUniFFICallbackError> for ListenerError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Failed
    }
}

/// A listener's place. Dropped, closed or cancelled it is given up: no call to the listener begins after that
/// (one that has begun may still be under way).
#[derive(uniffi::Object)]
pub struct Subscription {
    over: Arc<AtomicBool>,
    task: AbortHandle,
}

impl Subscription {
    pub(crate) fn new(mut events: Events, listener: Arc<dyn EventListener>) -> Result<Self, MessengerError> {
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        let forward = async move {
            while let Some(event) = events.next().await {
                let (listener, seen) = (Arc::clone(&listener), Arc::clone(&seen));
                let Ok(turn) = LISTENERS.acquire().await else { return };
                // A listener may block: on a thread that may, so that no socket waits for it.
                let call = tokio::task::spawn_blocking(move || {
                    let _turn = turn;
                    if seen.load(Ordering::Acquire) { Ok(()) } else { listener.on_event(event.into()) }
                });
                if !matches!(call.await, Ok(Ok(()))) {
                    tracing::warn!("an event listener threw");
                }
            }
        };
        let task = runtime::handle()?.spawn(forward).abort_handle();
        Ok(Self { over, task })
    }
}

#[uniffi::export]
impl Subscription {
    /// Ends it. Doing so again does nothing.
    pub fn cancel(&self) {
        self.over.store(true, Ordering::Release);
        self.task.abort();
    }
}

impl Drop for Subscription {
    fn drop(&mut self) {
        self.cancel();
    }
}
