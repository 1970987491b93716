//! What was true is not any more: another network, or a device that slept.

use std::time::Duration;

use rusqlite::Connection;

use super::effects::{Effect, Now};
use super::engine::Engine;
use super::reach::Place;
use crate::store::contacts::ContactId;
use crate::store::{Result, contacts};

/// Changes that follow each other within this time are answered as one, or a network that comes and goes would make
/// us call everybody each time.
const SETTLE: Duration = Duration::from_secs(1);
/// A timer that is so late was kept from its work: the process was suspended.
const LATE: Duration = Duration::from_secs(10);
/// So much more on the clock on the wall than on the one that stops with the device: it slept, or the clock was set.
const SLEPT: i64 = 60_000;

/// When the last change was, and what of it is still to be done.
#[derive(Debug, Default)]
pub(super) struct Changes {
    /// When everybody was last greeted because of one.
    greeted_at: Option<Duration>,
    /// Nobody is dialled before; then everybody is.
    pub(super) greet_at: Option<Duration>,
    /// The clocks at the last transaction.
    clocks: Option<Now>,
}

impl Changes {
    /// Those of a new foreground.
    pub(super) fn from(now: Now) -> Self {
        Self { clocks: Some(now), ..Self::default() }
    }
}

impl Engine {
    /// Other networks, other addresses: everybody is told, everything waiting is tried again.
    pub(crate) fn network_changed(&mut self, db: &Connection, now: Now, place: Place) -> Result<()> {
        if self.foreground.is_none() {
            return Ok(());
        }
        let before = self.look(|here| here.surroundings.clone());
        self.settle_in(db, now, place)?;
        let moved = self.look(|here| !here.surroundings.same_networks(&before));
        self.doubt_everything(now, moved);
        self.greet_when_settled(db, now)
    }

    /// The device slept, or this process was suspended: sessions and parked requests are as dead as they may be, and
    /// the others do not know it. Whoever was here is asked, whatever waits is tried again.
    pub(crate) fn woke_up(&mut self, db: &Connection, now: Now) -> Result<()> {
        if self.foreground.is_none() {
            return Ok(());
        }
        self.changes.clocks = Some(now);
        for contact in contacts::active(db)? {
            let Some(peer) = self.peers.get_mut(&contact.id) else { continue };
            if peer.busy() || peer.reached || peer.parking.take().is_some() {
                self.effects.push(Effect::Anew(contact.uid));
            }
        }
        self.doubt_everything(now, false);
        self.greet_when_settled(db, now)
    }

    /// Whether this device slept since the last transaction.
    pub(super) fn slept(&mut self, now: Now) -> bool {
        let due = self.next_tick();
        let before = self.changes.clocks.replace(now);
        let late = due.is_some_and(|due| now.steady.saturating_sub(due) > LATE);
        late || before.is_some_and(|before| {
            let steady = now.steady.saturating_sub(before.steady).as_millis();
            let steady = i64::try_from(steady).unwrap_or(i64::MAX);
            now.wall.saturating_sub(before.wall).saturating_sub(steady) > SLEPT
        })
    }

    fn doubt_everything(&mut self, now: Now, moved: bool) {
        self.peers.values_mut().for_each(|peer| peer.doubt_ways(now.steady, moved));
        // Should they still hear us, they park anew; and they are told where we are.
        let all: Vec<ContactId> = self.peers.keys().copied().collect();
        all.into_iter().for_each(|id| self.release_parked(id));
    }

    fn greet_when_settled(&mut self, db: &Connection, now: Now) -> Result<()> {
        match self.changes.greeted_at {
            Some(at) if now.steady.saturating_sub(at) < SETTLE => {
                self.changes.greet_at.get_or_insert(at + SETTLE);
                Ok(())
            }
            _ => self.greet_settled(db, now),
        }
    }

    /// Greets everybody, now that the network rests.
    pub(super) fn greet_settled(&mut self, db: &Connection, now: Now) -> Result<()> {
        (self.changes.greeted_at, self.changes.greet_at) = (Some(now.steady), None);
        self.greet_all(db, now)
    }
}
