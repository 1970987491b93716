//! What becomes due by itself: retries, offers nobody named, parked requests, silence.

use std::time::Duration;

use rusqlite::Connection;

use super::effects::{Effect, Lost, Now};
use super::engine::Engine;
use super::peer::{self, Peer};
use crate::store::contacts::{ContactId, ContactRow};
use crate::store::{Result, contacts};
use crate::wire::Batch;

impl Engine {
    /// When [`Self::tick`] must be called at the latest; `None`: nothing is due.
    pub(crate) fn next_tick(&self) -> Option<Duration> {
        let keep_at = self.foreground.as_ref()?.keep_at;
        let others = keep_at.into_iter().chain(self.changes.greet_at);
        self.peers.iter().filter_map(|(id, peer)| self.due(*id, peer)).chain(others).min()
    }

    fn due(&self, id: ContactId, peer: &Peer) -> Option<Duration> {
        let idle = !peer.busy();
        [
            peer.retry_at.filter(|_| idle),
            peer.offer.as_ref().map(|offer| offer.until),
            peer.parked.as_ref().map(|parked| parked.until),
            peer.probe_until,
            peer.park_at.filter(|_| peer.here && peer.parking.is_none()),
            peer.check_at.filter(|_| idle),
            peer.silence_ends(self.hot(id))
                .filter(|_| idle && peer.probe_until.is_none() && peer.retry_at.is_none())
                // While a network settles nobody is called.
                .filter(|_| self.changes.greet_at.is_none()),
        ]
        .into_iter()
        .flatten()
        .min()
    }

    /// Whether this contact's presence matters right now.
    pub(super) fn hot(&self, id: ContactId) -> bool {
        self.shown == Some(id) || self.look(|here| here.trying.contains(&id))
    }

    /// Does what became due.
    pub(crate) fn tick(&mut self, db: &Connection, now: Now) -> Result<()> {
        if self.changes.greet_at.is_some_and(|at| at <= now.steady) {
            self.greet_settled(db, now)?;
        }
        self.age_observations(db, now)?;
        let Some(foreground) = &self.foreground else { return Ok(()) };
        if foreground.keep_at.is_some_and(|at| at <= now.steady) {
            self.relocate(db, now)?;
        } else if foreground.came_in.to_be_stored(now.steady) {
            self.keep_whereabouts(db)?;
        }
        let due: Vec<ContactId> = self
            .peers
            .iter()
            .filter(|(id, peer)| self.due(**id, peer).is_some_and(|due| due <= now.steady))
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            self.tick_peer(db, now, id)?;
        }
        Ok(())
    }

    fn tick_peer(&mut self, db: &Connection, now: Now, id: ContactId) -> Result<()> {
        let row = contacts::by_id(db, id)?;
        let uid = row.as_ref().map(|contact| contact.uid);
        let Some(contact) = row.filter(ContactRow::active) else {
            self.lose_peer(id, uid); // Blocked or removed by another process of this home.
            self.keep_what_is_left(db)?;
            return self.refresh_admission(db);
        };
        let hot = self.hot(id);
        let Some(peer) = self.peers.get_mut(&id) else { return Ok(()) };
        let passed = |time: Option<Duration>| time.is_some_and(|time| time <= now.steady);
        if passed(peer.offer.as_ref().map(|offer| offer.until)) {
            peer.offer = None; // Never named: offered again, oldest first.
        }
        if passed(peer.parked.as_ref().map(|parked| parked.until)) {
            self.release_parked(id);
        }
        let Some(peer) = self.peers.get_mut(&id) else { return Ok(()) };
        if passed(peer.park_at) {
            peer.park_at = None;
        }
        if passed(peer.check_at) && !peer.busy() {
            self.check_way(db, now, &contact)?;
        }
        let Some(peer) = self.peers.get_mut(&id) else { return Ok(()) };
        let retry = passed(peer.retry_at);
        if retry {
            peer.retry_at = None;
            peer.greet |= !peer.here;
        }
        let silent = passed(peer.silence_ends(hot)) && !peer.busy() && peer.retry_at.is_none();
        let mut ask = false;
        if passed(peer.probe_until) {
            peer.probe_until = None; // No word through the parked request.
            peer.came_in = false;
            ask = true;
        } else if silent && peer.probe_until.is_none() {
            if peer.parked.is_some() {
                peer.probe_until = Some(now.steady + peer::PROBE);
                self.release_parked(id);
            } else {
                ask = true;
            }
        }
        if ask {
            if self.look(|here| here.offline) || self.choice(db, &contact, now)?.addresses.is_empty() {
                self.set_here(db, &contact, false)?; // Nobody can be asked: say what is known.
            } else if let Some(peer) = self.peers.get_mut(&id) {
                peer.greet = true;
            }
        }
        self.pump(db, now, &contact)
    }

    /// Answers their parked request with nothing but presence. Whom we do not reach is asked to park again: else
    /// it would not, should it have come in meanwhile over a way that is closed by now.
    pub(super) fn release_parked(&mut self, id: ContactId) {
        let presence = self.presence_in_answer(id);
        let Some(peer) = self.peers.get_mut(&id) else { return };
        let park = (!peer.reached).then_some(peer::PARK_SECONDS);
        if let Some(parked) = peer.parked.take() {
            let batch = Some(Batch { presence, park, ..Batch::default() });
            self.effects.push(Effect::Answer {
                arrival: parked.arrival,
                batch,
                lost: Lost::Later(Vec::new()),
            });
        }
    }
}
