//! Every number of the listener in one place.

use std::time::Duration;

/// What the listener spends at most, in sockets, memory, work and patience.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Connections at a time. When all are taken, one of a contact that has too many makes room, else a random
    /// unauthenticated one.
    pub max_connections: usize,
    /// Connections at a time from one source (an IPv4 address, an IPv6 /64).
    pub max_per_source: usize,
    /// Connections of one contact that keep their places when room is needed: beyond them its oldest goes
    /// first. Also how many from where a contact was seen are spared before they say who they are.
    pub max_per_peer: usize,
    /// Handshakes computed at the same time.
    pub handshakes_at_once: usize,
    /// Hellos that may wait for their handshake. A random one makes room for the next.
    pub handshake_queue: usize,
    /// Handshakes that one source may ask for at once...
    pub handshake_burst: u32,
    /// ...and what it earns back a second.
    pub handshakes_per_second: u32,
    /// How many times as much of both a favoured source has.
    pub favoured_times: u32,
    /// Sources whose handshakes are counted, and sources remembered as confirmed.
    pub max_sources: usize,
    /// How long a source is favoured after a session from it was confirmed.
    pub favour: Duration,
    /// Sessions of one peer that no Sealed body has confirmed yet. The oldest makes room.
    pub provisional_per_peer: usize,
    /// Such sessions of everybody. A random one makes room.
    pub provisional_total: usize,
    /// How long such a session waits for its first Sealed body.
    pub provisional_lifetime: Duration,
    /// Confirmed sessions of one peer. The oldest makes room.
    pub confirmed_per_peer: usize,
    /// Confirmed sessions of all strangers together.
    pub confirmed_strangers: usize,
    /// How long a session lasts (protocol: one hour).
    pub confirmed_lifetime: Duration,
    /// From the first byte of a request to the end of its headers.
    pub header: Duration,
    /// From the first byte of a request to its last, waiting for a handshake included; also the time
    /// to take an answer off the wire.
    pub request: Duration,
    /// Silence on a connection that has not been authenticated.
    pub idle: Duration,
    /// Silence on a connection that has carried an authentic Sealed body.
    pub idle_authenticated: Duration,
    /// How long an answer may be held back (parked).
    pub park: Duration,
    /// How long a connection is read on after the bare 404, so that a reset does not eat it.
    pub linger: Duration,
}

impl Limits {
    /// Limits for a process that may have `n` descriptors open: a part for files and the runtime
    /// ([`DialConfig::for_fd_limit`](super::DialConfig::for_fd_limit)), half of the rest for inbound.
    pub fn for_fd_limit(n: usize) -> Self {
        let usual = Self::default();
        let max_connections = (super::budget::for_sockets(n) / 2).clamp(16, usual.max_connections);
        Self {
            max_connections,
            max_per_source: usual.max_per_source.min(max_connections / 2),
            // However small the house: eight contacts or more fill it, never one.
            max_per_peer: usual.max_per_peer.min(max_connections / 8),
            ..usual
        }
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_connections: 512,
            max_per_source: 128,
            max_per_peer: 8,
            handshakes_at_once: 2,
            handshake_queue: 256,
            handshake_burst: 100,
            handshakes_per_second: 50,
            favoured_times: 4,
            max_sources: 4_096,
            favour: Duration::from_secs(60 * 60),
            provisional_per_peer: 4,
            provisional_total: 1_024,
            provisional_lifetime: Duration::from_secs(30),
            confirmed_per_peer: 4,
            confirmed_strangers: 64,
            confirmed_lifetime: Duration::from_secs(60 * 60),
            header: Duration::from_secs(10),
            request: Duration::from_secs(15),
            idle: Duration::from_secs(15),
            idle_authenticated: Duration::from_secs(150),
            park: Duration::from_secs(5 * 60),
            linger: Duration::from_secs(2),
        }
    }
}
