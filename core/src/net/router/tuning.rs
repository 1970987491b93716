//! Every number of the conversation with routers in one place.

use std::time::Duration;

/// What routers are asked for, how patiently, and how often.
#[derive(Clone, Debug)]
pub(super) struct Tuning {
    /// The UDP port of PCP and NAT-PMP (RFC 6887, section 19.1).
    pub(super) control_port: u16,
    /// The UDP port of UPnP's search.
    pub(super) search_port: u16,
    /// The UDP port that restarts are announced to (RFC 6887, section 14.1.1).
    pub(super) announcement_port: u16,
    /// How long the first answer to a datagram may take; the patience doubles with each try...
    pub(super) first_patience: Duration,
    /// ...of these.
    pub(super) tries: u32,
    /// As many when something is taken back: time is short then.
    pub(super) tries_to_end: u32,
    /// How long PCP and NAT-PMP alone may go on once UPnP was found, before UPnP is used.
    pub(super) head_start: Duration,
    /// How long one HTTP exchange with a router may take, connecting included.
    pub(super) exchange: Duration,
    /// How long everything that is asked over UPnP in a row may take.
    pub(super) conversation: Duration,
    /// The lease that is asked for. Routers shorten it as they like.
    pub(super) lease: Duration,
    /// A shorter lease than this is not worth having: keeping it would mean asking all the time.
    pub(super) shortest_lease: Duration,
    /// A mapping is renewed at half of its lease, at the latest after this time...
    pub(super) renewal: Duration,
    /// ...or this, where restarts are not heard of...
    pub(super) renewal_unheard: Duration,
    /// ...or this over UPnP, where nobody tells of restarts.
    pub(super) renewal_upnp: Duration,
    /// When a renewal is not answered it is tried once more after this time.
    pub(super) second_renewal: Duration,
    /// When nothing, or nothing good, was found: how long until the next look.
    pub(super) next_look: Duration,
    /// The same after something was lost that had been there (a router that restarts); it doubles up to `next_look`.
    pub(super) next_look_after_loss: Duration,
    /// Between two questions that somebody hurries (a network that flaps), at least.
    pub(super) gap: Duration,
    /// The same for restarts; it doubles with each until a renewal is due by itself (a router that counts at random), up to 32 times.
    pub(super) gap_of_restarts: Duration,
    /// How long what is not asked for any more may take to be taken back, while the rest goes on.
    pub(super) ending: Duration,
}

impl Default for Tuning {
    fn default() -> Self {
        Self {
            control_port: 5351,
            search_port: 1900,
            announcement_port: 5350,
            first_patience: Duration::from_millis(250),
            tries: 4,
            tries_to_end: 2,
            head_start: Duration::from_secs(2),
            exchange: Duration::from_secs(4),
            conversation: Duration::from_secs(20),
            lease: Duration::from_secs(2 * 60 * 60),
            shortest_lease: Duration::from_secs(10),
            renewal: Duration::from_secs(60 * 60),
            renewal_unheard: Duration::from_secs(15 * 60),
            renewal_upnp: Duration::from_secs(12 * 60),
            second_renewal: Duration::from_secs(15),
            next_look: Duration::from_secs(10 * 60),
            next_look_after_loss: Duration::from_secs(15),
            gap: Duration::from_secs(2),
            gap_of_restarts: Duration::from_secs(5),
            ending: Duration::from_secs(3),
        }
    }
}

impl Tuning {
    /// The lease that is asked for, in seconds.
    pub(super) fn lease_seconds(&self) -> u32 {
        u32::try_from(self.lease.as_secs()).unwrap_or(u32::MAX)
    }
}
