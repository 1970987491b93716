//! The engine: lifecycle, timers, and what all its parts share.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};

use rand_chacha::ChaCha20Rng;
use rand_core::Rng;
use rusqlite::Connection;

use super::change::Changes;
use super::effects::{Effect, Lost, Now};
use super::exchange::{Exchange, Purpose};
use super::peer::Peer;
use super::reach::{Place, Whereabouts};
use super::reason::{Facts, Known, reason_code, reason_of};
use crate::identity::Uid;
use crate::net::{Surroundings, offline};
use crate::node::{Event, ReachState};
use crate::store::contacts::{ContactId, ContactRow};
use crate::store::{Result, account, addresses, contacts, messages};
use crate::wire::{Batch, ItemId, Presence, WireAddress};

/// What queries and the listener need to know of the engine without asking it.
#[derive(Debug, Default)]
pub(crate) struct Here {
    /// This node is in the foreground.
    pub(crate) foreground: bool,
    /// The device has no network.
    pub(crate) offline: bool,
    /// Contacts with an exchange under way that carries items.
    pub(crate) trying: HashSet<ContactId>,
    /// Delivered and all of the current flush.
    pub(crate) progress: (u64, u64),
    /// Strangers may have a session.
    pub(crate) answer_new_people: bool,
    /// Who may have one in any case.
    pub(crate) active: HashSet<Uid>,
    /// What surrounds this device.
    pub(crate) surroundings: Surroundings,
    /// Who can reach it, in a word.
    pub(crate) reach: ReachState,
}

/// See the [module](super).
pub(crate) struct Engine {
    pub(super) uid: Option<Uid>,
    pub(super) rng: ChaCha20Rng,
    /// Where we are, for as long as the app is in the foreground.
    pub(super) foreground: Option<Whereabouts>,
    pub(super) changes: Changes,
    pub(super) peers: HashMap<ContactId, Peer>,
    pub(super) exchanges: HashMap<u64, Exchange>,
    pub(super) effects: Vec<Effect>,
    pub(super) shown: Option<ContactId>,
    pub(super) here: Arc<RwLock<Here>>,
    progress_changed: bool,
    /// A transaction was lost, and the database could not be read since.
    pub(super) doubtful: bool,
    next: u64,
}

impl Engine {
    /// An engine for the account with this UID, if one was made already.
    pub(crate) fn new(uid: Option<Uid>, rng: ChaCha20Rng) -> Self {
        Self {
            uid,
            rng,
            foreground: None,
            changes: Changes::default(),
            peers: HashMap::new(),
            exchanges: HashMap::new(),
            effects: Vec::new(),
            shown: None,
            here: Arc::default(),
            progress_changed: false,
            doubtful: false,
            next: 0,
        }
    }

    /// The side of the engine that others may look at.
    pub(crate) fn here(&self) -> Arc<RwLock<Here>> {
        Arc::clone(&self.here)
    }

    /// What is to be done now that the transaction is on the disk.
    pub(crate) fn take_effects(&mut self) -> Vec<Effect> {
        if std::mem::take(&mut self.progress_changed) {
            let (done, total) = self.look(|here| here.progress);
            self.emit(Event::Progress { done, total });
            if done >= total {
                self.see(|here| here.progress = (0, 0));
            }
        }
        std::mem::take(&mut self.effects)
    }

    /// Listening began: tell everybody who should know, all at once, who waits for something first.
    pub(crate) fn enter_foreground(&mut self, db: &Connection, now: Now, place: Place) -> Result<()> {
        self.own_uid(db)?;
        self.peers.clear();
        self.exchanges.clear(); // Should one have had no sockets to begin with, nobody reports of it.
        contacts::nobody_here(db)?;
        self.changes = Changes::from(now);
        let listening = place.bound.clone();
        self.settle_in(db, now, place)?;
        let waiting = messages::count_waiting(db, None)?;
        self.see(|here| {
            here.foreground = true;
            here.trying.clear();
            here.progress = (0, waiting);
        });
        self.refresh_admission(db)?;
        self.emit(Event::Listening { addresses: listening });
        self.greet_all(db, now)
    }

    /// Says goodbye to everybody who may believe that we are here: those first of whom we believe it.
    pub(crate) fn leave_foreground(&mut self, db: &Connection, now: Now) -> Result<()> {
        if self.foreground.is_none() {
            return Ok(());
        }
        let goodbye =
            Batch { presence: Some(Presence { leaving: true, ..Presence::default() }), ..Batch::default() };
        let mut everybody = contacts::active(db)?;
        everybody.sort_by_key(|contact| !contact.here);
        for contact in everybody {
            let Some(peer) = self.peers.get_mut(&contact.id) else { continue };
            let under_way = peer.busy() || peer.parking.is_some();
            let believes = under_way || peer.believes_us_here(now.steady);
            let parked = peer.parked.take();
            // What is under way to them would come after a goodbye that they have parked here.
            let dial = if parked.is_some() { under_way } else { believes };
            if let Some(parked) = parked {
                let batch = Some(goodbye.clone());
                self.effects.push(Effect::Answer {
                    arrival: parked.arrival,
                    batch,
                    lost: Lost::Later(Vec::new()),
                });
            }
            if dial {
                self.dial(db, &contact, goodbye.clone(), Purpose::Goodbye, Vec::new(), now)?;
            }
        }
        self.away();
        contacts::nobody_here(db)?;
        self.emit(Event::Closed);
        Ok(())
    }

    /// Not in the foreground any more, whatever the disk says.
    pub(crate) fn away(&mut self) {
        self.foreground = None;
        self.shown = None;
        self.peers.clear();
        self.see(|here| {
            here.foreground = false;
            here.trying.clear();
            here.reach = ReachState::Closed;
        });
    }

    /// We are here now, and nothing that was true of another place is.
    pub(super) fn settle_in(&mut self, db: &Connection, now: Now, place: Place) -> Result<()> {
        let offline = offline(&place.bound, place.networks.as_ref());
        self.see(|here| here.offline = offline);
        let serial = account::next_serial(db, now.wall)?;
        self.foreground = Some(Whereabouts::new(place, serial));
        self.locate();
        self.keep_whereabouts(db)
    }

    /// Another process of this home wrote into the database.
    pub(crate) fn refresh(&mut self, db: &Connection, now: Now) -> Result<()> {
        self.own_uid(db)?;
        self.refresh_admission(db)?;
        if self.foreground.is_none() {
            return Ok(());
        }
        self.count_anew(db)?;
        for contact in self.lose_others(db)? {
            let waits = messages::any_waiting(db, contact.id)?;
            let met = self.peers.contains_key(&contact.id);
            let peer = self.peers.entry(contact.id).or_default();
            if waits {
                peer.retry_at = None;
            }
            peer.greet |= !met;
            self.pump(db, now, &contact)?;
        }
        self.keep_what_is_left(db)
    }

    /// This account's UID. Another process of this home may have made it since this one began.
    pub(super) fn own_uid(&mut self, db: &Connection) -> Result<Option<Uid>> {
        if self.uid.is_none() {
            self.uid = account::uid(db)?;
        }
        Ok(self.uid)
    }

    /// How much there is to deliver, as the database says.
    pub(super) fn count_anew(&mut self, db: &Connection) -> Result<()> {
        let waiting = messages::count_waiting(db, None)?;
        self.see(|here| here.progress.1 = here.progress.0 + waiting);
        Ok(())
    }

    /// Messages were deleted: what waited among them is not to be delivered any more.
    pub(super) fn fewer_wait(&mut self, db: &Connection) -> Result<()> {
        if self.foreground.is_some() {
            self.count_anew(db)?;
            self.progress_changed = true;
        }
        Ok(())
    }

    /// Gives the active contacts; loses peers that are none (any more).
    pub(super) fn lose_others(&mut self, db: &Connection) -> Result<Vec<ContactRow>> {
        let active = contacts::active(db)?;
        let ids: HashSet<ContactId> = active.iter().map(|contact| contact.id).collect();
        let others: Vec<ContactId> = self.peers.keys().copied().filter(|id| !ids.contains(id)).collect();
        for id in others {
            // Without a row: it was added by a transaction that was lost.
            let uid = contacts::by_id(db, id)?.map(|contact| contact.uid);
            self.lose_peer(id, uid);
        }
        Ok(active)
    }

    /// Forgets everything volatile about somebody who is no contact any more, and ends their sessions.
    pub(super) fn lose_peer(&mut self, id: ContactId, uid: Option<Uid>) {
        if let Some(parked) = self.peers.remove(&id).and_then(|peer| peer.parked) {
            // With nothing in it, as for any stranger: they are told of no presence any more.
            let (batch, lost) = (Some(Batch::default()), Lost::Later(Vec::new()));
            self.effects.push(Effect::Answer { arrival: parked.arrival, batch, lost });
        }
        self.see(|here| here.trying.remove(&id));
        if self.shown == Some(id) {
            self.shown = None;
        }
        if let (Some(uid), Some(foreground)) = (&uid, &mut self.foreground) {
            let came_in = foreground.came_in.forget(uid);
            foreground.lost_somebody |= foreground.observed.forget(uid) || came_in;
        }
        self.effects.extend(uid.map(Effect::Forget));
    }

    pub(super) fn greet_all(&mut self, db: &Connection, now: Now) -> Result<()> {
        for contact in contacts::active(db)? {
            let peer = self.peers.entry(contact.id).or_default();
            peer.greet = true;
            peer.reset_retry();
            self.pump(db, now, &contact)?;
        }
        Ok(())
    }

    /// What bound and entered contacts are told: that we are here, and where.
    pub(super) fn own_presence(&self) -> Option<Presence> {
        let foreground = self.foreground.as_ref()?;
        Some(Presence {
            addresses: foreground.addresses.iter().map(|own| WireAddress(own.address)).collect(),
            serial: foreground.serial,
            ..Presence::default()
        })
    }

    /// Says why the oldest message of a chat waits, if that changed: to shells, and to other processes of this
    /// home.
    pub(super) fn update_reason(&mut self, db: &Connection, contact: ContactId) -> Result<()> {
        if self.foreground.is_none() {
            return Ok(()); // Another process may be, and know better.
        }
        let Some(contact) = contacts::by_id(db, contact)? else { return Ok(()) };
        let known = addresses::of(db, contact.id)?;
        let facts = self.look(|here| Facts {
            open: here.foreground,
            offline: here.offline,
            trying: here.trying.contains(&contact.id),
            known: Known::of(&known, &here.surroundings),
            reach: here.reach,
        });
        let oldest = messages::oldest_waiting(db, contact.id)?;
        // Stored is what is true of the chat, whatever was said of a single message of it.
        let stored = oldest.as_ref().and_then(|_| reason_code(reason_of(&contact, None, facts)));
        if contact.reason != stored {
            contacts::set_reason(db, contact.id, stored)?;
        }
        let reason = oldest.map(|row| reason_of(&contact, row.refusal, facts));
        if let Some(peer) = self.peers.get_mut(&contact.id)
            && peer.shown_reason != reason
        {
            peer.shown_reason = reason;
            self.emit(Event::ReasonChanged { chat: contact.uid, reason });
        }
        Ok(())
    }

    /// Publishes who may have a session.
    pub(super) fn refresh_admission(&mut self, db: &Connection) -> Result<()> {
        let answer = account::load(db)?.is_some_and(|account| account.answer_new_people);
        let active = contacts::active(db)?.into_iter().map(|contact| contact.uid).collect();
        self.see(|here| {
            here.answer_new_people = answer;
            here.active = active;
        });
        Ok(())
    }

    pub(super) fn count_progress(&mut self, done: u64, total: u64) {
        self.see(|here| {
            here.progress.1 += total;
            here.progress.0 = (here.progress.0 + done).min(here.progress.1);
        });
        self.progress_changed |= self.foreground.is_some();
    }

    pub(super) fn emit(&mut self, event: Event) {
        self.effects.push(Effect::Emit(event));
    }

    /// A number for an exchange.
    pub(super) fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// A fresh item id.
    pub(super) fn item_id(&mut self) -> ItemId {
        let mut id = [0; 16];
        self.rng.fill_bytes(&mut id);
        ItemId(id)
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&Here) -> T) -> T {
        look(&self.here.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(super) fn see<T>(&self, change: impl FnOnce(&mut Here) -> T) -> T {
        change(&mut self.here.write().unwrap_or_else(PoisonError::into_inner))
    }
}
