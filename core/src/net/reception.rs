//! The sessions that peers began. Time is handed in, and expiry is lazy: a phone must not wake up
//! to forget.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Instant;

use super::dice::Dice;
use super::gate::Source;
use super::limits::Limits;
use crate::identity::Uid;
use crate::wire::{Session, SessionId};

/// Responder sessions by id. A Hello makes a *provisional* one, which changes nothing for those that
/// are there; the first Sealed body that opens confirms it.
#[derive(Debug)]
pub(super) struct Reception<S = Session> {
    sessions: HashMap<SessionId, Entry<S>>,
    limits: Limits,
    dice: Arc<Dice>,
}

#[derive(Debug)]
struct Entry<S> {
    session: Arc<S>,
    peer: Uid,
    source: Source,
    born: Instant,
    confirmed: bool,
    /// Of an accepted contact, when it was last used.
    known: bool,
}

/// A session that a Hello just began.
pub(super) struct Newcomer<S = Session> {
    pub(super) id: SessionId,
    pub(super) peer: Uid,
    pub(super) source: Source,
    pub(super) session: S,
}

impl<S> Reception<S> {
    pub(super) fn new(limits: Limits, dice: Arc<Dice>) -> Self {
        Self { sessions: HashMap::new(), limits, dice }
    }

    /// Takes in the session of an admitted Hello.
    ///
    /// Recorded Hellos can be replayed, so a peer's places fill up at anybody's will. Who comes from
    /// one source displaces sessions from there first: a replayer its own, not the real peer's.
    pub(super) fn welcome(&mut self, session: Newcomer<S>, now: Instant) {
        self.sweep(now);
        let of_peer = |e: &Entry<S>| !e.confirmed && e.peer == session.peer;
        if self.count(of_peer) >= self.limits.provisional_per_peer.max(1)
            && !self.drop_oldest(|e| of_peer(e) && e.source == session.source)
        {
            self.drop_oldest(of_peer);
        }
        let provisional: Vec<SessionId> =
            self.sessions.iter().filter(|(_, e)| !e.confirmed).map(|(id, _)| *id).collect();
        if provisional.len() >= self.limits.provisional_total
            && let Some(id) = provisional.get(self.dice.below(provisional.len()))
        {
            self.sessions.remove(id);
        }
        let Newcomer { id, peer, source, session } = session;
        let entry =
            Entry { session: Arc::new(session), peer, source, born: now, confirmed: false, known: false };
        self.sessions.insert(id, entry);
    }

    /// The session with this id, if it still lives.
    pub(super) fn find(&mut self, id: &SessionId, now: Instant) -> Option<Arc<S>> {
        let entry = self.sessions.get(id)?;
        if self.is_over(entry, now) {
            self.sessions.remove(id);
            return None;
        }
        Some(Arc::clone(&entry.session))
    }

    /// A Sealed body opened in this session, of a contact (`known`) or of a stranger. `false`: the session
    /// has ended meanwhile.
    ///
    /// Strangers' keys are free, so all strangers together have a few places, and the oldest goes.
    pub(super) fn confirm(&mut self, id: &SessionId, known: bool, now: Instant) -> bool {
        let Some(entry) = self.sessions.get_mut(id) else { return false };
        entry.known = known;
        if entry.confirmed {
            return true;
        }
        entry.confirmed = true;
        let peer = entry.peer;
        self.sweep(now);
        let of_peer = |e: &Entry<S>| e.confirmed && e.peer == peer;
        if self.count(of_peer) > self.limits.confirmed_per_peer.max(1) {
            self.drop_oldest(of_peer);
        }
        let of_strangers = |e: &Entry<S>| e.confirmed && !e.known;
        if !known && self.count(of_strangers) > self.limits.confirmed_strangers.max(1) {
            self.drop_oldest(of_strangers);
        }
        self.sessions.contains_key(id)
    }

    /// Ends all sessions of `peer`.
    pub(super) fn drop_peer(&mut self, peer: &Uid) {
        self.sessions.retain(|_, entry| entry.peer != *peer);
    }

    /// Ends all sessions.
    pub(super) fn clear(&mut self) {
        self.sessions.clear();
    }

    fn is_over(&self, entry: &Entry<S>, now: Instant) -> bool {
        let lifetime =
            if entry.confirmed { self.limits.confirmed_lifetime } else { self.limits.provisional_lifetime };
        now.saturating_duration_since(entry.born) >= lifetime
    }

    fn sweep(&mut self, now: Instant) {
        let over: Vec<SessionId> =
            self.sessions.iter().filter(|(_, entry)| self.is_over(entry, now)).map(|(id, _)| *id).collect();
        for id in over {
            self.sessions.remove(&id);
        }
    }

    fn count(&self, which: impl Fn(&Entry<S>) -> bool) -> usize {
        self.sessions.values().filter(|entry| which(entry)).count()
    }

    fn drop_oldest(&mut self, which: impl Fn(&Entry<S>) -> bool) -> bool {
        let of_those = self.sessions.iter().filter(|(_, entry)| which(entry));
        let oldest = of_those.min_by_key(|(_, entry)| entry.born).map(|(id, _)| *id);
        oldest.is_some_and(|id| self.sessions.remove(&id).is_some())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::net::SocketAddr;
    use std::time::Duration;

    use rand_core::SeedableRng;

    use super::*;
    use crate::identity::Account;

    const SECOND: Duration = Duration::from_secs(1);

    fn reception(limits: Limits) -> Reception<()> {
        let rng = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        Reception::new(limits, Arc::new(Dice::new(Box::new(rng))))
    }

    fn peer(n: u8) -> Uid {
        Account::generate(&mut rand_chacha::ChaCha20Rng::from_seed([n; 32])).uid()
    }

    fn id(n: u16) -> SessionId {
        let mut bytes = [0; 16];
        bytes[..2].copy_from_slice(&n.to_be_bytes());
        SessionId(bytes)
    }

    fn newcomer(n: u16, peer: Uid, from: &str) -> Newcomer<()> {
        let from = SocketAddr::new(from.parse().unwrap(), 1);
        Newcomer { id: id(n), peer, source: from.into(), session: () }
    }

    #[test]
    fn a_provisional_session_lives_for_seconds_and_a_confirmed_one_for_an_hour() {
        let mut reception = reception(Limits::default());
        let start = Instant::now();
        let bob = peer(1);
        reception.welcome(newcomer(1, bob, "192.0.2.1"), start);
        reception.welcome(newcomer(2, bob, "192.0.2.1"), start);
        assert!(reception.find(&id(1), start + 29 * SECOND).is_some());
        assert!(reception.confirm(&id(1), true, start + 29 * SECOND));
        assert!(reception.find(&id(2), start + 30 * SECOND).is_none());
        assert!(!reception.confirm(&id(2), true, start + 30 * SECOND));
        assert!(reception.find(&id(1), start + 3599 * SECOND).is_some());
        assert!(reception.find(&id(1), start + 3600 * SECOND).is_none());
        assert_eq!(reception.sessions.len(), 0);
    }

    #[test]
    fn all_strangers_together_have_a_few_places_and_take_none_of_a_contacts() {
        let mut reception = reception(Limits { confirmed_strangers: 3, ..Limits::default() });
        let now = Instant::now();
        reception.welcome(newcomer(0, peer(0), "192.0.2.1"), now);
        assert!(reception.confirm(&id(0), true, now));
        for n in 1..20 {
            let then = now + u32::from(n) * SECOND;
            reception.welcome(newcomer(n, peer(n as u8), "198.51.100.1"), then);
            assert!(reception.confirm(&id(n), false, then));
        }
        let left: Vec<u16> =
            (0..20).filter(|n| reception.find(&id(*n), now + 20 * SECOND).is_some()).collect();
        assert_eq!(left, [0, 17, 18, 19]);
    }

    #[test]
    fn a_flood_of_hellos_touches_no_confirmed_session_and_no_provisional_one_from_elsewhere() {
        let mut reception = reception(Limits::default());
        let now = Instant::now();
        let bob = peer(1);
        for n in 0..4 {
            reception.welcome(newcomer(n, bob, "192.0.2.1"), now);
            assert!(reception.confirm(&id(n), true, now));
        }
        for n in 100..110 {
            reception.welcome(newcomer(n, bob, "198.51.100.1"), now + SECOND);
        }
        reception.welcome(newcomer(50, bob, "192.0.2.1"), now + 2 * SECOND);
        for n in 200..300 {
            reception.welcome(newcomer(n, bob, "198.51.100.1"), now + 3 * SECOND);
        }
        assert!((0..4).all(|n| reception.find(&id(n), now).is_some()));
        assert!(reception.find(&id(50), now).is_some());
        assert_eq!(reception.sessions.len(), 4 + 4);
        // The fifth to be confirmed ends the oldest.
        assert!(reception.confirm(&id(50), true, now + 4 * SECOND));
        assert_eq!((0..4).filter(|n| reception.find(&id(*n), now).is_some()).count(), 3);
    }

    #[test]
    fn provisional_sessions_are_bounded_in_all() {
        let mut reception = reception(Limits { provisional_total: 8, ..Limits::default() });
        let now = Instant::now();
        for n in 0..40 {
            reception.welcome(newcomer(n.into(), peer(n), "192.0.2.1"), now);
        }
        assert_eq!(reception.sessions.len(), 8);
        assert!(reception.find(&id(39), now).is_some());
        reception.drop_peer(&peer(39));
        assert!(reception.find(&id(39), now).is_none());
        assert_eq!(reception.sessions.len(), 7);
    }
}
