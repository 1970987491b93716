//! Who reaches whom: from what really happened, and from nothing else.
//!
//! *I reach them* is true once an exchange that we began went through. It is false only if they were here, as they
//! had shown a moment before by coming in, and we found them nowhere: in vain alone may mean that they are closed.
//! Whoever comes in and was not reached yet is therefore tried once, so that both know. *They reach me* is true
//! once they came in, and false when they say so themselves (docs/PROTOCOL.md, Who reaches whom).

use std::time::Duration;

use rand_core::Rng;
use rusqlite::Connection;

use super::effects::Now;
use super::engine::Engine;
use super::peer::{self, Peer};
use super::reason::Known;
use crate::node::Event;
use crate::store::contacts::{ContactId, ContactRow};
use crate::store::{Result, addresses, contacts};
use crate::wire::Presence;

/// Pause before who came in is tried in return: what is to be said to them often goes first, and tells as well.
const CHECK_PAUSE: Duration = Duration::from_secs(2);

impl Peer {
    /// They came in, or said goodbye by doing so.
    pub(super) fn came(&mut self, now: Duration, leaving: bool) {
        self.came_in = true;
        if leaving {
            (self.arrived_at, self.arrived_since, self.check_at) = (None, None, None);
            return;
        }
        self.arrived_at = Some(now);
        self.arrived_since.get_or_insert(now);
    }

    /// Whoever came in and was not reached is to be tried in return.
    pub(super) fn plan_check(&mut self, now: Duration, rng: &mut dyn Rng) {
        if self.arrived_at.is_some() && !self.reached && !self.checked {
            let jitter = Duration::from_millis((rng.next_u32() % 1_000).into());
            self.check_at.get_or_insert(now + CHECK_PAUSE + jitter);
        }
    }

    /// An exchange that we began went through.
    pub(super) fn was_reached(&mut self, now: Duration) {
        (self.reached, self.unreached, self.check_at) = (true, false, None);
        self.reached_at = Some(now);
    }

    /// They were here when a try in vain began at `began`: they had come in shortly before, and did not leave since.
    pub(super) fn were_here(&self, began: Duration) -> bool {
        let before = self.arrived_since.is_some_and(|since| since <= began);
        before && self.arrived_at.is_some_and(|at| at + peer::SILENCE_HOT >= began)
    }

    /// Nothing that is known of the ways between us is certain any more.
    /// `moved`: other devices are near.
    pub(super) fn doubt_ways(&mut self, now: Duration, moved: bool) {
        (self.came_in, self.reached, self.unreached, self.told, self.checked) = Default::default();
        (self.park_at, self.check_at, self.arrived_at, self.arrived_since) = Default::default();
        self.offer = None; // Offered again over the next way: the ids make that harmless.
        self.tries.doubt(now, moved);
    }
}

impl Engine {
    /// They were here, and we found them nowhere. Told to them, should they have left us a way to.
    pub(super) fn not_reached(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        if contacts::unreached(db, contact.id, now.wall)? {
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        peer.reached = false;
        if !std::mem::replace(&mut peer.unreached, true) {
            self.release_parked(contact.id);
        }
        Ok(())
    }

    /// Tries who came in: whether they can be reached, too.
    pub(super) fn check_way(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        peer.check_at = None;
        if peer.reached || !peer.here || std::mem::replace(&mut peer.checked, true) {
            return Ok(());
        }
        if !self.choice(db, contact, now)?.addresses.is_empty() {
            if let Some(peer) = self.peers.get_mut(&contact.id) {
                peer.greet = true;
            }
            return Ok(());
        }
        // They say where they are, and nothing of it leads to them from here. (What the system forbids to try might.)
        let known = addresses::of(db, contact.id)?;
        let nowhere = self.look(|here| {
            let known = Known::of(&known, &here.surroundings);
            !here.offline && here.surroundings.known && matches!(known, Known::Nothing | Known::Elsewhere)
        });
        if nowhere { self.not_reached(db, now, contact) } else { Ok(()) }
    }

    /// They say that they do not reach us, in an answer to a request that began at `began`.
    pub(super) fn kept_out(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        began: Duration,
    ) -> Result<()> {
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        if peer.arrived_at.is_some_and(|at| at > began) {
            return Ok(()); // They came in after they had said so.
        }
        peer.came_in = false;
        if contacts::kept_out(db, contact.id, now.wall)? {
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        Ok(())
    }

    /// What is said to this contact in an answer: that we are here, where, and whether we tried to reach it in vain.
    pub(super) fn presence_in_answer(&self, contact: ContactId) -> Option<Presence> {
        let unreached = self.peers.get(&contact).is_some_and(|peer| peer.unreached);
        Some(Presence { unreached, ..self.own_presence()? })
    }
}
