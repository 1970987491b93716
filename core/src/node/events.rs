//! The stream of events.

use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;

use super::types::Event;

/// A subscription. It never holds the node up: whoever is too slow gets [`Event::Overflowed`] in place
/// of what was lost, and reloads.
#[derive(Debug)]
pub struct Events(Receiver<Event>);

impl Events {
    pub(super) fn new(receiver: Receiver<Event>) -> Self {
        Self(receiver)
    }

    /// The next event; `None` once the node was shut down (or dropped) and all that came before was given. Safe to drop and call again.
    pub async fn next(&mut self) -> Option<Event> {
        match self.0.recv().await {
            Ok(event) => Some(event),
            Err(RecvError::Lagged(_)) => Some(Event::Overflowed),
            Err(RecvError::Closed) => None,
        }
    }
}
