//! The simulated world: phones, their clocks and their turns.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap, HashMap};
use std::net::SocketAddr;
use std::time::Duration;

use rand_chacha::ChaCha20Rng;
use rand_core::{Rng, SeedableRng};

use super::super::{CommandError, Engine, Now, Place};
use super::network::{Flight, Happens, Weather};
use super::writer::{Fault, Faults, Job, Work, Writer};
use crate::identity::{Account, Uid};
use crate::node::Event;
use crate::store::{messages, open_in_memory};

const MS: fn(u64) -> Duration = Duration::from_millis;
/// By what the time of day exceeds that of the world.
const RIGHT: i64 = 1_700_000_000_000;
/// What happens within so many milliseconds may share a transaction.
const GROUP: u64 = 40;

pub(super) struct Phone {
    pub(super) uid: Uid,
    pub(super) account: Account,
    pub(super) writer: Writer,
    /// Another process of its home wrote, and nobody said so yet.
    unaware: bool,
    pub(super) open: bool,
    /// Grows with every start of the process: what was meant for an earlier one is lost.
    pub(super) life: u32,
    pub(super) address: SocketAddr,
    /// An address from before that still leads here.
    pub(super) old_door: Option<SocketAddr>,
    /// Suspended: nothing is done, and nobody is answered.
    asleep: bool,
    /// Cards signed so far.
    pub(super) cards: u64,
    skew: i64,
    pub(super) next_tick: Option<Duration>,
    pub(super) turn_planned: bool,
    /// Parked or unanswered arrivals: which exchange they belong to (0: nobody hears the answer).
    pub(super) arrivals: HashMap<u64, (u64, u32)>,
    pub(super) events: Vec<Event>,
}

pub(super) struct World {
    pub(super) rng: ChaCha20Rng,
    pub(super) clock: Duration,
    pub(super) phones: Vec<Phone>,
    pub(super) weather: Weather,
    /// `reach[a][b]`: a packet of a's to b's door arrives.
    pub(super) reach: [[bool; 2]; 2],
    pub(super) queue: BinaryHeap<Reverse<(Duration, u64)>>,
    pub(super) happenings: BTreeMap<u64, Happens>,
    pub(super) flights: BTreeMap<u64, Flight>,
    pub(super) serial: u64,
    /// How many exchanges were begun.
    pub(super) dials: usize,
    /// What the shells were told, if it is kept.
    pub(super) keep_events: bool,
    pub(super) kept: [Vec<Event>; 2],
    /// Whether to say what happens, for whoever looks into a failing schedule.
    pub(super) traced: bool,
    /// Every state ever seen of an own message, to notice one that goes back.
    states: HashMap<(usize, [u8; 16]), u8>,
}

impl World {
    pub(super) fn new(seed: u64) -> Self {
        let mut rng = ChaCha20Rng::seed_from_u64(seed);
        let phones = (0..2)
            .map(|index| {
                let account = Account::generate(&mut rng);
                let mut engine = Engine::new(None, ChaCha20Rng::seed_from_u64(rng.next_u64()));
                let db = open_in_memory().unwrap();
                engine.create_account(&db, &account, None).unwrap();
                Phone {
                    uid: account.uid(),
                    account,
                    writer: Writer::new(db, engine),
                    unaware: false,
                    open: false,
                    life: 0,
                    address: format!("11.0.0.{}:20000", index + 1).parse().unwrap(),
                    old_door: None,
                    asleep: false,
                    cards: 0,
                    skew: RIGHT,
                    next_tick: None,
                    turn_planned: false,
                    arrivals: HashMap::new(),
                    events: Vec::new(),
                }
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
            flights: BTreeMap::new(),
            serial: 0,
            dials: 0,
            keep_events: false,
            kept: Default::default(),
            traced: std::env::var_os("PURE2P_TRACE").is_some(),
            states: HashMap::new(),
        }
    }

    /// A number below `limit`.
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.rng.next_u64() % limit
    }

    pub(super) fn chance(&mut self, per_mille: u32) -> bool {
        self.rng.next_u32() % 1000 < per_mille
    }

    pub(super) fn at(&mut self, when: Duration, what: Happens) {
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

    /// Sets all clocks right: to a device whose clock jumped by a year, what it knows is a year old.
    pub(super) fn right_clocks(&mut self) {
        self.phones.iter_mut().for_each(|phone| phone.skew = RIGHT);
    }

    /// Runs commands, and what has piled up before them, in one transaction. Gives which were done.
    pub(super) fn commands(&mut self, node: usize, commands: Vec<Work>) -> Vec<bool> {
        let before = self.phones[node].writer.inbox.len();
        let jobs = commands.into_iter().map(|work| Job { work, undo: None });
        self.phones[node].writer.inbox.extend(jobs);
        self.turn(node).split_off(before)
    }

    /// Runs one command; gives whether it was done.
    pub(super) fn command(
        &mut self,
        node: usize,
        work: impl FnOnce(&mut Engine, &rusqlite::Connection, Now) -> Result<(), CommandError> + 'static,
    ) -> bool {
        self.commands(node, vec![Box::new(work)]) == [true]
    }

    /// Something happened at a phone: it is written soon, perhaps with what comes next.
    pub(super) fn happened(&mut self, node: usize, job: Job) {
        self.phones[node].writer.inbox.push(job);
        if !std::mem::replace(&mut self.phones[node].turn_planned, true) {
            let when = self.clock + MS(self.rng.next_u64() % GROUP);
            self.at(when, Happens::Turn { node });
        }
    }

    /// One transaction of one phone.
    pub(super) fn turn(&mut self, node: usize) -> Vec<bool> {
        let now = self.now(node);
        let (job_fails, all_fails) = (self.weather.job_fails, self.weather.all_fails);
        let jobs = (0..self.phones[node].writer.inbox.len())
            .map(|_| match () {
                () if self.chance(job_fails) => Fault::Job,
                () if self.chance(all_fails) => Fault::All,
                () => Fault::None,
            })
            .collect();
        let faults = Faults { jobs, commit: self.chance(self.weather.commit_fails) };
        let (effects, done) = self.phones[node].writer.turn(now, &faults);
        if self.traced {
            let (clock, peers) = (self.clock, &self.phones[node].writer.engine.peers);
            eprintln!("{clock:?} {node}: {faults:?}, done {done:?}, {peers:?}");
            effects.iter().for_each(|effect| eprintln!("{clock:?} {node}: {effect:?}"));
        }
        let phone = &self.phones[node];
        if !phone.unaware {
            phone.writer.engine.assert_follows(&phone.writer.db, now);
        }
        for effect in effects {
            self.effect(node, effect);
        }
        let due = self.phones[node].writer.next_tick();
        if self.phones[node].next_tick != due {
            self.phones[node].next_tick = due;
            if let Some(due) = due {
                let due = due.max(self.clock);
                self.at(due, Happens::Tick { node });
            }
        }
        self.watch_states(node);
        done
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

    pub(super) fn open(&mut self, node: usize) {
        if std::mem::replace(&mut self.phones[node].open, true) {
            return;
        }
        let address = self.phones[node].address;
        let weather = std::mem::take(&mut self.weather); // Listening or not is not up to the disk here.
        self.command(node, move |engine, db, now| {
            Ok(engine.enter_foreground(db, now, Place::at(address))?)
        });
        self.weather = weather;
    }

    pub(super) fn close(&mut self, node: usize) {
        if !self.phones[node].open {
            return;
        }
        let weather = std::mem::take(&mut self.weather);
        self.command(node, |engine, db, now| Ok(engine.leave_foreground(db, now).map(|_| ())?));
        self.weather = weather;
        self.phones[node].open = false;
        self.phones[node].arrivals.clear();
    }

    /// The process dies between two transactions, and starts again (closed).
    pub(super) fn kill(&mut self, node: usize) {
        let seed = self.rng.next_u64();
        let phone = &mut self.phones[node];
        phone.writer.engine = Engine::new(Some(phone.uid), ChaCha20Rng::seed_from_u64(seed));
        phone.writer.inbox.clear();
        phone.open = false;
        phone.life += 1;
        phone.arrivals.clear();
        phone.next_tick = None;
        self.cancel_flights(node);
    }

    /// The phone sleeps for a while: whatever is due or comes is for later, and what was under way is lost.
    pub(super) fn sleep(&mut self, node: usize, span: Duration) {
        self.phones[node].asleep = true;
        self.pass(span);
        self.phones[node].asleep = false;
        let until = self.clock;
        self.lose_arrivals(node);
        for exchange in self.flights_of(node) {
            self.at(until, Happens::Expire { exchange, error: crate::net::DialError::Silent });
        }
        self.phones[node].next_tick = Some(until);
        self.at(until, Happens::Tick { node });
        self.at(until, Happens::Turn { node });
        self.pass(MS(1));
    }

    pub(super) fn is_asleep(&self, node: usize) -> bool {
        self.phones[node].asleep
    }

    /// Another process wrote, and its poke was lost.
    pub(super) fn expect_poke(&mut self, node: usize) {
        self.phones[node].unaware = true;
    }

    fn watch_states(&mut self, node: usize) {
        if self.keep_events {
            self.kept[node].extend(self.phones[node].events.iter().cloned());
        }
        for event in std::mem::take(&mut self.phones[node].events) {
            let Event::MessageStates { ids, .. } = event else { continue };
            for id in ids {
                let Some(row) = messages::find(&self.phones[node].writer.db, &id, None).unwrap() else {
                    continue;
                };
                if row.outgoing {
                    let state = row.state as u8;
                    let before = self.states.insert((node, id.0), state).unwrap_or(0);
                    assert!(before <= state, "a state went back");
                }
            }
        }
    }
}
