//! When a transaction, or a part of it, did not reach the disk: what it decided must not happen, nobody may
//! be told of it, and memory must not go on as if it had.

use std::time::Duration;

use rusqlite::Connection;

use super::effects::{Effect, Lost, Now};
use super::engine::Engine;
use super::exchange::Exchange;
use super::peer;
use super::reason::stored_reason;
use crate::net::Dial;
use crate::node::Event;
use crate::store::{Result, account, messages};
use crate::wire::{Batch, ItemId, Verdict};

/// Pause before that which a lost transaction should have kept, and on which nothing is decided, is kept again; and before those who are
/// here are told where we are, if they should have been.
const KEEP_AGAIN: Duration = Duration::from_secs(1);

impl Engine {
    /// How many effects there are, for [`Self::undo_to`].
    pub(crate) fn mark(&self) -> usize {
        self.effects.len()
    }

    /// What was decided since `mark` was rolled back; `doubt`: so was what had been stored for others.
    pub(crate) fn undo_to(&mut self, mark: usize, doubt: bool, db: &Connection, now: Now) {
        for effect in self.effects.split_off(mark.min(self.effects.len())) {
            match effect {
                Effect::Answer { arrival, batch, lost } => self.answer_lost(arrival, batch, lost),
                Effect::Dial { exchange, dial } => self.take_back_dial(exchange, dial, now),
                Effect::Anew(_) | Effect::Emit(_) | Effect::Forget(_) => {}
            }
        }
        if doubt {
            self.doubt_owed();
        }
        self.follow(db, now);
    }

    /// Memory follows the database, now or (if it cannot be read) before the next transaction.
    fn follow(&mut self, db: &Connection, now: Now) {
        let followed = self.recollect(db, now);
        self.doubtful = followed.is_err();
        if let Err(error) = followed {
            tracing::warn!(%error, "the database cannot be read after a rollback");
        }
    }

    /// Called at the beginning of each transaction: nothing is decided on memory that may be wrong, because of a
    /// transaction that was lost or because this device slept.
    pub(crate) fn settle_doubt(&mut self, db: &Connection, now: Now) -> Result<()> {
        if self.doubtful {
            self.recollect(db, now)?;
            self.doubtful = false;
        }
        if let Some(foreground) = &mut self.foreground {
            foreground.telling = false; // What was decided before has been carried out.
        }
        if self.slept(now) { self.woke_up(db, now) } else { Ok(()) }
    }

    /// What a lost transaction left in memory gives way to what the database says: whose account this is, who
    /// may have a session, who is a contact and here.
    fn recollect(&mut self, db: &Connection, now: Now) -> Result<()> {
        self.uid = account::uid(db)?;
        self.refresh_admission(db)?;
        if self.foreground.is_none() {
            return Ok(());
        }
        if let Some(foreground) = &mut self.foreground {
            foreground.keep_at = Some(now.steady + KEEP_AGAIN);
            foreground.tell_again |= std::mem::take(&mut foreground.telling);
        }
        self.count_anew(db)?;
        for contact in self.lose_others(db)? {
            let waits = messages::any_waiting(db, contact.id)?;
            let met = self.peers.contains_key(&contact.id);
            let peer = self.peers.entry(contact.id).or_default();
            peer.greet |= !met;
            peer.here = contact.here;
            peer.shown_reason = stored_reason(&contact);
            if peer.unreached && contact.unreached_since.is_none() {
                (peer.unreached, peer.checked) = (false, false); // To be found out again.
            }
            if peer.here {
                peer.last_exchange.get_or_insert(now.steady); // Or their silence would never end.
            }
            // Whatever was to happen to them was taken back with the rest: it is tried again.
            let idle = !peer.busy() && peer.retry_at.is_none();
            let waits = waits && peer.offer.is_none();
            if idle && (!peer.here || peer.greet || !peer.owed.is_empty() || waits) {
                peer.back_off(now.steady, peer::RETRY_LONGEST, &mut self.rng);
            }
        }
        Ok(())
    }

    /// The answer to a request, now that what it was about was lost.
    fn answer_lost(&mut self, arrival: u64, batch: Option<Batch>, lost: Lost) {
        // What it offered is not between the devices.
        let items = batch.iter().flat_map(|batch| &batch.items).map(|item| item.id);
        let items: Vec<ItemId> = items.collect();
        for peer in self.peers.values_mut().filter(|_| !items.is_empty()) {
            peer.offer.take_if(|offer| offer.sent.iter().any(|sent| items.contains(&sent.id)));
        }
        let mut batch = match lost {
            Lost::Later(items) => return self.answer_later(arrival, items),
            Lost::Same => batch,
        };
        // Should it have been stored by this very transaction.
        for verdict in batch.iter_mut().flat_map(|batch| &mut batch.verdicts) {
            if verdict.verdict == Verdict::Stored {
                verdict.verdict = Verdict::Later;
            }
        }
        self.effects.push(Effect::Answer { arrival, batch, lost: Lost::Same });
    }

    /// An exchange that was decided on and will not begin: the verdicts in it are still owed.
    fn take_back_dial(&mut self, exchange: u64, dial: Dial, now: Now) {
        let contact = self.exchanges.get(&exchange).map(Exchange::contact);
        self.forget_exchange(exchange, now);
        if let Some(peer) = contact.and_then(|contact| self.peers.get_mut(&contact)) {
            peer.owed.extend(dial.batch.verdicts);
        }
    }

    /// What was stored may not be on the disk after all: nobody may be told so. `later` costs a repeat
    /// at worst, and lets the sender say why its messages wait. Nor is it sure that anybody was told that we
    /// are here.
    fn doubt_owed(&mut self) {
        for peer in self.peers.values_mut() {
            peer.told = false;
            for owed in &mut peer.owed {
                owed.verdict = Verdict::Later;
            }
        }
    }

    /// The transaction did not reach the disk: whatever it decided is answered with "later".
    pub(crate) fn take_back(&mut self, effects: Vec<Effect>, db: &Connection, now: Now) -> Vec<Effect> {
        for effect in effects {
            match effect {
                Effect::Answer { arrival, batch, lost } => self.answer_lost(arrival, batch, lost),
                Effect::Dial { exchange, dial } => self.take_back_dial(exchange, dial, now),
                Effect::Anew(_) | Effect::Emit(_) => {}
                Effect::Forget(uid) => self.effects.push(Effect::Forget(uid)),
            }
        }
        for peer in self.peers.values_mut() {
            peer.offer = None;
        }
        self.doubt_owed();
        self.follow(db, now);
        self.emit(Event::Overflowed);
        self.take_effects()
    }

    /// Answers a request whose items could not be stored.
    pub(crate) fn answer_later(&mut self, arrival: u64, items: Vec<ItemId>) {
        let verdicts = items.iter().map(|id| super::items::verdict(*id, Verdict::Later)).collect();
        let batch = Batch { verdicts, ..Batch::default() };
        self.effects.push(Effect::Answer { arrival, batch: Some(batch), lost: Lost::Same });
    }
}
