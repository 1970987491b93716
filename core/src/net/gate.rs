//! Who may come in, and who makes room when it is full.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv6Addr, SocketAddr};
use std::sync::Arc;
use std::time::Instant;

use tokio_util::sync::CancellationToken;

use super::dark::Progress;
use super::dice::Dice;
use super::limits::Limits;

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
    next_id: u64,
    /// When a session from this source was last confirmed.
    confirmed: HashMap<Source, Instant>,
    buckets: HashMap<Source, Bucket>,
}

#[derive(Debug)]
struct Guest {
    source: Source,
    progress: Arc<Progress>,
    cut: CancellationToken,
}

/// A token bucket: `tokens` were there at `at`.
#[derive(Debug)]
struct Bucket {
    tokens: f64,
    at: Instant,
}

impl Gate {
    pub(super) fn new(limits: Limits, dice: Arc<Dice>) -> Self {
        Self {
            limits,
            dice,
            guests: HashMap::new(),
            per_source: HashMap::new(),
            next_id: 0,
            confirmed: HashMap::new(),
            buckets: HashMap::new(),
        }
    }

    /// Lets a connection in under a number, at the price of a random unauthenticated one if there
    /// is no place (whose `cut` is cancelled). `None`: everybody inside is authenticated.
    pub(super) fn admit(
        &mut self,
        source: Source,
        progress: &Arc<Progress>,
        cut: &CancellationToken,
        now: Instant,
    ) -> Option<u64> {
        let from_there = self.per_source.get(&source).copied().unwrap_or(0);
        if from_there >= self.limits.max_per_source {
            self.evict(Some(source), now)?;
        } else if self.guests.len() >= self.limits.max_connections {
            self.evict(None, now)?;
        }
        let id = self.next_id;
        self.next_id = self.next_id.wrapping_add(1);
        let guest = Guest { source, progress: Arc::clone(progress), cut: cut.clone() };
        self.guests.insert(id, guest);
        *self.per_source.entry(source).or_default() += 1;
        Some(id)
    }

    /// A connection has ended. (It may have been evicted before.)
    pub(super) fn leave(&mut self, id: u64) {
        let Some(guest) = self.guests.remove(&id) else { return };
        if let Some(count) = self.per_source.get_mut(&guest.source) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.per_source.remove(&guest.source);
            }
        }
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

    /// Whether `source` may ask for one more handshake now.
    pub(super) fn may_handshake(&mut self, source: Source, now: Instant) -> bool {
        if self.is_favoured(source, now) {
            return true;
        }
        let burst = f64::from(self.limits.handshake_burst);
        let rate = f64::from(self.limits.handshakes_per_second);
        if self.buckets.len() >= self.limits.max_sources && !self.buckets.contains_key(&source) {
            // A full bucket says no more than none. If all are in use, the flood has as many
            // sources as it likes and counting any single one is in vain.
            self.buckets.retain(|_, bucket| bucket.filled(now, burst, rate) < burst);
            if self.buckets.len() >= self.limits.max_sources {
                self.buckets.clear();
            }
        }
        let bucket = self.buckets.entry(source).or_insert(Bucket { tokens: burst, at: now });
        bucket.tokens = bucket.filled(now, burst, rate);
        bucket.at = now;
        let may = bucket.tokens >= 1.0;
        if may {
            bucket.tokens -= 1.0;
        }
        may
    }

    /// Cuts a random unauthenticated connection (of `source` only, if given); one from a source
    /// without a confirmed session, if there is such.
    fn evict(&mut self, source: Option<Source>, now: Instant) -> Option<()> {
        let stranger: Vec<(u64, bool)> = self
            .guests
            .iter()
            .filter(|(_, guest)| source.is_none_or(|source| guest.source == source))
            .filter(|(_, guest)| !guest.progress.is_authenticated())
            .map(|(id, guest)| (*id, self.is_favoured(guest.source, now)))
            .collect();
        let unknown: Vec<u64> =
            stranger.iter().filter(|(_, favoured)| !favoured).map(|(id, _)| *id).collect();
        let pick = if unknown.is_empty() {
            stranger.get(self.dice.below(stranger.len())).map(|(id, _)| *id)
        } else {
            unknown.get(self.dice.below(unknown.len())).copied()
        };
        let id = pick?;
        if let Some(guest) = self.guests.get(&id) {
            guest.cut.cancel();
        }
        self.leave(id);
        Some(())
    }
}

impl Bucket {
    fn filled(&self, now: Instant, burst: f64, rate: f64) -> f64 {
        let earned = now.saturating_duration_since(self.at).as_secs_f64() * rate;
        (self.tokens + earned).min(burst)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::time::Duration;

    use rand_core::SeedableRng;

    use super::*;

    fn gate(limits: Limits) -> Gate {
        let rng = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        Gate::new(limits, Arc::new(Dice::new(Box::new(rng))))
    }

    fn source(text: &str) -> Source {
        Source::from(SocketAddr::new(text.parse().unwrap(), 1))
    }

    #[tokio::test]
    async fn a_full_house_makes_room_among_the_unauthenticated() {
        let limits = Limits { max_connections: 8, max_per_source: 4, ..Limits::default() };
        let mut gate = gate(limits.clone());
        let now = Instant::now();
        let guest = || (Arc::new(Progress::new(&limits)), CancellationToken::new());
        let known: Vec<_> = (0..4).map(|_| guest()).collect();
        for (progress, cut) in &known {
            progress.authenticated();
            gate.admit(source("192.0.2.1"), progress, cut, now).unwrap();
        }
        let (progress, cut) = guest();
        assert!(gate.admit(source("192.0.2.1"), &progress, &cut, now).is_none());
        let mut cuts = Vec::new();
        for n in 0..100 {
            let (progress, cut) = guest();
            gate.admit(source(&format!("198.51.100.{n}")), &progress, &cut, now).unwrap();
            cuts.push(cut);
        }
        assert_eq!(gate.len(), 8);
        assert!(known.iter().all(|(_, cut)| !cut.is_cancelled()));
        assert_eq!(cuts.iter().filter(|cut| !cut.is_cancelled()).count(), 4);
    }

    #[tokio::test]
    async fn one_64_is_one_source() {
        let limits = Limits { max_per_source: 2, ..Limits::default() };
        let mut gate = gate(limits.clone());
        for n in 0..9 {
            let progress = Arc::new(Progress::new(&limits));
            let cut = CancellationToken::new();
            let from = source(&format!("2001:db8:1:2::{n}"));
            assert!(gate.admit(from, &progress, &cut, Instant::now()).is_some());
        }
        assert_eq!(gate.len(), 2);
        assert_eq!(source("::ffff:192.0.2.1"), source("192.0.2.1"));
        assert_ne!(source("2001:db8:1:2::1"), source("2001:db8:1:3::1"));
    }

    #[test]
    fn handshakes_are_counted_per_source_but_not_for_the_confirmed() {
        let limits =
            Limits { handshake_burst: 3, handshakes_per_second: 1, max_sources: 2, ..Limits::default() };
        let mut gate = gate(limits);
        let start = Instant::now();
        let (a, b) = (source("192.0.2.1"), source("192.0.2.2"));
        assert_eq!((0..9).filter(|_| gate.may_handshake(a, start)).count(), 3);
        assert!(gate.may_handshake(b, start));
        let later = start + Duration::from_secs(2);
        assert_eq!((0..9).filter(|_| gate.may_handshake(a, later)).count(), 2);
        gate.favour(a, later);
        assert_eq!((0..9).filter(|_| gate.may_handshake(a, later)).count(), 9);
        for n in 0..50 {
            gate.may_handshake(source(&format!("198.51.100.{n}")), later);
            gate.favour(source(&format!("198.51.100.{n}")), later);
            assert!(gate.buckets.len() <= 2 && gate.confirmed.len() <= 2);
        }
    }
}
