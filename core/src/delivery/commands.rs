//! What a person does. Each command is one transaction: done whole, or refused with nothing changed.

use std::result::Result;

use rand_core::Rng;
use rusqlite::Connection;

use super::effects::Now;
use super::engine::Engine;
use super::error::CommandError;
use crate::identity::{Account, ContactLink, Uid, is_fit_name};
use crate::node::{Event, MessageState, Setting};
use crate::store::contacts::{ContactRow, State};
use crate::store::messages::{MessageRow, OutgoingRow};
use crate::store::{account, addresses, attempts, contacts, held, messages};
use crate::wire::ItemId;
use crate::wire::items::MAX_TEXT;

type Done<T> = Result<T, CommandError>;

/// Ports are chosen below the ephemeral ranges of all systems.
const PORTS: std::ops::Range<u16> = 20_000..32_000;

impl Engine {
    /// Makes the account of this home.
    pub(crate) fn create_account(&mut self, db: &Connection, new: &Account, name: Option<&str>) -> Done<()> {
        check_name(name)?;
        let mut invite = [0; 16];
        self.rng.fill_bytes(&mut invite);
        let port = PORTS.start + (self.rng.next_u32() % u32::from(PORTS.end - PORTS.start)) as u16;
        account::create(db, &new.seed(), name, &invite, port)?;
        self.uid = Some(new.uid());
        Ok(self.refresh_admission(db)?)
    }

    /// Adds a contact by UID or link. A known one learns the link's addresses; a request is accepted.
    pub(crate) fn add(
        &mut self,
        db: &Connection,
        now: Now,
        link: &ContactLink,
        name: Option<&str>,
    ) -> Done<()> {
        check_name(name)?;
        let uid = link.uid;
        if self.own_uid(db)?.ok_or(CommandError::NoAccount)? == uid {
            return Err(CommandError::OwnUid);
        }
        let id = match contacts::find(db, &uid)? {
            Some(contact) if contact.blocked => return Err(CommandError::Blocked),
            Some(contact) if contact.state == State::Requested => {
                self.accept(db, now, &uid)?;
                contact.id
            }
            Some(contact) => {
                if contact.state == State::Removed {
                    contacts::set_state(db, contact.id, State::Entered)?;
                }
                contact.id
            }
            None => contacts::insert(db, &uid, State::Entered, now.wall)?,
        };
        if let Some(name) = name {
            contacts::set_name(db, id, Some(name))?;
        }
        if let Some(card) = &link.card {
            let said: Vec<_> = card.addresses.iter().copied().map(crate::net::canonical).collect();
            addresses::learn(db, id, &said, addresses::Source::Link, now.wall)?;
            let contact = contacts::find(db, &uid)?.ok_or(CommandError::UnknownContact)?;
            if card.serial > contact.card_serial {
                contacts::set_card(db, id, card.serial, card.invite.as_ref())?;
                if contact.suggested_name.is_none() {
                    contacts::set_suggested_name(db, id, card.name.as_deref())?;
                }
            }
        }
        self.refresh_admission(db)?;
        self.emit(Event::ContactChanged { uid });
        self.greet(db, now, &uid)
    }

    /// Accepts a stranger: their first words become the chat.
    pub(crate) fn accept(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        if contact.blocked {
            return Err(CommandError::Blocked);
        }
        if contact.state != State::Requested {
            return Ok(());
        }
        contacts::set_state(db, contact.id, State::Entered)?;
        let mut arrived = Vec::new();
        for word in held::of(db, contact.id)? {
            let row = OutgoingRow {
                item: word.item,
                counter: word.counter,
                written_at: word.written_at,
                text: word.text,
            };
            if messages::insert_incoming(db, contact.id, &row, now.wall, true)? {
                arrived.push(word.item);
            }
        }
        held::forget(db, contact.id)?;
        if !arrived.is_empty() {
            contacts::bind(db, contact.id)?;
            self.emit(Event::Messages { chat: *uid, ids: arrived });
        }
        self.refresh_admission(db)?;
        self.emit(Event::ContactChanged { uid: *uid });
        self.greet(db, now, uid)
    }

    /// Nothing of theirs is kept, nothing is told: to them it looks like removal.
    pub(crate) fn block(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        if self.own_uid(db)? == Some(*uid) {
            return Err(CommandError::OwnUid);
        }
        let id = match contacts::find(db, uid)? {
            Some(contact) => contact.id,
            None => contacts::insert(db, uid, State::Removed, now.wall)?,
        };
        contacts::set_blocked(db, id, true)?;
        held::forget(db, id)?;
        messages::waive_receipts(db, Some(id))?;
        self.drop_peer(db, uid)
    }

    /// A blocked contact is what it was before.
    pub(crate) fn unblock(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        let contact = contacts::find(db, uid)?.filter(|contact| contact.blocked);
        let contact = contact.ok_or(CommandError::UnknownContact)?;
        contacts::set_blocked(db, contact.id, false)?;
        if contact.state == State::Requested {
            contacts::strip(db, contact.id)?; // Its words are gone.
        }
        self.refresh_admission(db)?;
        self.emit(Event::ContactChanged { uid: *uid });
        match contacts::find(db, uid)? {
            Some(contact) if contact.active() => self.greet(db, now, uid),
            _ => Ok(()), // Never more than a stranger: it may knock again.
        }
    }

    /// Gives a contact a name of one's own, or takes it back.
    pub(crate) fn rename(&mut self, db: &Connection, uid: &Uid, name: Option<&str>) -> Done<()> {
        check_name(name)?;
        let contact = self.contact(db, uid)?;
        contacts::set_name(db, contact.id, name)?;
        self.emit(Event::ContactChanged { uid: *uid });
        Ok(())
    }

    /// A person compared the safety numbers.
    pub(crate) fn set_verified(&mut self, db: &Connection, uid: &Uid, verified: bool) -> Done<()> {
        let contact = self.contact(db, uid)?;
        contacts::set_verified(db, contact.id, verified)?;
        self.emit(Event::ContactChanged { uid: *uid });
        Ok(())
    }

    /// Takes a contact, its chat and what waits for it off this device.
    pub(crate) fn remove(&mut self, db: &Connection, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        messages::delete_chat(db, contact.id)?;
        held::forget(db, contact.id)?;
        addresses::forget(db, contact.id)?;
        attempts::forget(db, contact.id)?;
        contacts::strip(db, contact.id)?;
        self.fewer_wait(db)?;
        self.drop_peer(db, uid)
    }

    /// Stores messages for a contact, all or none, and sends them as soon as that is possible.
    pub(crate) fn send(
        &mut self,
        db: &Connection,
        now: Now,
        uid: &Uid,
        texts: Vec<String>,
    ) -> Done<Vec<MessageRow>> {
        let contact = self.contact(db, uid)?;
        if contact.blocked {
            return Err(CommandError::Blocked);
        }
        if contact.state == State::Requested {
            return Err(CommandError::NotAccepted);
        }
        let mut rows = Vec::with_capacity(texts.len());
        let first = contacts::next_counters(db, contact.id, texts.len())?;
        for (counter, text) in (first..).zip(texts) {
            if text.trim().is_empty() {
                return Err(CommandError::EmptyText);
            }
            if text.len() > MAX_TEXT {
                return Err(CommandError::TextTooLong { length: text.len(), limit: MAX_TEXT });
            }
            let item = self.item_id();
            let row = OutgoingRow { item, counter, written_at: now.wall, text };
            let id = messages::insert_outgoing(db, contact.id, &row)?;
            rows.push(MessageRow {
                id,
                item,
                contact: contact.id,
                chat: *uid,
                outgoing: true,
                text: row.text,
                state: messages::State::Waiting,
                refusal: None,
                written_at: now.wall,
                stored_at: now.wall,
                delivered_at: None,
                read_at: None,
            });
        }
        self.count_progress(0, rows.len() as u64);
        let (ids, state) = (rows.iter().map(|row| row.item).collect(), MessageState::Waiting);
        self.emit(Event::MessageStates { chat: *uid, ids, state });
        let held_back = contact.hold != contacts::Hold::Nothing;
        if let Some(peer) = self.peers.get_mut(&contact.id)
            && !held_back
        {
            peer.retry_at = None;
        }
        self.pump(db, now, &contact)?;
        Ok(rows)
    }

    /// Everything received in this chat was seen.
    pub(crate) fn mark_read(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        let told = account::load(db)?.is_some_and(|account| account.read_receipts) && contact.active();
        let ids = messages::mark_read(db, contact.id, told, now.wall)?;
        if !ids.is_empty() {
            self.emit(Event::MessageStates { chat: *uid, ids, state: MessageState::Read });
            self.pump(db, now, &contact)?;
        }
        Ok(())
    }

    /// Deletes one message on this device.
    pub(crate) fn delete_message(&mut self, db: &Connection, uid: &Uid, id: &ItemId) -> Done<()> {
        let contact = self.contact(db, uid)?;
        let message = messages::find(db, id, Some(contact.id))?.ok_or(CommandError::UnknownMessage)?;
        messages::delete(db, &message)?;
        self.fewer_wait(db)?;
        self.emit(Event::ContactChanged { uid: *uid });
        Ok(self.update_reason(db, contact.id)?)
    }

    /// Deletes all messages of a chat on this device, waiting ones included.
    pub(crate) fn delete_chat(&mut self, db: &Connection, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        messages::delete_chat(db, contact.id)?;
        self.fewer_wait(db)?;
        self.emit(Event::ContactChanged { uid: *uid });
        Ok(self.update_reason(db, contact.id)?)
    }

    /// Keeps what the composer holds.
    pub(crate) fn save_draft(&mut self, db: &Connection, uid: &Uid, text: &str) -> Done<()> {
        let contact = self.contact(db, uid)?;
        if contact.draft != text {
            contacts::set_draft(db, contact.id, text)?;
            self.emit(Event::ContactChanged { uid: *uid });
        }
        Ok(())
    }

    /// Which chat is on the screen: it is tried at once and watched more closely.
    pub(crate) fn show_chat(&mut self, db: &Connection, now: Now, uid: Option<&Uid>) -> Done<()> {
        self.shown = None;
        let Some(uid) = uid else { return Ok(()) };
        let contact = self.contact(db, uid)?;
        self.shown = Some(contact.id);
        if let Some(peer) = self.peers.get_mut(&contact.id) {
            peer.reset_retry();
            peer.greet |= !peer.here;
        }
        Ok(self.pump(db, now, &contact)?)
    }

    /// Changes one setting.
    pub(crate) fn change_setting(&mut self, db: &Connection, now: Now, setting: &Setting) -> Done<()> {
        if self.own_uid(db)?.is_none() {
            return Err(CommandError::NoAccount);
        }
        match setting {
            Setting::AnswerNewPeople(on) => account::set_answer_new_people(db, *on)?,
            Setting::AskRouter(on) => account::set_ask_router(db, *on)?,
            Setting::Name(name) => {
                check_name(name.as_deref())?;
                account::set_name(db, name.as_deref())?;
                let here: Vec<Uid> = self.look(|here| here.active.iter().copied().collect());
                for uid in here {
                    self.greet_if_here(db, now, &uid)?;
                }
            }
            Setting::Port(port) if *port < 1024 => return Err(CommandError::Port),
            Setting::Port(port) => account::set_port(db, *port)?,
            Setting::ReadReceipts(on) => {
                account::set_read_receipts(db, *on)?;
                if !on {
                    messages::waive_receipts(db, None)?;
                }
            }
        }
        Ok(self.refresh_admission(db)?)
    }

    /// Makes the invites of links given out so far worthless.
    pub(crate) fn renew_invite(&mut self, db: &Connection) -> Done<()> {
        if self.own_uid(db)?.is_none() {
            return Err(CommandError::NoAccount);
        }
        let mut invite = [0; 16];
        self.rng.fill_bytes(&mut invite);
        Ok(account::set_invite(db, &invite)?)
    }

    /// The contact or request with this UID.
    fn contact(&self, db: &Connection, uid: &Uid) -> Done<ContactRow> {
        contacts::find(db, uid)?
            .filter(|contact| contact.state != State::Removed || contact.blocked)
            .ok_or(CommandError::UnknownContact)
    }

    fn greet(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        if self.foreground.is_some() && contact.active() {
            let peer = self.peers.entry(contact.id).or_default();
            peer.greet = true;
            peer.reset_retry();
        }
        Ok(self.pump(db, now, &contact)?)
    }

    fn greet_if_here(&mut self, db: &Connection, now: Now, uid: &Uid) -> Done<()> {
        let contact = self.contact(db, uid)?;
        match self.peers.get_mut(&contact.id) {
            Some(peer) if peer.here => {
                peer.greet = true;
                Ok(self.pump(db, now, &contact)?)
            }
            _ => Ok(()),
        }
    }

    fn drop_peer(&mut self, db: &Connection, uid: &Uid) -> Done<()> {
        if let Some(contact) = contacts::find(db, uid)? {
            self.lose_peer(contact.id, Some(*uid));
        }
        self.keep_what_is_left(db)?;
        self.refresh_admission(db)?;
        self.emit(Event::ContactChanged { uid: *uid });
        Ok(())
    }
}

fn check_name(name: Option<&str>) -> Done<()> {
    match name {
        Some(name) if !is_fit_name(name) => Err(CommandError::Name),
        _ => Ok(()),
    }
}
