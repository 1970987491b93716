//! What lies between the phones: exchanges on their way, and what becomes of them.

use std::cmp::Reverse;
use std::net::SocketAddr;
use std::time::Duration;

use super::super::Effect;
use super::world::World;
use super::writer::{Job, Work};
use crate::net::{Dial, DialError, Dialled, Lane};
use crate::wire::Batch;

const MS: fn(u64) -> Duration = Duration::from_millis;
/// As in `net/dialer.rs`.
const FAREWELL: Duration = Duration::from_millis(500);

/// What the network does to requests and answers, and the disk to what is written, in per mille.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Weather {
    pub(super) lose_request: u32,
    pub(super) lose_answer: u32,
    pub(super) duplicate: u32,
    pub(super) slow: u32,
    pub(super) commit_fails: u32,
    pub(super) job_fails: u32,
    pub(super) all_fails: u32,
}

#[derive(Debug)]
pub(super) enum Happens {
    /// `ways` are the addresses of caller and callee: whoever has moved since hears no more of it.
    Arrive {
        exchange: u64,
        to: usize,
        life: u32,
        ways: [SocketAddr; 2],
        last: bool,
        batch: Batch,
    },
    Answer {
        exchange: u64,
        from: usize,
        at: SocketAddr,
        batch: Option<Batch>,
    },
    Expire {
        exchange: u64,
        error: DialError,
    },
    /// The end of the connection of an exchange is noticed by its callee.
    HangUp {
        exchange: u64,
        to: usize,
        life: u32,
    },
    Turn {
        node: usize,
    },
    Tick {
        node: usize,
    },
}

pub(super) struct Flight {
    node: usize,
    life: u32,
    number: u64,
    address: SocketAddr,
}

impl World {
    pub(super) fn effect(&mut self, node: usize, effect: Effect) {
        match effect {
            Effect::Dial { exchange, dial } => self.dial(node, exchange, dial),
            Effect::Answer { arrival, batch, .. } => {
                let Some((exchange, life)) = self.phones[node].arrivals.remove(&arrival) else { return };
                if life != self.phones[node].life || exchange == 0 || self.chance(self.weather.lose_answer) {
                    return;
                }
                let delay = self.delay();
                let at = self.phones[node].address;
                self.at(self.clock + delay, Happens::Answer { exchange, from: node, at, batch });
            }
            Effect::Emit(event) => self.phones[node].events.push(event),
            Effect::Anew(_) | Effect::Forget(_) => self.cancel_flights(node),
        }
    }

    fn dial(&mut self, node: usize, number: u64, dial: Dial) {
        let to = 1 - node;
        self.dials += 1;
        self.serial += 1;
        let exchange = self.serial;
        let door = |address: &&SocketAddr| self.leads_to(to, **address) && self.reach[node][to];
        let door = dial.candidates.iter().find(door).copied();
        let there = door.is_some();
        let at = door.unwrap_or(dial.candidates[0]);
        let address = at;
        let life = self.phones[node].life;
        self.flights.insert(exchange, Flight { node, life, number, address });
        if !there {
            self.at(self.clock + MS(5_000), Happens::Expire { exchange, error: DialError::Silent });
            return;
        }
        let patience = if dial.lane == Lane::Parked { MS(115_000) } else { MS(10_000) };
        self.at(self.clock + patience, Happens::Expire { exchange, error: DialError::Silent });
        let (life, delay, batch) = (self.phones[to].life, self.delay(), dial.batch);
        if self.chance(self.weather.lose_request) {
            return;
        }
        let leaving = batch.presence.as_ref().is_some_and(|presence| presence.leaving);
        let delay = if leaving { self.behind_all(to, delay) } else { delay };
        let ways = [self.phones[node].address, at];
        let twice = self.chance(self.weather.duplicate);
        if twice {
            let (again, batch) = (delay + self.delay(), batch.clone());
            self.at(self.clock + again, Happens::Arrive { exchange, to, life, ways, last: true, batch });
        }
        self.at(self.clock + delay, Happens::Arrive { exchange, to, life, ways, last: !twice, batch });
    }

    /// The dialer sends a goodbye when all that it sent before has ended; what takes too long is given up.
    fn behind_all(&mut self, to: usize, delay: Duration) -> Duration {
        let patience = self.clock + FAREWELL;
        let mut when = self.clock + delay;
        let earlier: Vec<(Duration, u64)> = self.queue.iter().map(|Reverse(entry)| *entry).collect();
        for (arrives, serial) in earlier {
            if !matches!(self.happenings.get(&serial), Some(Happens::Arrive { to: other, .. }) if *other == to)
            {
                continue;
            }
            if arrives > patience {
                self.happenings.remove(&serial);
            } else {
                when = when.max(arrives + MS(1));
            }
        }
        when - self.clock
    }

    /// Whether whoever dials `address` comes to this phone.
    fn leads_to(&self, phone: usize, address: SocketAddr) -> bool {
        let phone = &self.phones[phone];
        phone.address == address || phone.old_door == Some(address)
    }

    fn delay(&mut self) -> Duration {
        if self.chance(self.weather.slow) { MS(self.below(20_000)) } else { MS(1 + self.below(200)) }
    }

    pub(super) fn happen(&mut self, what: Happens) {
        if self.traced {
            eprintln!("{:?} {what:?}", self.clock);
        }
        match what {
            Happens::Turn { node } if self.is_asleep(node) => {}
            Happens::Turn { node } => {
                self.phones[node].turn_planned = false;
                if !self.phones[node].writer.inbox.is_empty() {
                    self.turn(node);
                }
            }
            Happens::Tick { node } => {
                if self.is_asleep(node) {
                    return;
                }
                let phone = &mut self.phones[node];
                if phone.next_tick.is_some_and(|due| due <= self.clock) {
                    phone.next_tick = None;
                    self.turn(node);
                }
            }
            Happens::Arrive { exchange, to, life, ways, last, batch } => {
                if ways[0] != self.phones[1 - to].address || !self.leads_to(to, ways[1]) || self.is_asleep(to)
                {
                    return;
                }
                if !self.phones[to].open || self.phones[to].life != life {
                    if last {
                        self.finish(exchange, Err(DialError::Refused));
                    }
                    return;
                }
                self.arrive(if last { exchange } else { 0 }, to, batch);
            }
            Happens::Answer { exchange, from, at, batch } => {
                let Some(flight) = self.flights.get(&exchange) else { return };
                if self.is_asleep(flight.node) {
                    return;
                }
                if self.reach[flight.node][from] && self.phones[from].address == at {
                    self.finish(exchange, batch.ok_or(DialError::Dark));
                }
            }
            Happens::Expire { exchange, .. }
                if self.flights.get(&exchange).is_some_and(|flight| self.is_asleep(flight.node)) => {}
            Happens::Expire { exchange, error } => self.finish(exchange, Err(error)),
            Happens::HangUp { exchange, to, life } => {
                let phone = &mut self.phones[to];
                let arrival =
                    phone.arrivals.iter().find(|(_, of)| **of == (exchange, life)).map(|(id, _)| *id);
                let Some(arrival) = arrival.filter(|_| phone.life == life) else { return };
                phone.arrivals.remove(&arrival);
                let work: Work = Box::new(move |engine, _, _| {
                    engine.hung_up(arrival);
                    Ok(())
                });
                self.happened(to, Job { work, undo: Some(Box::new(|_, _| {})) });
            }
        }
    }

    fn arrive(&mut self, exchange: u64, to: usize, batch: Batch) {
        self.serial += 1;
        let (arrival, life) = (self.serial, self.phones[to].life);
        self.phones[to].arrivals.insert(arrival, (exchange, life));
        let (uid, address) = (self.phones[1 - to].uid, self.phones[1 - to].address);
        let items = batch.items.iter().map(|item| item.id).collect();
        self.happened(
            to,
            Job {
                work: Box::new(move |engine, db, now| {
                    Ok(engine.arrived(db, now, arrival, uid, address, batch)?)
                }),
                undo: Some(Box::new(move |engine, _| engine.answer_later(arrival, items))),
            },
        );
    }

    pub(super) fn finish(&mut self, exchange: u64, result: Result<Batch, DialError>) {
        let Some(flight) = self.flights.remove(&exchange) else { return };
        if result.is_err() {
            self.hang_up(exchange, flight.node);
        }
        if self.phones[flight.node].life != flight.life {
            return;
        }
        let (number, error) = (flight.number, result.as_ref().err().copied());
        let dialled = Dialled { tried: vec![(flight.address, error)], result };
        self.happened(
            flight.node,
            Job {
                work: Box::new(move |engine, db, now| Ok(engine.dialled(db, now, number, dialled)?)),
                undo: Some(Box::new(move |engine, now| engine.forget_exchange(number, now))),
            },
        );
    }

    /// The caller's end of a connection is closed; the other side may hear of it.
    fn hang_up(&mut self, exchange: u64, caller: usize) {
        let to = 1 - caller;
        if self.reach[caller][to] && self.chance(500) {
            let (delay, life) = (self.delay(), self.phones[to].life);
            self.at(self.clock + delay, Happens::HangUp { exchange, to, life });
        }
    }

    /// Everything that `node` has under way ends.
    pub(super) fn cancel_flights(&mut self, node: usize) {
        self.cancel(self.flights_of(node));
    }

    pub(super) fn flights_of(&self, node: usize) -> Vec<u64> {
        self.flights.iter().filter(|(_, flight)| flight.node == node).map(|(id, _)| *id).collect()
    }

    pub(super) fn cancel(&mut self, exchanges: Vec<u64>) {
        for exchange in exchanges {
            self.finish(exchange, Err(DialError::Cancelled));
        }
    }

    /// Nobody hears what `node` answers to what arrived so far.
    pub(super) fn lose_arrivals(&mut self, node: usize) {
        self.phones[node].arrivals.values_mut().for_each(|(exchange, _)| *exchange = 0);
    }
}
