//! What the two people do, and what they see.

use std::net::SocketAddr;

use super::world::World;
use super::writer::Work;
use crate::delivery::{CommandError, Place};
use crate::identity::{Card, ContactLink};
use crate::store::contacts::{self, ContactRow};
use crate::store::messages::{self, MessageRow};

impl World {
    /// Adds the other one by a fresh link, with or without an address.
    pub(super) fn add(&mut self, node: usize, with_address: bool) -> bool {
        let other = &mut self.phones[1 - node];
        other.cards += 1;
        let card = Card { serial: other.cards, addresses: vec![other.address], name: None, invite: None };
        let link = match with_address {
            true => card.sign(&other.account).unwrap(),
            false => ContactLink { uid: other.uid, card: None },
        };
        self.command(node, move |engine, db, now| engine.add(db, now, &link, None))
    }

    /// Writes messages in one go; gives which were accepted (shown as waiting).
    pub(super) fn send_all(&mut self, node: usize, texts: &[String]) -> Vec<bool> {
        let uid = self.phones[1 - node].uid;
        let commands = texts.iter().cloned().map(|text| -> Work {
            Box::new(move |engine, db, now| engine.send(db, now, &uid, vec![text]).map(|_| ()))
        });
        self.commands(node, commands.collect())
    }

    /// Writes messages by one command: all of them, or none.
    pub(super) fn send_together(&mut self, node: usize, texts: Vec<String>) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.send(db, now, &uid, texts).map(|_| ()))
    }

    /// Writes two messages at once, of which one is none: neither may be there.
    pub(super) fn send_nonsense(&mut self, node: usize, text: &str) {
        assert!(!self.send_together(node, vec![text.to_owned(), String::new()]));
    }

    pub(super) fn read(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.mark_read(db, now, &uid))
    }

    pub(super) fn accept(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.accept(db, now, &uid))
    }

    pub(super) fn block(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.block(db, now, &uid))
    }

    pub(super) fn unblock(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.unblock(db, now, &uid))
    }

    pub(super) fn remove(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, _| engine.remove(db, &uid))
    }

    pub(super) fn delete_message(&mut self, node: usize, message: &MessageRow) -> bool {
        let (uid, id) = (self.phones[1 - node].uid, message.item);
        self.command(node, move |engine, db, _| engine.delete_message(db, &uid, &id))
    }

    pub(super) fn delete_chat(&mut self, node: usize) -> bool {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, _| engine.delete_chat(db, &uid))
    }

    /// Another process of this home wrote into its database.
    pub(super) fn refresh(&mut self, node: usize) {
        self.command(node, |engine, db, now| Ok(engine.refresh(db, now)?));
    }

    /// Calls oneself something else: who is here is told.
    pub(super) fn rename(&mut self, node: usize, name: &str) -> bool {
        let setting = crate::node::Setting::Name(Some(name.to_owned()));
        self.command(node, move |engine, db, now| engine.change_setting(db, now, &setting))
    }

    /// The chat is on the screen.
    pub(super) fn show(&mut self, node: usize) {
        let uid = self.phones[1 - node].uid;
        self.command(node, move |engine, db, now| engine.show_chat(db, now, Some(&uid)));
    }

    /// The phone moved to another network, at the same address (an access point that roamed).
    pub(super) fn new_network(&mut self, node: usize) {
        self.move_to(node, self.phones[node].address);
    }

    /// The phone is elsewhere from now on: what was under way is lost, in both directions.
    pub(super) fn move_to(&mut self, node: usize, address: SocketAddr) {
        self.phones[node].address = address;
        if !self.phones[node].open {
            return;
        }
        let under_way = self.flights_of(node);
        self.lose_arrivals(node);
        // The system tells again until it was heard.
        let changed = move |engine: &mut super::super::Engine, db: &rusqlite::Connection, now| {
            Ok::<_, CommandError>(engine.network_changed(db, now, Place::at(address))?)
        };
        while !self.command(node, changed) {}
        self.cancel(under_way);
    }

    /// The disk has room for so many more pages, or for all.
    pub(super) fn limit_disk(&mut self, node: usize, room: Option<u32>) {
        self.phones[node].writer.limit(room);
    }

    /// How many requests of the other one are kept parked.
    pub(super) fn parked(&self, node: usize) -> usize {
        self.phones[node].arrivals.len()
    }

    /// What is known of the other one.
    pub(super) fn contact(&self, node: usize) -> Option<ContactRow> {
        contacts::find(&self.phones[node].writer.db, &self.phones[1 - node].uid).unwrap()
    }

    /// How many first words of the other one are kept in Requests.
    pub(super) fn held(&self, node: usize) -> usize {
        let contact = self.contact(node).unwrap();
        crate::store::held::of(&self.phones[node].writer.db, contact.id).unwrap().len()
    }

    /// What the chat of `node` shows.
    pub(super) fn chat(&self, node: usize) -> Vec<MessageRow> {
        let Some(contact) = self.contact(node) else { return Vec::new() };
        messages::page(&self.phones[node].writer.db, contact.id, None, u32::MAX).unwrap()
    }

    /// What it shows in one direction: (text, state).
    pub(super) fn history(&self, node: usize, outgoing: bool) -> Vec<(String, messages::State)> {
        let rows = self.chat(node).into_iter().filter(|row| row.outgoing == outgoing);
        rows.map(|row| (row.text, row.state)).collect()
    }

    /// Whether `node` has ever stored this message of the other one, whatever became of it.
    pub(super) fn was_stored(&self, node: usize, message: &MessageRow) -> bool {
        self.contact(node).is_some_and(|contact| {
            messages::known(&self.phones[node].writer.db, contact.id, &message.item).unwrap()
        })
    }
}
