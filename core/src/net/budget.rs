//! The dialer's sockets, shared out so that nobody waits behind those who matter less.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::lock;
use super::post::POOL_IDLE;
use super::types::{DialError, Lane};
use crate::identity::Uid;

/// Descriptors that are not sockets of ours: database, files, the runtime, the shell.
const FOR_FILES: usize = 64;

/// What is left for sockets of `n` descriptors.
pub(super) fn for_sockets(n: usize) -> usize {
    n.saturating_sub(FOR_FILES)
}

/// Times and sockets of the [`Dialer`](super::Dialer).
#[derive(Clone, Debug)]
pub struct DialConfig {
    /// For one TCP connection. Never below 5 s: mobile networks wake up slowly.
    pub connect_timeout: Duration,
    /// For one request and its answer, connecting included.
    pub answer_timeout: Duration,
    /// The same for a parked request, on top of the seconds that it asks for.
    pub parked_extra: Duration,
    /// Between two starts in a race of addresses (RFC 8305, section 5).
    pub stagger: Duration,
    /// How long a session is used (protocol: one hour).
    pub session_lifetime: Duration,
    /// Sockets for [`Lane::Items`] alone.
    pub items_sockets: usize,
    /// Sockets for [`Lane::Greeting`].
    pub greeting_sockets: usize,
    /// Sockets for [`Lane::Parked`].
    pub parked_sockets: usize,
    /// Connections kept open after an exchange of [`Lane::Items`] or [`Lane::Parked`].
    pub kept_sockets: usize,
    /// Sockets for the second and further addresses of races, taken only if free at once.
    pub spare_sockets: usize,
}

impl DialConfig {
    /// Times as usual, sockets for a process that may have `n` descriptors open: 64 stay for files
    /// and the runtime, half of the rest is for inbound ([`Limits::for_fd_limit`]); of the other
    /// half 3/8 are for items and 1/4 for greetings, 1/8 each for parked requests, kept connections
    /// and the spare ones of races. Every share is at least one.
    ///
    /// [`Limits::for_fd_limit`]: super::Limits::for_fd_limit
    pub fn for_fd_limit(n: usize) -> Self {
        let eighth = for_sockets(n) / 2 / 8;
        Self {
            connect_timeout: Duration::from_secs(5),
            answer_timeout: Duration::from_secs(10),
            parked_extra: Duration::from_secs(15),
            stagger: Duration::from_millis(250),
            session_lifetime: Duration::from_secs(60 * 60),
            items_sockets: (eighth * 3).clamp(1, 256),
            greeting_sockets: (eighth * 2).clamp(1, 2_048),
            parked_sockets: eighth.clamp(1, 128),
            kept_sockets: eighth.clamp(1, 128),
            spare_sockets: eighth.clamp(1, 64),
        }
    }
}

impl Default for DialConfig {
    fn default() -> Self {
        Self::for_fd_limit(1_024)
    }
}

/// The shares, as semaphores.
#[derive(Debug)]
pub(super) struct Budget {
    items: Arc<Semaphore>,
    greeting: Arc<Semaphore>,
    parked: Arc<Semaphore>,
    spare: Arc<Semaphore>,
    kept: Mutex<HashMap<Uid, Instant>>,
    max_kept: usize,
}

/// The right to have one socket.
#[derive(Debug)]
pub(super) struct Seat {
    _permit: OwnedSemaphorePermit,
}

impl Budget {
    pub(super) fn new(config: &DialConfig) -> Self {
        let share = |n: usize| Arc::new(Semaphore::new(n.min(Semaphore::MAX_PERMITS)));
        Self {
            items: share(config.items_sockets),
            greeting: share(config.greeting_sockets),
            parked: share(config.parked_sockets),
            spare: share(config.spare_sockets),
            kept: Mutex::default(),
            max_kept: config.kept_sockets,
        }
    }

    /// The socket of an exchange: waits its turn within its lane. A parked request does not wait,
    /// because it is a convenience.
    pub(super) async fn seat(&self, lane: Lane) -> Result<Seat, DialError> {
        let permit = match lane {
            Lane::Greeting => Arc::clone(&self.greeting).acquire_owned().await.ok(),
            Lane::Items => Arc::clone(&self.items).acquire_owned().await.ok(),
            Lane::Parked => Arc::clone(&self.parked).try_acquire_owned().ok(),
        };
        permit.map(|permit| Seat { _permit: permit }).ok_or(DialError::Starved)
    }

    /// One more socket for a race, if one is free.
    pub(super) fn spare(&self) -> Option<Seat> {
        let permit = Arc::clone(&self.spare).try_acquire_owned().ok()?;
        Some(Seat { _permit: permit })
    }

    /// Whether the connection to `peer` may stay open after its exchange.
    pub(super) fn may_keep(&self, peer: Uid, lane: Lane, now: Instant) -> bool {
        if lane == Lane::Greeting {
            return false;
        }
        let mut kept = lock(&self.kept);
        if kept.len() >= self.max_kept && !kept.contains_key(&peer) {
            kept.retain(|_, used| now.saturating_duration_since(*used) <= POOL_IDLE);
        }
        let may = kept.len() < self.max_kept || kept.contains_key(&peer);
        if may {
            kept.insert(peer, now);
        }
        may
    }

    /// The pool is gone, and every kept connection with it.
    pub(super) fn forget_kept(&self) {
        lock(&self.kept).clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fit_into_the_limit() {
        for n in [0, 64, 100, 256, 1_024, 65_536] {
            let dial = DialConfig::for_fd_limit(n);
            let out = dial.items_sockets
                + dial.greeting_sockets
                + dial.parked_sockets
                + dial.kept_sockets
                + dial.spare_sockets;
            let inbound = super::super::Limits::for_fd_limit(n).max_connections;
            assert!(out >= 5 && inbound >= 16);
            if n >= 256 {
                assert!(out + inbound + FOR_FILES <= n, "{n}: {out} + {inbound}");
            }
        }
    }
}
