//! What must be true after every transaction, also a lost one: memory says what the database says.

use std::collections::{BTreeSet, HashSet};

use rusqlite::Connection;

use super::super::{Engine, Now};
use crate::identity::Uid;
use crate::store::{account, contacts, messages};

impl Engine {
    /// Panics if memory is ahead of the database, or behind it.
    pub(crate) fn assert_follows(&self, db: &Connection, now: Now) {
        assert_eq!(self.uid.is_some(), account::seed(db).unwrap().is_some(), "whether there is an account");
        if self.foreground.is_none() {
            assert!(self.peers.is_empty());
            return; // Nobody is let in.
        }
        let active = contacts::active(db).unwrap();
        let uids: HashSet<Uid> = active.iter().map(|contact| contact.uid).collect();
        let settings = account::load(db).unwrap();
        self.look(|here| {
            assert_eq!(here.active, uids, "who may have a session");
            assert_eq!(here.answer_new_people, settings.is_some_and(|row| row.answer_new_people));
        });
        let ids: BTreeSet<_> = active.iter().map(|contact| contact.id).collect();
        assert_eq!(self.peers.keys().copied().collect::<BTreeSet<_>>(), ids, "who is a contact");
        self.look(|here| assert!(here.trying.iter().all(|id| self.peers[id].flush.is_some())));
        for contact in active {
            let peer = &self.peers[&contact.id];
            assert_eq!(peer.here, contact.here, "who is here");
            let waits = messages::oldest_waiting(db, contact.id).unwrap().is_some();
            assert_eq!(contact.reason.is_some(), waits, "why something waits");
            let dialable = !self.choice(db, &contact, now).unwrap().addresses.is_empty();
            let planned =
                peer.here || peer.busy() || peer.retry_at.is_some() || self.changes.greet_at.is_some();
            assert!(planned || !dialable, "whoever is away is tried again (ADR 0004)");
        }
    }
}
