//! Their side of an exchange: a request came in.

use std::net::SocketAddr;
use std::time::Duration;

use rusqlite::Connection;

use super::effects::{Effect, Lost, Now};
use super::engine::Engine;
use super::items::{MOST_ITEMS, STRANGERS_MOST, verdict};
use super::peer::{self, Offer, Parked, Sent};
use crate::identity::Uid;
use crate::node::Event;
use crate::store::contacts::{ContactId, ContactRow, State};
use crate::store::held::{self, HeldRow};
use crate::store::{Result, account, contacts, messages};
use crate::wire::items::Body;
use crate::wire::{Batch, Item, ItemId, Verdict, WireAddress};

/// What is kept of a stranger: `STRANGERS_MOST` messages of this many bytes of text in all.
const HELD_BYTES: usize = 4 * 1024;
/// How many strangers are kept: with the account's invite, and without.
const ROOM_INVITED: u64 = 256;
const ROOM_OTHERS: u64 = 32;

impl Engine {
    /// An authentic request of `uid`, seen from `from`. Answered by an [`Effect::Answer`], sooner or
    /// (if it is to be parked) later.
    pub(crate) fn arrived(
        &mut self,
        db: &Connection,
        now: Now,
        arrival: u64,
        uid: Uid,
        from: SocketAddr,
        batch: Batch,
    ) -> Result<()> {
        if self.foreground.is_none() {
            self.effects.push(Effect::Answer { arrival, batch: None, lost: Lost::Same });
            return Ok(());
        }
        let observed = Some(WireAddress(from));
        match contacts::find(db, &uid)? {
            Some(contact) if contact.active() => {
                self.age_observations(db, now)?;
                self.came_in_from(db, now, &contact, from)?;
                self.contact_arrived(db, now, arrival, &contact, observed, batch)
            }
            // Also in a session from before the setting was changed: the listener asks only at Hello.
            _ if !self.look(|here| here.answer_new_people) => {
                self.effects.push(Effect::Answer { arrival, batch: None, lost: Lost::Same });
                Ok(())
            }
            other => self.stranger_arrived(db, now, arrival, uid, other, observed, batch),
        }
    }

    fn contact_arrived(
        &mut self,
        db: &Connection,
        now: Now,
        arrival: u64,
        contact: &ContactRow,
        observed: Option<WireAddress>,
        batch: Batch,
    ) -> Result<()> {
        if contacts::seen(db, contact.id, true, now.wall)? {
            self.emit(Event::ContactChanged { uid: contact.uid });
        }
        let leaving = batch.presence.as_ref().is_some_and(|presence| presence.leaving);
        self.peers.entry(contact.id).or_default().came(now.steady, leaving);
        let moved = self.learn_presence(db, now, contact, batch.presence.as_ref())?;

        let peer = self.peers.entry(contact.id).or_default();
        (peer.left_at, peer.heard_at) = (None, Some(now.steady));
        if leaving {
            peer.left(now.steady);
        }
        peer.last_exchange = Some(now.steady);
        peer.probe_until = None;
        let named =
            |offer: &mut Offer| offer.sent.iter().any(|sent| batch.verdicts.iter().any(|v| v.id == sent.id));
        let answered = peer.offer.take_if(|offer| named(offer));
        peer.offer.take_if(|offer| offer.missed <= now.steady);
        let (stuck, patience) = match &answered {
            Some(offer) => {
                let sent = offer.sent.clone();
                let outcome = self.judge_sent(db, now, contact, &sent, &batch.verdicts)?;
                let problem = outcome.problem.map_or(0, super::reason::code_of);
                crate::store::attempts::record(db, contact.id, None, problem, now.wall)?;
                (outcome.stuck, outcome.patience())
            }
            None => (false, peer::RETRY_LONGEST),
        };
        let ids: Vec<ItemId> = batch.items.iter().map(|item| item.id).collect();
        let verdicts = self.take_items(db, now, contact, batch.items)?;

        if let Some(peer) = self.peers.get_mut(&contact.id) {
            if stuck {
                peer.back_off(now.steady, patience, &mut self.rng);
            } else if leaving {
                // Who leaves is not tried again at once; their coming back tells us itself.
                peer.back_off(now.steady, peer::RETRY_LONGEST, &mut self.rng);
            } else {
                peer.reset_retry();
            }
        }
        if moved {
            self.contact_moved(db, contact)?;
        }
        if let Some(peer) = self.peers.get_mut(&contact.id) {
            peer.plan_check(now.steady, &mut self.rng);
        }
        self.set_here(db, contact, !leaving)?;

        let presence = self.presence_in_answer(contact.id);
        let mut answer = Batch { presence, observed, verdicts, ..Batch::default() };
        if let Some(presence) = &mut answer.presence {
            presence.name = account::load(db)?.and_then(|account| account.name);
        }
        let free = self.peers.get(&contact.id).is_some_and(|peer| peer.slot_free() && !leaving && !stuck);
        if free {
            let (items, sent) = self.pick(db, contact.id, answer.verdicts.len(), MOST_ITEMS)?;
            if !items.is_empty() {
                answer.items = items;
                self.offer(contact.id, sent, now);
            }
        }
        // A first word of presence is never kept back: somebody may be waiting to be accepted.
        let told =
            self.peers.get_mut(&contact.id).is_some_and(|peer| std::mem::replace(&mut peer.told, true));
        let nothing = answer.items.is_empty() && answer.verdicts.is_empty();
        let room = self.peers.values().filter(|peer| peer.parked.is_some()).count() < peer::MOST_PARKED;
        let park = batch.park.filter(|_| told && nothing && !leaving && room);
        // Who was not reached by us and has nothing parked here may have lost it on the way: ask for one.
        let dependent =
            self.peers.get(&contact.id).is_some_and(|peer| !peer.reached && peer.parked.is_none());
        answer.park = (dependent && batch.park.is_none()).then_some(peer::PARK_SECONDS);
        match park {
            Some(seconds) => {
                self.release_parked(contact.id); // One per contact.
                let until = now.steady + Duration::from_secs(seconds.min(peer::PARK_SECONDS).into());
                if let Some(peer) = self.peers.get_mut(&contact.id) {
                    peer.parked = Some(Parked { arrival, until });
                }
            }
            None => {
                self.effects.push(Effect::Answer { arrival, batch: Some(answer), lost: Lost::Later(ids) })
            }
        }
        match contacts::by_id(db, contact.id)? {
            Some(contact) if !leaving => self.pump(db, now, &contact),
            _ => {
                self.keep_plan(db, now, contact.id)?;
                self.update_reason(db, contact.id)
            }
        }
    }

    /// Puts items into the answer of their parked request.
    pub(super) fn answer_parked(&mut self, contact: ContactId, items: Vec<Item>, sent: Vec<Sent>, now: Now) {
        let presence = self.presence_in_answer(contact);
        let Some(parked) = self.peers.get_mut(&contact).and_then(|peer| peer.parked.take()) else { return };
        let batch = Some(Batch { presence, items, ..Batch::default() });
        self.offer(contact, sent, now);
        self.effects.push(Effect::Answer { arrival: parked.arrival, batch, lost: Lost::Later(Vec::new()) });
    }

    fn offer(&mut self, contact: ContactId, sent: Vec<Sent>, now: Now) {
        if let Some(peer) = self.peers.get_mut(&contact) {
            let (until, missed) = (now.steady + peer::OFFER, now.steady + peer::CROSSING);
            peer.offer = Some(Offer { sent, until, missed });
        }
    }

    /// Their connection ended before a parked answer was given.
    pub(crate) fn hung_up(&mut self, arrival: u64) {
        for peer in self.peers.values_mut() {
            peer.parked.take_if(|parked| parked.arrival == arrival);
        }
    }

    /// Unknown, removed, requested and blocked keys get the same answer: no presence, and `held`, also if the
    /// disk is full. Only what is kept differs.
    #[expect(clippy::too_many_arguments, reason = "one request, taken apart once")]
    fn stranger_arrived(
        &mut self,
        db: &Connection,
        now: Now,
        arrival: u64,
        uid: Uid,
        known: Option<ContactRow>,
        observed: Option<WireAddress>,
        batch: Batch,
    ) -> Result<()> {
        let mut verdicts = Vec::with_capacity(batch.items.len());
        for item in &batch.items {
            let stored = match &known {
                Some(contact) => messages::known(db, contact.id, &item.id)?,
                None => false,
            };
            verdicts.push(verdict(item.id, if stored { Verdict::Stored } else { Verdict::Held }));
        }
        // Answered before anything is written: should the disk refuse that, a key of whom nothing is kept
        // (a blocked one) must not be told apart.
        let answer = Batch { observed, verdicts: verdicts.clone(), ..Batch::default() };
        self.effects.push(Effect::Answer { arrival, batch: Some(answer), lost: Lost::Same });
        if known.as_ref().is_none_or(|contact| !contact.blocked) {
            self.keep_request(db, now, uid, known, &batch, &verdicts)?;
        }
        Ok(())
    }

    /// Keeps the first words of somebody who wrote first, within bounds.
    fn keep_request(
        &mut self,
        db: &Connection,
        now: Now,
        uid: Uid,
        known: Option<ContactRow>,
        batch: &Batch,
        verdicts: &[crate::wire::ItemVerdict],
    ) -> Result<()> {
        let words: Vec<HeldRow> = batch
            .items
            .iter()
            .zip(verdicts)
            .filter(|(_, verdict)| verdict.verdict == Verdict::Held)
            .filter_map(|(item, _)| match Body::of(item) {
                Body::Text(text) => Some(HeldRow {
                    item: item.id,
                    counter: item.counter,
                    text,
                    written_at: item.written_at,
                    stored_at: now.wall,
                }),
                _ => None,
            })
            .collect();
        if words.is_empty() && known.as_ref().is_none_or(|contact| contact.state == State::Removed) {
            return Ok(()); // A knock without a word leaves no trace.
        }
        let Some(account) = account::load(db)? else { return Ok(()) };
        let invited = batch.invite.as_ref().is_some_and(|invite| invite.as_slice() == account.invite);
        let contact = match &known {
            Some(contact) if contact.state == State::Requested => contact.id,
            other => {
                let room = if invited { ROOM_INVITED } else { ROOM_OTHERS };
                if contacts::count_requests(db, invited)? >= room {
                    return Ok(());
                }
                match other {
                    Some(contact) => {
                        contacts::set_state(db, contact.id, State::Requested)?;
                        contact.id
                    }
                    None => contacts::insert(db, &uid, State::Requested, now.wall)?,
                }
            }
        };
        let promoted = known.as_ref().is_some_and(|known| known.state == State::Requested && !known.invited);
        if invited
            && known.as_ref().is_none_or(|known| !known.invited)
            && (!promoted || contacts::count_requests(db, true)? < ROOM_INVITED)
        {
            contacts::set_invited(db, contact)?;
        }
        let kept = held::of(db, contact)?;
        let (mut count, mut bytes) = (kept.len(), kept.iter().map(|row| row.text.len()).sum::<usize>());
        let mut news = known.is_none_or(|contact| contact.state != State::Requested);
        for word in words.iter().filter(|word| kept.iter().all(|row| row.item != word.item)) {
            if count >= STRANGERS_MOST || bytes + word.text.len() > HELD_BYTES {
                break;
            }
            held::insert(db, contact, word)?;
            (count, bytes, news) = (count + 1, bytes + word.text.len(), true);
        }
        // With a new word only, and so a few times: else names and addresses in turn would cost a write to
        // the disk each.
        if let Some(presence) = batch.presence.as_ref().filter(|_| news) {
            self.learn_addresses(db, now, contact, presence)?;
            // Nobody takes a name back by saying none.
            if let Some(name) = presence.name.as_deref().filter(|name| crate::identity::is_fit_name(name)) {
                contacts::set_suggested_name(db, contact, Some(name))?;
            }
        }
        if news {
            self.emit(Event::RequestArrived { uid });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use rand_chacha::ChaCha20Rng;
    use rand_core::SeedableRng;

    use super::super::reach::Place;
    use super::*;
    use crate::identity::Account;
    use crate::store::{addresses, open_in_memory};
    use crate::wire::Presence;
    use crate::wire::items::{KIND_TEXT, text_body};

    fn text(n: u8, words: &str) -> Item {
        Item { id: ItemId([n; 16]), kind: KIND_TEXT, counter: 1, written_at: 0, body: text_body(words) }
    }

    /// What a stranger says who has something else to say of itself each time.
    fn says(n: u8, items: &[Item]) -> Batch {
        let presence = Presence {
            addresses: vec![WireAddress(SocketAddr::from(([11, 0, 0, n], 20_000)))],
            name: Some(format!("name {n}")),
            ..Presence::default()
        };
        Batch { presence: Some(presence), items: items.to_vec(), ..Batch::default() }
    }

    #[test]
    fn a_kept_stranger_costs_no_write_without_a_new_word() {
        let mut rng = ChaCha20Rng::from_seed([1; 32]);
        let (own, stranger) = (Account::generate(&mut rng), Account::generate(&mut rng).uid());
        let db = open_in_memory().unwrap();
        let mut engine = Engine::new(None, rng);
        engine.create_account(&db, &own, None).unwrap();
        let now = Now { steady: Duration::ZERO, wall: 1 };
        engine.enter_foreground(&db, now, Place::default()).unwrap();
        let invite = account::load(&db).unwrap().unwrap().invite;
        let from = SocketAddr::from(([11, 0, 0, 9], 1));
        let mut arrives = |batch: Batch| {
            let before = db.total_changes();
            engine.arrived(&db, now, 1, stranger, from, batch).unwrap();
            engine.take_effects();
            db.total_changes() - before
        };
        let [one, two, three, four] = [1, 2, 3, 4].map(|n| text(n, "hello"));
        assert_eq!(arrives(says(1, &[])), 0, "a knock without a word");
        assert!(arrives(says(2, std::slice::from_ref(&one))) > 0);
        for n in 3..20 {
            assert_eq!(arrives(says(n, &[])), 0);
            assert_eq!(arrives(says(n, std::slice::from_ref(&one))), 0);
        }
        // The link's invite is news, once.
        let mut invited = says(20, std::slice::from_ref(&one));
        invited.invite = Some(serde_bytes::ByteBuf::from(invite.to_vec()));
        assert!(arrives(invited.clone()) > 0);
        assert_eq!(arrives(invited), 0);
        let name = |db: &Connection| contacts::find(db, &stranger).unwrap().unwrap().suggested_name.unwrap();
        assert_eq!(name(&db), "name 2");
        assert!(arrives(says(21, &[one.clone(), two.clone()])) > 0);
        assert_eq!(name(&db), "name 21", "a new word brings news of who says it");
        let contact = contacts::find(&db, &stranger).unwrap().unwrap().id;
        assert_eq!(
            addresses::of(&db, contact).unwrap()[0].address,
            SocketAddr::from(([11, 0, 0, 21], 20_000))
        );
        let mut nameless = says(22, &[one.clone(), two.clone(), three.clone()]);
        nameless.presence.as_mut().unwrap().name = None;
        assert!(arrives(nameless) > 0);
        assert_eq!(name(&db), "name 21", "no name is no news");
        assert_eq!(arrives(says(23, &[one, two, three, four])), 0, "no room for a fourth");
    }
}
