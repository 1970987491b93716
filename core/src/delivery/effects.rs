//! What the engine wants done once the transaction that decided it is on the disk.

use std::time::Duration;

use crate::identity::Uid;
use crate::net::Dial;
use crate::node::Event;
use crate::store::Millis;
use crate::wire::{Batch, ItemId};

/// The time, as the engine sees it: injected, so that tests can turn the clock.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Now {
    /// Since some fixed instant; never goes back.
    pub(crate) steady: Duration,
    /// What the device's clock says; may jump.
    pub(crate) wall: Millis,
}

/// What a caller is told should the commit fail.
#[derive(Debug)]
pub(crate) enum Lost {
    /// That these items of theirs were not stored: offer them again.
    Later(Vec<ItemId>),
    /// The same as otherwise: it promises nothing that was to be written.
    Same,
}

/// Something to do.
#[derive(Debug)]
pub(crate) enum Effect {
    /// End what we have under way to this peer, and the session that we began: they lead to where it is no more.
    Anew(Uid),
    /// Answer a request that arrived; `None`: the bare 404.
    Answer { arrival: u64, batch: Option<Batch>, lost: Lost },
    /// Make an exchange and report it with [`super::Engine::dialled`].
    Dial { exchange: u64, dial: Dial },
    /// Tell the shells.
    Emit(Event),
    /// Drop all sessions with this peer.
    Forget(Uid),
}
