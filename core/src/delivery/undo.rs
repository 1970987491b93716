//! When a transaction, or a part of it, did not reach the disk: what it decided must not happen, and nobody
//! may be told of it.

use super::effects::{Effect, Now};
use super::engine::Engine;
use super::exchange::Exchange;
use crate::net::Dial;
use crate::node::Event;
use crate::wire::{Batch, ItemId, Verdict};

impl Engine {
    /// How many effects there are, for [`Self::undo_to`].
    pub(crate) fn mark(&self) -> usize {
        self.effects.len()
    }

    /// What was decided since `mark` was rolled back; `doubt`: so was what had been stored for others.
    pub(crate) fn undo_to(&mut self, mark: usize, doubt: bool, now: Now) {
        for effect in self.effects.split_off(mark.min(self.effects.len())) {
            if let Effect::Dial { exchange, dial } = effect {
                self.take_back_dial(exchange, dial, now);
            }
        }
        if doubt {
            self.doubt_owed();
        }
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
    /// at worst, and lets the sender say why its messages wait.
    fn doubt_owed(&mut self) {
        for owed in self.peers.values_mut().flat_map(|peer| &mut peer.owed) {
            owed.verdict = Verdict::Later;
        }
    }

    /// The transaction did not reach the disk: whatever it decided is answered with "later".
    pub(crate) fn take_back(&mut self, effects: Vec<Effect>, now: Now) -> Vec<Effect> {
        for effect in effects {
            match effect {
                Effect::Answer { batch: None, arrival, items } => {
                    self.effects.push(Effect::Answer { batch: None, arrival, items });
                }
                Effect::Answer { arrival, items, .. } => self.answer_later(arrival, items),
                Effect::Dial { exchange, dial } => self.take_back_dial(exchange, dial, now),
                Effect::Emit(_) => {}
                Effect::Forget(uid) => self.effects.push(Effect::Forget(uid)),
            }
        }
        for peer in self.peers.values_mut() {
            peer.offer = None;
        }
        self.doubt_owed();
        self.emit(Event::Overflowed);
        self.take_effects()
    }

    /// Answers a request whose items could not be stored.
    pub(crate) fn answer_later(&mut self, arrival: u64, items: Vec<ItemId>) {
        let verdicts = items.iter().map(|id| super::items::verdict(*id, Verdict::Later)).collect();
        let batch = Batch { verdicts, ..Batch::default() };
        self.effects.push(Effect::Answer { arrival, batch: Some(batch), items: Vec::new() });
    }
}
