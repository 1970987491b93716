//! Who may come in, and who makes room when it is full.

use std::collections::HashMap;
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::dice::Dice;
use super::limits::Limits;
use crate::identity::Uid;

/// Where a connection comes from, as far as one party can hold addresses: an IPv4 address or an
/// IPv6 /64.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Source(IpAddr);

impl From<SocketAddr> for Source {
    fn from(from: SocketAddr) -> Self {
        Self(match from.ip().to_canonical() {
            IpAddr::V4(ip) => IpAddr::V4(ip),
            IpAddr::V6(ip) => IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << 64))),
        })
    }
}

/// Counts connections and handshakes. Time is handed in.
#[derive(Debug)]
pub(super) struct Gate {
    limits: Limits,
    dice: Arc<Dice>,
    guests: HashMap<u64, Guest>,
    per_source: HashMap<Source, usize>,
    per_peer: HashMap<Uid, usize>,
    /// For places and for the order of their use: larger is later.
    next: u64,
    /// When a session from this source was last confirmed.
    confirmed: HashMap<Source, Instant>,
    buckets: HashMap<Source, Bucket>,
}

#[derive(Debug)]
struct Guest {
    source: Source,
    /// The contact whose authentic request came last over this connection, if any did.
    peer: Option<Uid>,
    /// When that was, as a number of [`Gate::next`].
    used: u64,
    cut: CancellationToken,
}

/// A token bucket that counts what is missing: `spent` tokens were out at `at`. So how large it is may
/// change meanwhile.
#[derive(Debug)]
struct Bucket {
    spent: f64,
    at: Instant,
}

impl Gate {
    pub(super) fn new(limits: Limits, dice: Arc<Dice>) -> Self {
        Self {
            limits,
            dice,
            guests: HashMap::new(),
            per_source: HashMap::new(),
            per_peer: HashMap::new(),
            next: 0,
            confirmed: HashMap::new(),
            buckets: HashMap::new(),
        }
    }

    /// Lets a connection in under a number, at the price of another one if there is no place (whose `cut`
    /// is cancelled). `None`: everybody inside is a contact with few connections.
    pub(super) fn admit(&mut self, source: Source, cut: &CancellationToken, now: Instant) -> Option<u64> {
        let from_there = self.per_source.get(&source).copied().unwrap_or(0);
        if from_there >= self.limits.max_per_source {
            self.evict(Some(source), now)?;
        } else if self.guests.len() >= self.limits.max_connections {
            self.evict(None, now)?;
        }
        let id = self.number();
        self.guests.insert(id, Guest { source, peer: None, used: id, cut: cut.clone() });
        *self.per_source.entry(source).or_default() += 1;
        Some(id)
    }

    /// An authentic request of the contact `peer` came over this connection: it keeps its place from now
    /// on, unless that contact has more of them than it needs.
    pub(super) fn identify(&mut self, id: u64, peer: Uid) {
        let used = self.number();
        let Some(guest) = self.guests.get_mut(&id) else { return };
        guest.used = used;
        let before = guest.peer.replace(peer);
        if before != Some(peer) {
            *self.per_peer.entry(peer).or_default() += 1;
            before.inspect(|before| one_less(&mut self.per_peer, before));
        }
    }

    /// `peer` is a contact no longer: its connections make room like a stranger's.
    pub(super) fn forget(&mut self, peer: &Uid) {
        self.per_peer.remove(peer);
        for guest in self.guests.values_mut() {
            guest.peer.take_if(|of| of == peer);
        }
    }

    /// A connection has ended. (It may have been evicted before.)
    pub(super) fn leave(&mut self, id: u64) {
        let Some(guest) = self.guests.remove(&id) else { return };
        one_less(&mut self.per_source, &guest.source);
        guest.peer.inspect(|peer| one_less(&mut self.per_peer, peer));
    }

    /// The system has no descriptors left: somebody has to go. `None`: there is nobody.
    pub(super) fn make_room(&mut self, now: Instant) -> Option<()> {
        self.evict(None, now)
    }

    /// Connections that count at the moment.
    pub(super) fn len(&self) -> usize {
        self.guests.len()
    }

    /// A session from `source` was confirmed: it goes first for a while.
    pub(super) fn favour(&mut self, source: Source, now: Instant) {
        if self.confirmed.len() >= self.limits.max_sources && !self.confirmed.contains_key(&source) {
            let favour = self.limits.favour;
            self.confirmed.retain(|_, at| now.saturating_duration_since(*at) < favour);
            if self.confirmed.len() >= self.limits.max_sources {
                let oldest = self.confirmed.iter().min_by_key(|(_, at)| **at).map(|(s, _)| *s);
                if let Some(oldest) = oldest {
                    self.confirmed.remove(&oldest);
                }
            }
        }
        self.confirmed.insert(source, now);
    }

    /// Whether a session from `source` was confirmed lately.
    pub(super) fn is_favoured(&self, source: Source, now: Instant) -> bool {
        let at = self.confirmed.get(&source);
        at.is_some_and(|at| now.saturating_duration_since(*at) < self.limits.favour)
    }

    /// Whether `source` may ask for one more handshake now. Where a contact is, there is more for the asking,
    /// but an end to it: a contact is not to be trusted with this device's battery.
    pub(super) fn may_handshake(&mut self, source: Source, now: Instant) -> bool {
        let times = if self.is_favoured(source, now) { self.limits.favoured_times.max(1) } else { 1 };
        let burst = f64::from(self.limits.handshake_burst) * f64::from(times);
        let rate = f64::from(self.limits.handshakes_per_second);
        if self.buckets.len() >= self.limits.max_sources && !self.buckets.contains_key(&source) {
            // A full bucket says no more than none. If all are in use, the flood has as many
            // sources as it likes and counting any single one is in vain.
            self.buckets.retain(|_, bucket| bucket.spent(now, rate) > 0.0);
            if self.buckets.len() >= self.limits.max_sources {
                self.buckets.clear();
            }
        }
        let bucket = self.buckets.entry(source).or_insert(Bucket { spent: 0.0, at: now });
        bucket.spent = bucket.spent(now, rate * f64::from(times));
        bucket.at = now;
        let may = bucket.spent + 1.0 <= burst;
        if may {
            bucket.spent += 1.0;
        }
        may
    }

    /// Cuts a connection (of `source` only, if given): the oldest of a contact that has too many, else a
    /// random one of nobody known.
    fn evict(&mut self, source: Option<Source>, now: Instant) -> Option<()> {
        let inside =
            || self.guests.iter().filter(|(_, guest)| source.is_none_or(|source| guest.source == source));
        let has_enough = |peer: &Uid| self.per_peer.get(peer).is_some_and(|n| *n > self.limits.max_per_peer);
        let surplus = inside().filter(|(_, guest)| guest.peer.as_ref().is_some_and(has_enough));
        let id = match surplus.min_by_key(|(_, guest)| guest.used).map(|(id, _)| *id) {
            Some(id) => id,
            None => {
                // From where no contact is, if there is such. (Many at once are no contact's, wherever.)
                let unknown = inside().filter(|(_, guest)| guest.peer.is_none());
                let (near, far): (Vec<_>, Vec<_>) = unknown.partition(|(_, guest)| {
                    let there = self.per_source.get(&guest.source).copied().unwrap_or(0);
                    there <= self.limits.max_per_peer && self.is_favoured(guest.source, now)
                });
                let those = if far.is_empty() { near } else { far };
                those.get(self.dice.below(those.len())).map(|(id, _)| **id)?
            }
        };
        if let Some(guest) = self.guests.get(&id) {
            guest.cut.cancel();
        }
        self.leave(id);
        Some(())
    }

    fn number(&mut self) -> u64 {
        self.next = self.next.wrapping_add(1);
        self.next
    }
}

impl Bucket {
    fn spent(&self, now: Instant, rate: f64) -> f64 {
        let earned = now.saturating_duration_since(self.at).as_secs_f64() * rate;
        (self.spent - earned).max(0.0)
    }
}

fn one_less<K: Hash + Eq>(counts: &mut HashMap<K, usize>, of: &K) {
    if let Some(count) = counts.get_mut(of) {
        *count = count.saturating_sub(1);
        if *count == 0 {
            counts.remove(of);
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::time::Duration;

    use rand_core::SeedableRng;

    use super::*;
    use crate::identity::Account;

    fn gate(limits: Limits) -> Gate {
        let rng = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        Gate::new(limits, Arc::new(Dice::new(Box::new(rng))))
    }

    fn source(text: &str) -> Source {
        Source::from(SocketAddr::new(text.parse().unwrap(), 1))
    }

    fn peer(n: u8) -> Uid {
        Account::generate(&mut rand_chacha::ChaCha20Rng::from_seed([n; 32])).uid()
    }

    #[test]
    fn a_full_house_makes_room_among_the_unauthenticated() {
        let limits = Limits { max_connections: 8, max_per_source: 4, ..Limits::default() };
        let mut gate = gate(limits);
        let now = Instant::now();
        let known: Vec<_> = (0..4).map(|_| CancellationToken::new()).collect();
        for cut in &known {
            let id = gate.admit(source("192.0.2.1"), cut, now).unwrap();
            gate.identify(id, peer(1));
        }
        assert!(gate.admit(source("192.0.2.1"), &CancellationToken::new(), now).is_none());
        let mut cuts = Vec::new();
        for n in 0..100 {
            let cut = CancellationToken::new();
            gate.admit(source(&format!("198.51.100.{n}")), &cut, now).unwrap();
            cuts.push(cut);
        }
        assert_eq!(gate.len(), 8);
        assert!(known.iter().all(|cut| !cut.is_cancelled()));
        assert_eq!(cuts.iter().filter(|cut| !cut.is_cancelled()).count(), 4);
    }

    #[test]
    fn a_contact_keeps_its_newest_connections_and_no_more() {
        let limits = Limits { max_connections: 12, max_per_source: 12, max_per_peer: 3, ..Limits::default() };
        let mut gate = gate(limits);
        let now = Instant::now();
        // Mallory, from wherever she likes, and Bob with as many as he needs.
        let enter = |gate: &mut Gate, from: String, of: Option<u8>| {
            let cut = CancellationToken::new();
            let id = gate.admit(source(&from), &cut, now)?;
            of.inspect(|n| gate.identify(id, peer(*n)));
            Some((id, cut))
        };
        let bobs: Vec<_> = (0..3).map(|_| enter(&mut gate, "192.0.2.1".into(), Some(1)).unwrap()).collect();
        let hers: Vec<_> =
            (0..9).map(|n| enter(&mut gate, format!("198.51.100.{n}"), Some(2)).unwrap()).collect();
        assert_eq!(gate.len(), 12);
        gate.identify(hers[0].0, peer(2)); // In use again.
        let others: Vec<_> =
            (0..6).map(|n| enter(&mut gate, format!("203.0.113.{n}"), Some(3 + n)).unwrap()).collect();
        let left: Vec<usize> = (0..9).filter(|n| !hers[*n].1.is_cancelled()).collect();
        assert_eq!(left, [0, 7, 8], "the three that were used last");
        assert!(bobs.iter().chain(&others).all(|(_, cut)| !cut.is_cancelled()));
        // All that are left are contacts with few: now it is full, until one of them is a contact no longer.
        assert!(enter(&mut gate, "203.0.113.9".into(), None).is_none());
        gate.forget(&peer(2));
        assert!(enter(&mut gate, "203.0.113.9".into(), Some(1)).is_some());
        assert_eq!(hers.iter().filter(|(_, cut)| !cut.is_cancelled()).count(), 2);
        assert_eq!(gate.len(), 12);
        // A connection over which another contact speaks counts for that one.
        gate.identify(bobs[0].0, peer(3));
        assert_eq!((gate.per_peer[&peer(1)], gate.per_peer[&peer(3)]), (3, 2));
        bobs.iter().chain(&others).chain(&hers).for_each(|(id, _)| gate.leave(*id));
        assert_eq!((gate.len(), gate.per_peer.len(), gate.per_source.len()), (1, 1, 1));
    }

    #[test]
    fn where_a_contact_is_no_flood_of_connections_is_spared() {
        let limits = Limits { max_connections: 8, max_per_source: 4, max_per_peer: 2, ..Limits::default() };
        let mut gate = gate(limits);
        let now = Instant::now();
        // She has been here from two sources, and fills the house from them without a word.
        let hers = [source("198.51.100.1"), source("2001:db8::1")];
        for from in hers {
            gate.favour(from, now);
            for _ in 0..4 {
                gate.admit(from, &CancellationToken::new(), now).unwrap();
            }
        }
        let mut stays = 0;
        for n in 0..100 {
            let cut = CancellationToken::new();
            let id = gate.admit(source("192.0.2.1"), &cut, now).unwrap();
            gate.admit(hers[n % 2], &CancellationToken::new(), now).unwrap(); // She comes again.
            stays += usize::from(!cut.is_cancelled());
            gate.leave(id);
        }
        assert!(stays > 50, "a newcomer from elsewhere was sent away {} of 100 times", 100 - stays);
    }

    #[test]
    fn one_64_is_one_source() {
        let limits = Limits { max_per_source: 2, ..Limits::default() };
        let mut gate = gate(limits);
        for n in 0..9 {
            let from = source(&format!("2001:db8:1:2::{n}"));
            assert!(gate.admit(from, &CancellationToken::new(), Instant::now()).is_some());
        }
        assert_eq!(gate.len(), 2);
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_ne!(source("2001:db8:1:2::1"), source("2001:db8:1:3::1"));
    }

    #[test]
    fn handshakes_are_counted_per_source_and_a_contacts_source_gets_more_of_them() {
        let limits = Limits {
            handshake_burst: 3,
            handshakes_per_second: 1,
            favoured_times: 4,
            max_sources: 2,
            ..Limits::default()
        };
        let mut gate = gate(limits);
        let start = Instant::now();
        let (a, b) = (source("192.0.2.1"), source("192.0.2.2"));
        let granted = |gate: &mut Gate, now| (0..99).filter(|_| gate.may_handshake(a, now)).count();
        assert_eq!(granted(&mut gate, start), 3);
        assert!(gate.may_handshake(b, start));
        let later = start + Duration::from_secs(2);
        assert_eq!(granted(&mut gate, later), 2);
        gate.favour(a, later);
        assert_eq!(granted(&mut gate, later), 9, "four times as many, and not without end");
        let later = later + Duration::from_secs(2);
        assert_eq!(granted(&mut gate, later), 8, "and four times as fast");
        for n in 0..50 {
            gate.may_handshake(source(&format!("198.51.100.{n}")), later);
            gate.favour(source(&format!("198.51.100.{n}")), later);
            assert!(gate.buckets.len() <= 2 && gate.confirmed.len() <= 2);
        }
    }
}
