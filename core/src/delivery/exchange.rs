//! Our side of an exchange: whether to begin one, with what, and what its outcome means.

use std::net::SocketAddr;
use std::time::Duration;

use rusqlite::Connection;

use super::effects::{Effect, Now};
use super::engine::Engine;
use super::items::{MOST_ITEMS, STRANGERS_MOST};
use super::peer::{self, Peer, Sent};
use super::reason::code_of;
use crate::net::{Dial, DialError, Dialled, Lane};
use crate::node::{AttemptError, Event};
use crate::store::contacts::{ContactId, ContactRow, Hold};
use crate::store::{Result, account, attempts, contacts};
use crate::wire::Batch;

/// Milliseconds by which a plan may seem to move without being written anew: the two clocks are read apart.
const SAME_PLAN: u64 = 500;

/// What an exchange is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Purpose {
    /// The last one of a foreground.
    Goodbye,
    /// Presence, items, verdicts.
    Ordinary,
    /// To be answered when something waits for us.
    Parked,
}

/// An exchange in flight.
#[derive(Debug)]
pub(super) struct Exchange {
    contact: ContactId,
    purpose: Purpose,
    sent: Vec<Sent>,
    began: Duration,
    candidates: Vec<SocketAddr>,
}

impl Exchange {
    pub(super) fn contact(&self) -> ContactId {
        self.contact
    }
}

impl Engine {
    /// Begins what should be going on with this contact, if anything should.
    pub(super) fn pump(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        if self.foreground.is_none() || !contact.active() {
            return Ok(());
        }
        self.pump_items(db, now, contact)?;
        self.pump_parking(db, now, contact)?;
        self.plan_retry(db, now, contact)?;
        self.keep_plan(db, now, contact.id)?;
        self.update_reason(db, contact.id)
    }

    /// Keeps when the next try is due, for whoever asks. Offline, or without an address to dial, none is.
    pub(super) fn keep_plan(&mut self, db: &Connection, now: Now, contact: ContactId) -> Result<()> {
        let Some(row) = contacts::by_id(db, contact)? else { return Ok(()) };
        let planned = self.peers.get(&contact).and_then(|peer| peer.retry_at).filter(|at| *at > now.steady);
        let choice = self.choice(db, &row, now)?;
        let somewhere = !choice.addresses.is_empty() || choice.later.is_some();
        let possible = somewhere && !self.look(|here| here.offline);
        let planned = planned.filter(|_| possible).map(|at| {
            let pause = (at - now.steady).as_millis();
            now.wall.saturating_add(i64::try_from(pause).unwrap_or(i64::MAX))
        });
        let same = match (row.next_attempt_at, planned) {
            (Some(kept), Some(planned)) => kept.abs_diff(planned) < SAME_PLAN,
            (kept, planned) => kept.is_none() && planned.is_none(),
        };
        if same { Ok(()) } else { contacts::set_next_attempt(db, contact, planned) }
    }

    /// Whoever is not here and can be dialled is tried again some time, whatever ended the last try.
    fn plan_retry(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        let away = |peer: &&Peer| !peer.here && !peer.busy();
        if self.peers.get(&contact.id).filter(away).is_none() {
            return Ok(());
        }
        let choice = self.choice(db, contact, now)?;
        let cap = self.longest_pause();
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        if choice.addresses.is_empty() {
            // Nothing is tried before, so nothing wakes us up before.
            peer.retry_at = choice.later;
        } else if peer.retry_at.is_none() {
            peer.back_off(now.steady, cap, &mut self.rng);
        }
        Ok(())
    }

    fn pump_items(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        let due = peer.retry_at.is_none_or(|at| at <= now.steady);
        let free = peer.slot_free() && due;
        let must = !peer.busy() && (peer.greet || !peer.owed.is_empty());
        // A way that is open need not rest as one that led nowhere; what they cannot take now does.
        if (free || (peer.slot_free() && contact.hold == Hold::Nothing)) && peer.parked.is_some() {
            let (items, sent) = self.pick(db, contact.id, 0, MOST_ITEMS)?;
            if !items.is_empty() {
                self.answer_parked(contact.id, items, sent, now);
                return Ok(());
            }
        }
        if !(must || free) || self.look(|here| here.offline) || self.changes.greet_at.is_some() {
            return Ok(());
        }
        // Without an address nothing is tried in vain: their coming in, a link or another network will
        // change that, and each of these comes back here.
        if self.choice(db, contact, now)?.addresses.is_empty() {
            return Ok(());
        }
        let owed = self.peers.get(&contact.id).map_or(0, |peer| peer.owed.len());
        let most = if contact.hold == Hold::Held { STRANGERS_MOST } else { MOST_ITEMS };
        let (items, sent) = if free { self.pick(db, contact.id, owed, most)? } else { Default::default() };
        if !must && items.is_empty() {
            return Ok(());
        }
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        peer.greet = false;
        let verdicts = std::mem::take(&mut peer.owed);
        let mut presence = self.own_presence();
        if let Some(presence) = &mut presence {
            presence.name = account::load(db)?.and_then(|account| account.name);
        }
        let invite = contact.invite.map(|invite| serde_bytes::ByteBuf::from(invite.to_vec()));
        let batch = Batch { presence, items, verdicts, invite, ..Batch::default() };
        self.dial(db, contact, batch, Purpose::Ordinary, sent, now)
    }

    /// Keeps one request parked at a contact that is here and has not shown that it can reach us.
    fn pump_parking(&mut self, db: &Connection, now: Now, contact: &ContactRow) -> Result<()> {
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        let wanted = peer.here && peer.reached && !peer.came_in && peer.parking.is_none();
        if !wanted || peer.park_at.is_some_and(|at| at > now.steady) || self.changes.greet_at.is_some() {
            return Ok(());
        }
        peer.park_at = None;
        let batch =
            Batch { presence: self.own_presence(), park: Some(peer::PARK_SECONDS), ..Batch::default() };
        self.dial(db, contact, batch, Purpose::Parked, Vec::new(), now)
    }

    pub(super) fn dial(
        &mut self,
        db: &Connection,
        contact: &ContactRow,
        batch: Batch,
        purpose: Purpose,
        sent: Vec<Sent>,
        now: Now,
    ) -> Result<()> {
        let candidates = self.choice(db, contact, now)?.addresses;
        if candidates.is_empty() {
            return Ok(());
        }
        let carries = !sent.is_empty();
        let exchange = self.number();
        let lane = match purpose {
            Purpose::Parked => Lane::Parked,
            Purpose::Goodbye => Lane::Items,
            Purpose::Ordinary if carries || self.shown == Some(contact.id) || !batch.verdicts.is_empty() => {
                Lane::Items
            }
            Purpose::Ordinary => Lane::Greeting,
        };
        let around = self.look(|here| here.surroundings.clone());
        if let Some(peer) = self.peers.get_mut(&contact.id) {
            peer.tries.dialled(&candidates, &around, now.steady);
            match purpose {
                Purpose::Parked => peer.parking = Some((exchange, now.steady)),
                Purpose::Ordinary if carries => peer.flush = Some(exchange),
                Purpose::Ordinary => peer.greeting = Some(exchange),
                Purpose::Goodbye => {}
            }
        }
        if carries {
            self.see(|here| here.trying.insert(contact.id));
        }
        let began = Exchange {
            contact: contact.id,
            purpose,
            sent,
            began: now.steady,
            candidates: candidates.clone(),
        };
        self.exchanges.insert(exchange, began);
        let dial = Dial { peer: contact.uid, candidates, batch, lane };
        self.effects.push(Effect::Dial { exchange, dial });
        Ok(())
    }

    /// What came of an exchange.
    pub(crate) fn dialled(&mut self, db: &Connection, now: Now, number: u64, dialled: Dialled) -> Result<()> {
        let Some(exchange) = self.exchanges.remove(&number) else { return Ok(()) };
        let current = self.settle(&exchange, number);
        let Some(contact) = contacts::by_id(db, exchange.contact)? else { return Ok(()) };
        if !contact.active() {
            return Ok(());
        }
        self.note_tried(db, now, &contact, &dialled.tried)?;
        // What was given up may have been on its way: that counts as tried.
        if let Err(DialError::Starved) = dialled.result
            && let Some(peer) = self.peers.get_mut(&contact.id)
        {
            peer.tries.not_dialled(&exchange.candidates);
        }
        let address = dialled.tried.iter().rev().map(|(address, _)| *address).next();
        match dialled.result {
            Ok(answer) => self.succeeded(db, now, &contact, exchange, address, answer, current)?,
            Err(error) if current => self.failed(db, now, &contact, &exchange, address, error)?,
            Err(_) => {}
        }
        if let Some(contact) = contacts::by_id(db, contact.id)? {
            self.pump(db, now, &contact)?;
        }
        Ok(())
    }

    /// Clears what was in flight; `false` if it belongs to a foreground that is over.
    fn settle(&mut self, exchange: &Exchange, number: u64) -> bool {
        let Some(peer) = self.peers.get_mut(&exchange.contact) else { return false };
        if peer.greeting.take_if(|greeting| *greeting == number).is_some() {
            return true;
        }
        if peer.flush.take_if(|flush| *flush == number).is_some() {
            self.see(|here| here.trying.remove(&exchange.contact));
            return true;
        }
        if peer.parking.is_some_and(|(parking, _)| parking == number) {
            peer.parking = None;
            return true;
        }
        false
    }

    /// As if an exchange had never begun.
    pub(crate) fn forget_exchange(&mut self, number: u64, now: Now) {
        let Some(exchange) = self.exchanges.remove(&number) else { return };
        self.settle(&exchange, number);
        if let Some(peer) = self.peers.get_mut(&exchange.contact) {
            peer.tries.not_dialled(&exchange.candidates);
            peer.back_off(now.steady, peer::RETRY_LONGEST, &mut self.rng);
        }
    }

    #[expect(clippy::too_many_arguments, reason = "one outcome, taken apart once")]
    fn succeeded(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        exchange: Exchange,
        address: Option<SocketAddr>,
        answer: Batch,
        current: bool,
    ) -> Result<()> {
        if contacts::seen(db, contact.id, false, now.wall)? {
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        let leaving = answer.presence.as_ref().is_some_and(|presence| presence.leaving);
        self.learn_presence(db, now, contact, answer.presence.as_ref())?;
        if let (Some(address), Some(seen)) = (address, answer.observed) {
            self.observed_by(db, now, contact, address, seen.0)?;
        }
        let outcome = self.judge_sent(db, now, contact, &exchange.sent, &answer.verdicts)?;
        if !exchange.sent.is_empty() {
            attempts::record(db, contact.id, address, outcome.problem.map_or(0, code_of), now.wall)?;
        }
        let empty = answer.items.is_empty();
        let owed = self.take_items(db, now, contact, answer.items)?;
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        peer.owed.extend(owed); // Also for an exchange that was given up meanwhile: they wait for it.
        if !current {
            return Ok(());
        }
        // What they answered before their goodbye does not bring them back.
        let left = leaving || peer.left_at.is_some_and(|left| left > exchange.began);
        if leaving {
            peer.left(now.steady);
        } else if !left {
            (peer.left_at, peer.heard_at) = (None, Some(now.steady));
        }
        peer.was_reached(now.steady);
        peer.told |= exchange.purpose == Purpose::Ordinary;
        peer.last_exchange = Some(now.steady);
        peer.probe_until = None;
        peer.came_in &= answer.park.is_none(); // They should know whether they reach us.
        if answer.park.is_some() && exchange.purpose == Purpose::Ordinary {
            peer.park_at = None; // Asked for, and not by an answer to a parked one: there is no pause to keep.
        }
        if answer.park.is_some() && peer.parking.is_some_and(|(_, began)| began <= exchange.began) {
            peer.parking = None; // What was parked there is there no longer.
        }
        if exchange.purpose == Purpose::Parked {
            // Somebody who answers a parked request at once, with nothing, must not make us spin.
            let hasty = empty && now.steady.saturating_sub(exchange.began) < Duration::from_secs(1);
            peer.park_at = hasty.then_some(now.steady + peer::SILENCE_HOT);
        }
        if outcome.stuck {
            peer.back_off(now.steady, outcome.patience(), &mut self.rng);
        } else if left {
            // Who leaves is not tried again at once; their coming back tells us itself.
            peer.retry_at.is_none().then(|| peer.back_off(now.steady, peer::RETRY_LONGEST, &mut self.rng));
        } else if contact.hold != Hold::Held || !exchange.sent.is_empty() || answer.presence.is_some() {
            peer.reset_retry(); // But not by a nothing from somebody who holds what we send.
        }
        if answer.presence.is_some_and(|presence| presence.unreached) {
            self.kept_out(db, now, contact, exchange.began)?;
        }
        self.set_here(db, contact, !left)
    }

    fn failed(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        exchange: &Exchange,
        address: Option<SocketAddr>,
        error: DialError,
    ) -> Result<()> {
        let hot = self.hot(contact.id) || !exchange.sent.is_empty();
        let cap = if hot { peer::RETRY_LONGEST } else { self.longest_pause() };
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        if error == DialError::Cancelled {
            return Ok(()); // We ended it ourselves, and know nothing new of them.
        }
        if exchange.purpose == Purpose::Parked {
            // A parked request may end for many reasons; an ordinary exchange tells which.
            peer.park_at = Some(now.steady + peer::SILENCE_HOT);
            peer.greet |= peer.here;
            return Ok(());
        }
        let since = |time: Option<Duration>| time.is_some_and(|time| time > exchange.began);
        let newer = since(peer.last_exchange);
        let was_reached = peer.reached;
        let were_here = peer.were_here(exchange.began);
        // That they came in meanwhile does not mean that they can be reached: ask for a parked request.
        peer.reached &= since(peer.reached_at);
        // What was no proof, or is news, is to be found out when they come in the next time.
        peer.checked &= peer.reached || (!was_reached && were_here);
        peer.back_off(now.steady, cap, &mut self.rng);
        // Who was never reached from here but comes in is still here until the silence is too long.
        let limit = if hot { peer::SILENCE_HOT } else { peer::SILENCE_COLD };
        let lately = peer.last_exchange.is_some_and(|last| now.steady.saturating_sub(last) < limit);
        let still_here = newer || peer.parked.is_some() || (peer.came_in && !was_reached && lately);
        let code = code_of(AttemptError::Dial(error));
        contacts::failed(db, contact.id, code)?;
        if !exchange.sent.is_empty() {
            attempts::record(db, contact.id, address, code, now.wall)?;
        }
        let nobody = !matches!(error, DialError::NoAddress | DialError::Starved | DialError::TooLarge);
        if were_here && nobody && !self.peers.get(&contact.id).is_some_and(|peer| peer.reached) {
            self.not_reached(db, now, contact)?;
        }
        if still_here { Ok(()) } else { self.set_here(db, contact, false) }
    }

    /// The longest pause between tries when nothing waits. There are such tries because a contact that
    /// can't reach us may have something for us and no way to say so but our call; it grows with how many
    /// contacts are being retried, so that a phone makes at most four of them a second in all.
    fn longest_pause(&self) -> Duration {
        let retried = self.peers.values().filter(|peer| peer.retry_at.is_some()).count();
        peer::RETRY_LONGEST
            .max(Duration::from_millis(250).saturating_mul(u32::try_from(retried).unwrap_or(u32::MAX)))
    }

    /// They are here now, or not any more.
    pub(super) fn set_here(&mut self, db: &Connection, contact: &ContactRow, here: bool) -> Result<()> {
        // Written even if memory says so already: a transaction that was lost may have parted the two.
        contacts::set_here(db, contact.id, here)?;
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        if std::mem::replace(&mut peer.here, here) == here {
            return Ok(());
        }
        if !here {
            (peer.probe_until, peer.parking, peer.check_at, peer.arrived_at) = (None, None, None, None);
            (peer.arrived_since, peer.checked) = (None, false);
            self.release_parked(contact.id); // They must not believe that it is still held.
        }
        let presence = if here { crate::node::Presence::Here } else { crate::node::Presence::WasHere };
        self.emit(Event::Presence { uid: contact.uid, presence });
        Ok(())
    }
}
