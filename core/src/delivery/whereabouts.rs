//! Where contacts are: what they say of it, and what came of dialling them there.

use std::net::SocketAddr;
use std::time::Duration;

use rusqlite::Connection;

use super::choice::{Choice, Circumstances, choose};
use super::effects::{Effect, Now};
use super::engine::Engine;
use super::peer;
use crate::net::{DialError, canonical};
use crate::node::Event;
use crate::store::addresses::Source;
use crate::store::contacts::{ContactId, ContactRow, Hold};
use crate::store::{Result, addresses, contacts};
use crate::wire::Presence;

impl Engine {
    /// Where `contact` is dialled from here, now or later.
    pub(super) fn choice(&self, db: &Connection, contact: &ContactRow, now: Now) -> Result<Choice> {
        let known = addresses::of(db, contact.id)?;
        let tries = self.peers.get(&contact.id).map(|peer| &peer.tries);
        Ok(self.look(|here| {
            let around = &here.surroundings;
            choose(&known, Circumstances { around, last_seen: contact.last_seen, tries, now })
        }))
    }

    /// What came of dialling. What we ended ourselves, or had no socket for, says nothing of an address.
    pub(super) fn note_tried(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        tried: &[(SocketAddr, Option<DialError>)],
    ) -> Result<()> {
        if tried.is_empty() {
            return Ok(());
        }
        let known = addresses::of(db, contact.id)?;
        for (address, error) in tried {
            match error {
                None => {
                    addresses::worked(db, contact.id, *address, now.wall)?;
                    if known.iter().any(|row| row.address == *address && row.worked_at.is_none()) {
                        self.emit(Event::ContactChanged { uid: contact.uid });
                    }
                    if let Some(peer) = self.peers.get_mut(&contact.id) {
                        peer.reached_by = Some(*address);
                    }
                }
                Some(DialError::Cancelled | DialError::Starved | DialError::TooLarge) => {}
                Some(_) => {
                    addresses::failed(db, contact.id, *address, now.wall)?;
                }
            }
        }
        Ok(())
    }

    /// Their word on where they are and what they are called. Gives whether they are no longer where they were.
    pub(super) fn learn_presence(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        presence: Option<&Presence>,
    ) -> Result<bool> {
        // No presence: we are a stranger to them, or they could not even write. Verdicts tell which.
        let Some(presence) = presence else { return Ok(false) };
        if contact.hold == Hold::Held {
            contacts::set_hold(db, contact.id, Hold::Nothing)?;
        }
        if presence.leaving {
            // Whoever comes back may do so with another clock, or from a backup.
            if let Some(peer) = self.peers.get_mut(&contact.id) {
                peer.serial = None;
            }
            return Ok(false);
        }
        if let Some(peer) = self.peers.get_mut(&contact.id) {
            let lately = |at: Duration| now.steady.saturating_sub(at) < peer::OVERTAKEN;
            let newest = peer.serial.filter(|(_, at)| lately(*at)).map(|(serial, _)| serial);
            if presence.serial.is_some() && presence.serial < newest {
                return Ok(false); // Said before something that arrived before.
            }
            peer.serial = presence.serial.map(|serial| (serial, now.steady));
        }
        let told = |row: &addresses::AddressRow| row.source == Source::Told;
        let before = addresses::of(db, contact.id)?.into_iter().filter(told).collect::<Vec<_>>();
        let learnt = self.learn_addresses(db, now, contact.id, presence)?;
        if learnt {
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        if let Some(name) = presence.name.as_deref().filter(|name| crate::identity::is_fit_name(name))
            && contact.suggested_name.as_deref() != Some(name)
        {
            contacts::set_suggested_name(db, contact.id, Some(name))?;
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        let still = presence.socket_addresses();
        Ok(learnt && before.iter().any(|row| !still.iter().any(|told| canonical(*told) == row.address)))
    }

    /// Keeps what they tell. Gives whether it is news.
    pub(super) fn learn_addresses(
        &mut self,
        db: &Connection,
        now: Now,
        contact: ContactId,
        presence: &Presence,
    ) -> Result<bool> {
        let told: Vec<SocketAddr> = presence
            .socket_addresses()
            .into_iter()
            .map(canonical)
            .filter(|address| crate::net::static_fault(*address).is_ok())
            .take(addresses::MOST)
            .collect();
        addresses::learn(db, contact, &told, Source::Told, now.wall)
    }

    /// A contact came in who is no longer where it was. What is under way to it there leads nowhere, and may take
    /// long to find that out.
    pub(super) fn contact_moved(&mut self, db: &Connection, contact: &ContactRow) -> Result<()> {
        let known = addresses::of(db, contact.id)?;
        let told = |address| known.iter().any(|row| row.address == address && row.source == Source::Told);
        let Some(peer) = self.peers.get_mut(&contact.id) else { return Ok(()) };
        (peer.offer, peer.unreached, peer.checked) = (None, false, false);
        if peer.reached_by.take_if(|address| !told(*address)).is_some() {
            (peer.reached, peer.park_at) = (false, None);
            self.effects.push(Effect::Anew(contact.uid));
        }
        self.release_parked(contact.id);
        Ok(())
    }
}

#[cfg(test)]
mod tests;
