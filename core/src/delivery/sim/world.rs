//! The simulated world.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};
use rusqlite::{Connection, TransactionBehavior};

use super::super::{Effect, Engine, Now};
use crate::identity::{Account, Card, ContactLink, Uid};
use crate::net::{DialError, Dialled, Lane};
use crate::node::Event;
use crate::store::{messages, open_in_memory};
use crate::wire::Batch;

const MS: fn(u64) -> Duration = Duration::from_millis;

/// What the network does to requests and answers, in per mille.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    pub(super) lose_request: u32,
    pub(super) lose_answer: u32,
    pub(super) duplicate: u32,
    pub(super) slow: u32,
    pub(super) disk_fails: u32,
}

enum Happens {
    Arrive { exchange: u64, to: usize, life: u32, last: bool, batch: Batch },
    Answer { exchange: u64, from: usize, batch: Option<Batch> },
    Expire { exchange: u64, error: DialError },
    Tick { node: usize },
}

struct Flight {
    node: usize,
    life: u32,
    number: u64,
    address: SocketAddr,
}

pub(super) struct Phone {
    pub(super) uid: Uid,
    account: Account,
    pub(super) db: Connection,
    pub(super) engine: Engine,
    /// Another process of its home wrote, and nobody said so yet.
    unaware: bool,
    pub(super) open: bool,
    /// Grows with every start of the process: what was meant for an earlier one is lost.
    life: u32,
    pub(super) address: SocketAddr,
    skew: i64,
    next_tick: Option<Duration>,
    /// Parked or unanswered arrivals: which exchange they belong to.
    arrivals: HashMap<u64, (u64, u32)>,
    pub(super) events: Vec<Event>,
}

pub(super) struct World {
    pub(super) rng: ChaCha20Rng,
    pub(super) clock: Duration,
    pub(super) phones: Vec<Phone>,
    pub(super) weather: Weather,
    /// `reach[a][b]`: a packet of a's to b's door arrives.
    pub(super) reach: [[bool; 2]; 2],
    queue: BinaryHeap<Reverse<(Duration, u64)>>,
    happenings: BTreeMap<u64, Happens>,
    flights: HashMap<u64, Flight>,
    serial: u64,
    /// Every state ever seen of an own message, to notice one that goes back.
    pub(super) states: HashMap<(usize, [u8; 16]), u8>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let phones = (0..2)
            .map(|index| {
                let account = Account::generate(&mut rng);
                let mut phone = Phone {
                    uid: account.uid(),
                    account,
                    db: open_in_memory().unwrap(),
                    engine: Engine::new(None, ChaCha20Rng::seed_from_u64(rng.next_u64())),
                    unaware: false,
                    open: false,
                    life: 0,
                    address: format!("11.0.0.{}:20000", index + 1).parse().unwrap(),
                    skew: 1_700_000_000_000,
                    next_tick: None,
                    arrivals: HashMap::new(),
                    events: Vec::new(),
                };
                phone.engine.create_account(&phone.db, &phone.account, None).unwrap();
                phone
            })
            .collect();
        Self {
            rng,
            clock: Duration::ZERO,
            phones,
            weather: Weather::default(),
            reach: [[true; 2]; 2],
            queue: BinaryHeap::new(),
            happenings: BTreeMap::new(),
            flights: HashMap::new(),
            serial: 0,
            states: HashMap::new(),
        }
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.rng.next_u64() % limit
    }

    fn chance(&mut self, per_mille: u32) -> bool {
        self.rng.next_u32() % 1000 < per_mille
    }

    fn at(&mut self, when: Duration, what: Happens) {
        self.serial += 1;
        self.queue.push(Reverse((when, self.serial)));
        self.happenings.insert(self.serial, what);
    }

    fn now(&self, node: usize) -> Now {
        Now { steady: self.clock, wall: self.clock.as_millis() as i64 + self.phones[node].skew }
    }

    /// Sets a phone's clock wrong, by milliseconds.
    pub(super) fn skew(&mut self, node: usize, by: i64) {
        self.phones[node].skew += by;
    }

    /// One transaction of one phone, as the writer of `node` runs it. Gives whether it was committed.
    pub(super) fn run<T>(
        &mut self,
        node: usize,
        what: impl FnOnce(&mut Engine, &Connection, Now) -> T,
    ) -> Option<T> {
        let now = self.now(node);
        let fails = self.chance(self.weather.disk_fails);
        let phone = &mut self.phones[node];
        let transaction = phone.db.transaction_with_behavior(TransactionBehavior::Immediate).unwrap();
        let result = what(&mut phone.engine, &transaction, now);
        let effects = phone.engine.take_effects();
        let effects = if fails {
            drop(transaction);
            phone.engine.take_back(effects, &phone.db, now)
        } else {
            transaction.commit().unwrap();
            effects
        };
        if !self.phones[node].unaware {
            self.phones[node].engine.assert_follows(&self.phones[node].db);
        }
        for effect in effects {
            self.effect(node, effect);
        }
        let due = self.phones[node].engine.next_tick();
        if self.phones[node].next_tick != due {
            self.phones[node].next_tick = due;
            if let Some(due) = due {
                let due = due.max(self.clock);
                self.at(due, Happens::Tick { node });
            }
        }
        self.watch_states(node);
        (!fails).then_some(result)
    }

    fn effect(&mut self, node: usize, effect: Effect) {
        match effect {
            Effect::Dial { exchange: number, dial } => {
                let to = 1 - node;
                self.serial += 1;
                let exchange = self.serial;
                let address = dial.candidates[0];
                let life = self.phones[node].life;
                self.flights.insert(exchange, Flight { node, life, number, address });
                let patience = if dial.lane == Lane::Parked { MS(115_000) } else { MS(10_000) };
                let delay = self.delay();
                if dial.candidates.iter().all(|candidate| *candidate != self.phones[to].address)
                    || !self.reach[node][to]
                {
                    self.at(self.clock + MS(5_000), Happens::Expire { exchange, error: DialError::Silent });
                    return;
                }
                self.at(self.clock + patience, Happens::Expire { exchange, error: DialError::Silent });
                let life = self.phones[to].life;
                if self.chance(self.weather.lose_request) {
                    return;
                }
                if self.chance(self.weather.duplicate) {
                    let again = delay + self.delay();
                    let batch = dial.batch.clone();
                    self.at(self.clock + again, Happens::Arrive { exchange, to, life, last: true, batch });
                    let batch = dial.batch;
                    self.at(self.clock + delay, Happens::Arrive { exchange, to, life, last: false, batch });
                } else {
                    let batch = dial.batch;
                    self.at(self.clock + delay, Happens::Arrive { exchange, to, life, last: true, batch });
                }
            }
            Effect::Answer { arrival, batch, .. } => {
                let Some((exchange, life)) = self.phones[node].arrivals.remove(&arrival) else { return };
                if life != self.phones[node].life || exchange == 0 || self.chance(self.weather.lose_answer) {
                    return;
                }
                let delay = self.delay();
                self.at(self.clock + delay, Happens::Answer { exchange, from: node, batch });
            }
            Effect::Emit(event) => self.phones[node].events.push(event),
            Effect::Forget(_) => {}
        }
    }

    fn delay(&mut self) -> Duration {
        if self.chance(self.weather.slow) { MS(self.below(20_000)) } else { MS(1 + self.below(200)) }
    }

    /// Runs everything that happens until `until`.
    pub(super) fn pass(&mut self, span: Duration) {
        let until = self.clock + span;
        let mut steps = 0;
        while let Some(Reverse((when, _))) =
            self.queue.peek().copied().filter(|Reverse((when, _))| *when <= until)
        {
            let Some(Reverse((_, serial))) = self.queue.pop() else { break };
            self.clock = when;
            let Some(what) = self.happenings.remove(&serial) else { continue };
            self.happen(what);
            steps += 1;
            assert!(steps < 20_000, "the engine spins");
        }
        self.clock = until;
    }

    fn happen(&mut self, what: Happens) {
        match what {
            Happens::Tick { node } => {
                if self.phones[node].open && self.phones[node].next_tick.is_some_and(|due| due <= self.clock)
                {
                    self.phones[node].next_tick = None;
                    self.run(node, |engine, db, now| engine.tick(db, now).unwrap());
                }
            }
            Happens::Arrive { exchange, to, life, last, batch } => {
                let from = 1 - to;
                if !self.phones[to].open || self.phones[to].life != life {
                    if last && self.flights.contains_key(&exchange) {
                        self.finish(exchange, Err(DialError::Refused));
                    }
                    return;
                }
                self.serial += 1;
                let arrival = self.serial;
                let answers = if last { exchange } else { 0 };
                self.phones[to].arrivals.insert(arrival, (answers, life));
                let (uid, address) = (self.phones[from].uid, self.phones[from].address);
                let items = batch.items.iter().map(|item| item.id).collect();
                let done = self.run(to, move |engine, db, now| {
                    engine.arrived(db, now, arrival, uid, address, batch).unwrap();
                });
                if done.is_none() && self.phones[to].arrivals.contains_key(&arrival) {
                    self.run(to, |engine, _, _| engine.answer_later(arrival, items));
                }
            }
            Happens::Answer { exchange, from, batch } => {
                let Some(flight) = self.flights.get(&exchange) else { return };
                if !self.reach[flight.node][from] {
                    return;
                }
                self.finish(exchange, batch.ok_or(DialError::Dark));
            }
            Happens::Expire { exchange, error } => self.finish(exchange, Err(error)),
        }
    }

    fn finish(&mut self, exchange: u64, result: Result<Batch, DialError>) {
        let Some(flight) = self.flights.remove(&exchange) else { return };
        if self.phones[flight.node].life != flight.life {
            return;
        }
        let tried = vec![(flight.address, result.as_ref().err().copied())];
        self.run(flight.node, move |engine, db, now| {
            engine.dialled(db, now, flight.number, Dialled { tried, result }).unwrap();
        });
    }

    pub(super) fn open(&mut self, node: usize) {
        if self.phones[node].open {
            return;
        }
        self.phones[node].open = true;
        let address = self.phones[node].address;
        let weather = std::mem::take(&mut self.weather); // Listening or not is not up to the disk here.
        self.run(node, |engine, db, now| {
            engine.enter_foreground(db, now, &[address], vec![address]).unwrap()
        });
        self.weather = weather;
    }

    pub(super) fn close(&mut self, node: usize) {
        if !self.phones[node].open {
            return;
        }
        let weather = std::mem::take(&mut self.weather);
        self.run(node, |engine, db, now| engine.leave_foreground(db, now).unwrap());
        self.weather = weather;
        self.phones[node].open = false;
        self.phones[node].arrivals.clear();
    }

    /// The process dies between two transactions, and starts again (closed).
    pub(super) fn kill(&mut self, node: usize) {
        let seed = self.rng.next_u64();
        let phone = &mut self.phones[node];
        phone.engine = Engine::new(Some(phone.uid), ChaCha20Rng::seed_from_u64(seed));
        phone.open = false;
        phone.life += 1;
        phone.arrivals.clear();
        phone.next_tick = None;
    }

    pub(super) fn add(&mut self, node: usize, with_address: bool) {
        let other = &self.phones[1 - node];
        let card = Card { serial: 1, addresses: vec![other.address], name: None, invite: None };
        let link = match with_address {
            true => card.sign(&other.account).unwrap(),
            false => ContactLink { uid: other.uid, card: None },
        };
        self.run(node, |engine, db, now| engine.add(db, now, &link, None).unwrap());
    }

    /// Writes a message; gives whether it was accepted (shown as waiting).
    pub(super) fn send(&mut self, node: usize, text: &str) -> bool {
        let uid = self.phones[1 - node].uid;
        let text = text.to_owned();
        self.run(node, |engine, db, now| engine.send(db, now, &uid, vec![text]).unwrap()).is_some()
    }

    pub(super) fn read(&mut self, node: usize) {
        let uid = self.phones[1 - node].uid;
        self.run(node, |engine, db, now| engine.mark_read(db, now, &uid).unwrap());
    }

    /// Another process of this home wrote into its database.
    pub(super) fn refresh(&mut self, node: usize) {
        self.run(node, |engine, db, now| engine.refresh(db, now).unwrap());
    }

    /// Another process wrote, and its poke was lost.
    pub(super) fn expect_poke(&mut self, node: usize) {
        self.phones[node].unaware = true;
    }

    /// How many requests of the other one are kept parked.
    pub(super) fn parked(&self, node: usize) -> usize {
        self.phones[node].arrivals.len()
    }

    /// The phone moved to another network, at the same address (an access point that roamed).
    pub(super) fn new_network(&mut self, node: usize) {
        let address = self.phones[node].address;
        let around = crate::net::Surroundings::default();
        self.run(node, |engine, db, now| {
            engine.network_changed(db, now, around, false, vec![address]).unwrap();
        });
    }

    pub(super) fn accept(&mut self, node: usize) {
        let uid = self.phones[1 - node].uid;
        self.run(node, |engine, db, now| engine.accept(db, now, &uid).unwrap());
    }

    /// How many first words of the other one are kept in Requests.
    pub(super) fn held(&self, node: usize) -> usize {
        let db = &self.phones[node].db;
        let contact = crate::store::contacts::find(db, &self.phones[1 - node].uid).unwrap().unwrap();
        crate::store::held::of(db, contact.id).unwrap().len()
    }

    /// What the chat of `node` shows in one direction: (text, state).
    pub(super) fn history(&self, node: usize, outgoing: bool) -> Vec<(String, messages::State)> {
        let contact =
            crate::store::contacts::find(&self.phones[node].db, &self.phones[1 - node].uid).unwrap();
        let Some(contact) = contact else { return Vec::new() };
        messages::page(&self.phones[node].db, contact.id, None, u32::MAX)
            .unwrap()
            .into_iter()
            .filter(|row| row.outgoing == outgoing)
            .map(|row| (row.text, row.state))
            .collect()
    }

    fn watch_states(&mut self, node: usize) {
        let events = std::mem::take(&mut self.phones[node].events);
        let mut changed = Vec::new();
        for event in &events {
            if let Event::MessageStates { ids, .. } = event {
                changed.extend(ids.iter().copied());
            }
        }
        self.phones[node].events = events;
        for id in changed {
            let Some(row) = messages::find(&self.phones[node].db, &id, None).unwrap() else { continue };
            if row.outgoing {
                let state = row.state as u8;
                let before = self.states.insert((node, id.0), state).unwrap_or(0);
                assert!(before <= state, "a state went back");
            }
        }
        self.phones[node].events.clear();
    }
}
