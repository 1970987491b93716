//! Items in both directions: what goes into a batch, what becomes of what came, what verdicts mean.

use rusqlite::Connection;

use super::effects::Now;
use super::engine::Engine;
use super::peer::{self, Sent};
use crate::node::{AttemptError, Event, MessageState};
use crate::store::contacts::{ContactId, ContactRow, Hold};
use crate::store::messages::{OutgoingRow, Refusal};
use crate::store::{Result, StoreError, contacts, messages};
use crate::wire::items::{self, Body, KIND_READ, KIND_TEXT, MAX_READ_IDS};
use crate::wire::{Item, ItemId, ItemVerdict, Verdict};

/// The most items of one batch: bounds the verdicts, too.
pub(super) const MOST_ITEMS: usize = 1_000;
/// The most while they have not accepted us: they keep no more.
pub(super) const STRANGERS_MOST: usize = 3;
/// Bytes of a batch that items may take, with room for presence, keys and padding.
const ITEM_BYTES: usize = 60_000;
/// CBOR around an item's body, and around a verdict, rounded up.
const PER_ITEM: usize = 72;
const PER_VERDICT: usize = 26;

pub(super) fn verdict(id: ItemId, verdict: Verdict) -> ItemVerdict {
    ItemVerdict { id, verdict }
}

/// What verdicts made of a batch that we sent.
pub(super) struct Outcome {
    /// Nothing moved: try again later, not at once.
    pub(super) stuck: bool,
    /// What the timeline says of this attempt.
    pub(super) problem: Option<AttemptError>,
}

impl Outcome {
    /// The longest pause before the same is offered again.
    pub(super) fn patience(&self) -> std::time::Duration {
        match self.problem {
            Some(AttemptError::NotAccepted) => peer::RETRY_HELD,
            _ => peer::RETRY_LONGEST,
        }
    }
}

impl Engine {
    /// The oldest things that wait for `contact`, as many as fit beside `verdicts` verdicts.
    pub(super) fn pick(
        &mut self,
        db: &Connection,
        contact: ContactId,
        verdicts: usize,
        most: usize,
    ) -> Result<(Vec<Item>, Vec<Sent>)> {
        let mut room = ITEM_BYTES.saturating_sub(verdicts * PER_VERDICT);
        let mut picked = (Vec::new(), Vec::new());
        // Whoever has not accepted us (any more) is told of no reading.
        let told = if most < MOST_ITEMS { 0 } else { MAX_READ_IDS.min(room / PER_VERDICT) };
        let receipts = messages::owed_receipts(db, contact, told)?;
        if !receipts.is_empty() {
            let id = self.item_id();
            let body = items::read_body(&receipts);
            room = room.saturating_sub(body.len() + PER_ITEM);
            picked.0.push(Item { id, kind: KIND_READ, counter: 0, written_at: 0, body });
            picked.1.push(Sent { id, receipt: Some(receipts) });
        }
        messages::waiting(db, contact, |row| {
            let size = row.text.len() + PER_ITEM;
            if size > room || picked.0.len() >= most {
                return false;
            }
            room -= size;
            picked.1.push(Sent { id: row.item, receipt: None });
            picked.0.push(Item {
                id: row.item,
                kind: KIND_TEXT,
                counter: row.counter,
                written_at: row.written_at,
                body: items::text_body(&row.text),
            });
            true
        })?;
        Ok(picked)
    }

    /// Stores what an active contact sent; a verdict for each, in order.
    pub(super) fn take_items(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        batch: Vec<Item>,
    ) -> Result<Vec<ItemVerdict>> {
        let mut verdicts = Vec::with_capacity(batch.len());
        let mut arrived = Vec::new();
        let mut full = false;
        let forgets = !batch.is_empty() && messages::forgets(db, contact.id)?;
        for item in batch {
            if full {
                verdicts.push(verdict(item.id, Verdict::Later)); // Or the order would suffer.
                continue;
            }
            match self.take_item(db, now, contact, &item, forgets, &mut arrived) {
                Ok(said) => verdicts.push(verdict(item.id, said)),
                Err(StoreError::Full | StoreError::Io(_)) => {
                    full = true;
                    verdicts.push(verdict(item.id, Verdict::Later));
                }
                Err(error) => return Err(error),
            }
        }
        if !arrived.is_empty() {
            contacts::bind(db, contact.id)?;
            self.emit(Event::Messages { chat: contact.uid, ids: arrived });
        }
        Ok(verdicts)
    }

    fn take_item(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        item: &Item,
        forgets: bool,
        arrived: &mut Vec<ItemId>,
    ) -> Result<Verdict> {
        match Body::of(item) {
            Body::Text(text) => {
                let row =
                    OutgoingRow { item: item.id, counter: item.counter, written_at: item.written_at, text };
                if messages::insert_incoming(db, contact.id, &row, now.wall, forgets)? {
                    arrived.push(item.id);
                }
                Ok(Verdict::Stored)
            }
            Body::Read(ids) => {
                let mut read = Vec::new();
                for id in ids {
                    if messages::read_by_peer(db, contact.id, &id, now.wall)? {
                        read.push(id);
                    }
                }
                if !read.is_empty() {
                    let state = MessageState::Read;
                    self.emit(Event::MessageStates { chat: contact.uid, ids: read, state });
                }
                Ok(Verdict::Stored)
            }
            Body::NotUnderstood => Ok(Verdict::NotUnderstood),
            Body::Wrong => Ok(Verdict::Refused),
        }
    }

    /// Applies verdicts to what was sent with that exchange, and to nothing else.
    pub(super) fn judge_sent(
        &mut self,
        db: &Connection,
        now: Now,
        contact: &ContactRow,
        sent: &[Sent],
        verdicts: &[ItemVerdict],
    ) -> Result<Outcome> {
        let said: std::collections::HashMap<ItemId, Verdict> =
            verdicts.iter().map(|verdict| (verdict.id, verdict.verdict)).collect();
        let mut delivered = Vec::new();
        let mut outcome = Outcome { stuck: false, problem: None };
        let (mut moved, mut hold) = (0_usize, None);
        for sent in sent {
            match (said.get(&sent.id), &sent.receipt) {
                (Some(Verdict::Stored), Some(ids)) => {
                    messages::receipts_told(db, contact.id, ids)?;
                    moved += 1;
                }
                (Some(Verdict::Refused | Verdict::NotUnderstood), Some(ids)) => {
                    messages::receipts_told(db, contact.id, ids)?; // They can't be told; so be it.
                    moved += 1;
                }
                (Some(Verdict::Stored), None) => {
                    moved += 1;
                    if messages::delivered(db, contact.id, &sent.id, now.wall)? {
                        delivered.push(sent.id);
                    }
                }
                (Some(Verdict::Refused), None) => {
                    messages::refused(db, contact.id, &sent.id, Refusal::Refused)?;
                    outcome.problem = Some(AttemptError::Refused);
                    moved += 1;
                }
                (Some(Verdict::NotUnderstood), None) => {
                    messages::refused(db, contact.id, &sent.id, Refusal::NotUnderstood)?;
                    outcome.problem = Some(AttemptError::NotUnderstood);
                    moved += 1;
                }
                (Some(Verdict::Held), _) => hold = Some(Hold::Held),
                (Some(Verdict::Later) | None, _) => hold = hold.or(Some(Hold::Later)),
            }
        }
        if !sent.is_empty() {
            contacts::set_hold(db, contact.id, hold.unwrap_or(Hold::Nothing))?;
            outcome.problem = match hold {
                Some(Hold::Held) => Some(AttemptError::NotAccepted),
                Some(Hold::Later) => Some(AttemptError::Later),
                _ => outcome.problem,
            };
            outcome.stuck = hold.is_some() || moved == 0;
        }
        if !delivered.is_empty() {
            contacts::bind(db, contact.id)?;
            self.count_progress(delivered.len() as u64, 0);
            let state = MessageState::Delivered;
            self.emit(Event::MessageStates { chat: contact.uid, ids: delivered, state });
        }
        Ok(outcome)
    }
}
