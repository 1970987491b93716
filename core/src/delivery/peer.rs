//! What is remembered of a peer while the app is in the foreground, and for no longer.

use std::net::SocketAddr;
use std::time::Duration;

use rand_core::Rng;

use super::choice::Tries;
use crate::node::Reason;
use crate::wire::{ItemId, ItemVerdict};

/// After this, a request that does not name the items in an answer was not written before that answer was read: it
/// never came. (If it was, they come twice, which their ids make harmless.)
pub(super) const CROSSING: Duration = Duration::from_secs(2);
/// How long items in an answer are waited for before they are offered again.
pub(super) const OFFER: Duration = Duration::from_secs(15);
/// How long a request may be parked here or there, in seconds. Its renewal keeps the connection open in NATs, which
/// should keep idle ones for two hours (RFC 5382) and in homes keep them for five minutes at least.
pub(super) const PARK_SECONDS: u16 = 100;
/// How many requests may be parked here: a quarter of the places that an unrestricted listener has, so that there
/// is always room to come in. When there is no room the newcomer is answered at once, and comes again after 20 s: to
/// answer the oldest in its place would make it come back at once, and send the next one away.
pub(super) const MOST_PARKED: usize = 128;
/// Silence after which a contact that matters now is asked whether it is still here.
pub(super) const SILENCE_HOT: Duration = Duration::from_secs(20);
/// The same for all others, who share one tick so that the device wakes up once.
pub(super) const SILENCE_COLD: Duration = Duration::from_secs(150);
/// The shared tick.
pub(super) const TICK: Duration = Duration::from_secs(30);
/// How long somebody may believe that we are here after the last exchange: their silence, and two tries.
const BELIEF: Duration = Duration::from_secs(210);
/// How long a contact has to come back after its parked request was answered as a probe.
pub(super) const PROBE: Duration = Duration::from_secs(5);
/// So long what was said before something else may come after it: no exchange lasts longer. Later than that a smaller serial is not an older
/// one, but one of another clock or of a restored backup.
pub(super) const OVERTAKEN: Duration = Duration::from_secs(600);
/// First retry, doubling.
const RETRY_FIRST: Duration = Duration::from_secs(2);
/// Longest pause between retries, with few contacts.
pub(super) const RETRY_LONGEST: Duration = Duration::from_secs(30);
/// Longest pause before held items are offered again: acceptance is told by their presence, not by luck.
pub(super) const RETRY_HELD: Duration = Duration::from_secs(300);

/// Something that was sent and waits for its verdict.
#[derive(Clone, Debug)]
pub(super) struct Sent {
    pub(super) id: ItemId,
    /// For a read receipt: which messages it names.
    pub(super) receipt: Option<Vec<ItemId>>,
}

/// Items that travel in an answer, until the caller's next request names them.
#[derive(Debug)]
pub(super) struct Offer {
    pub(super) sent: Vec<Sent>,
    pub(super) until: Duration,
    /// Whoever got them would have named them in what comes after this.
    pub(super) missed: Duration,
}

/// A request of theirs whose answer is kept back until something waits for them.
#[derive(Debug)]
pub(super) struct Parked {
    pub(super) arrival: u64,
    pub(super) until: Duration,
}

/// The volatile side of a contact.
#[derive(Debug, Default)]
pub(super) struct Peer {
    /// They are here.
    pub(super) here: bool,
    /// When the last authenticated exchange of this foreground was.
    pub(super) last_exchange: Option<Duration>,
    /// When they said goodbye, if they were not heard of since: what they answered before may come later.
    pub(super) left_at: Option<Duration>,
    /// When they may last have heard that we are here: they are owed a goodbye.
    pub(super) heard_at: Option<Duration>,
    /// They came in during this foreground.
    pub(super) came_in: bool,
    /// They were reached by dialling during this foreground.
    pub(super) reached: bool,
    /// When that was the last time.
    pub(super) reached_at: Option<Duration>,
    /// At which address.
    pub(super) reached_by: Option<SocketAddr>,
    /// They were tried in vain in this foreground while they were here.
    pub(super) unreached: bool,
    /// They came in and were tried in return, since they last came or moved.
    pub(super) checked: bool,
    /// When that is to be done.
    pub(super) check_at: Option<Duration>,
    /// When they came in last, and first since they are here.
    pub(super) arrived_at: Option<Duration>,
    pub(super) arrived_since: Option<Duration>,
    /// Of what they told last about where they are, and when that came.
    pub(super) serial: Option<(u64, Duration)>,
    /// What came of dialling their addresses.
    pub(super) tries: Tries,
    /// The request in flight to them that carries items: there is never another.
    pub(super) flush: Option<u64>,
    /// The request in flight to them that carries none. It may have to queue for a socket, so it does not
    /// hold items up.
    pub(super) greeting: Option<u64>,
    /// They were told during this foreground that we are here: acceptance, to somebody who waits for it.
    pub(super) told: bool,
    /// Our parked request at them.
    pub(super) parking: Option<(u64, Duration)>,
    /// When we may park (again).
    pub(super) park_at: Option<Duration>,
    /// Their parked request here.
    pub(super) parked: Option<Parked>,
    /// Items that travel in an answer of ours.
    pub(super) offer: Option<Offer>,
    /// Verdicts that we owe for items that came in an answer.
    pub(super) owed: Vec<ItemVerdict>,
    /// They must hear that we are here (launch, new addresses, accepted).
    pub(super) greet: bool,
    /// They were asked through their parked request whether they are still here.
    pub(super) probe_until: Option<Duration>,
    /// Not before this time unless something new happens; due then.
    pub(super) retry_at: Option<Duration>,
    /// How many failures in a row.
    pub(super) failures: u32,
    /// The reason last shown.
    pub(super) shown_reason: Option<Reason>,
}

impl Peer {
    /// Nothing of ours is between the devices.
    pub(super) fn slot_free(&self) -> bool {
        self.offer.is_none() && self.flush.is_none()
    }

    /// An ordinary request of ours is under way.
    pub(super) fn busy(&self) -> bool {
        self.flush.is_some() || self.greeting.is_some()
    }

    /// They said goodbye.
    pub(super) fn left(&mut self, now: Duration) {
        (self.left_at, self.heard_at) = (Some(now), None);
    }

    /// They may believe that we are here, whatever we know of them.
    pub(super) fn believes_us_here(&self, now: Duration) -> bool {
        self.here || self.heard_at.is_some_and(|heard| now.saturating_sub(heard) < BELIEF)
    }

    /// Something authentic happened, or something new: try again from the start.
    pub(super) fn reset_retry(&mut self) {
        self.failures = 0;
        self.retry_at = None;
    }

    /// Plans the next try: 2 s (of a long `cap` a sixteenth) ± 50 %, doubling up to `cap`.
    pub(super) fn back_off(&mut self, now: Duration, cap: Duration, rng: &mut dyn Rng) {
        let pause = RETRY_FIRST.max(cap / 16).saturating_mul(1 << self.failures.min(10)).min(cap);
        self.failures = self.failures.saturating_add(1);
        let jitter = 500 + rng.next_u32() % 1001;
        let pause = (pause * jitter / 1000).min(cap);
        self.retry_at = Some(now + pause);
    }

    /// When they must be asked whether they are still here.
    pub(super) fn silence_ends(&self, hot: bool) -> Option<Duration> {
        let last = self.last_exchange.filter(|_| self.here)?;
        if hot {
            return Some(last + SILENCE_HOT);
        }
        let due = last + SILENCE_COLD;
        let ticks = due.as_nanos().div_ceil(TICK.as_nanos());
        Some(TICK * u32::try_from(ticks).unwrap_or(u32::MAX))
    }
}
