//! Who came in: the only thing that proves that others can.

use std::time::Duration;

use super::effects::Now;
use crate::identity::Uid;
use crate::store::Millis;

/// How many are shown. All are remembered: they are contacts, each in the list once or twice.
const SHOWN: usize = 64;
/// Order and times of those who are known to come in are stored so often at most: somebody comes in all the time.
const STORE: Duration = Duration::from_secs(60);

/// Who came in since this device is in this network.
#[derive(Debug, Default)]
pub(super) struct CameIn {
    /// The latest last, each once from its own network and once from another.
    all: Vec<Arrived>,
    /// Since when order and times are others than what was stored.
    newer: Option<Duration>,
}

#[derive(Clone, Copy, Debug)]
struct Arrived {
    uid: Uid,
    /// From another network.
    outside: bool,
    at: Millis,
}

impl CameIn {
    /// Gives whether it is news that this one can.
    pub(super) fn note(&mut self, uid: Uid, outside: bool, now: Now) -> bool {
        let before = self.all.len();
        self.all.retain(|known| (known.uid, known.outside) != (uid, outside));
        let news = self.all.len() == before;
        self.all.push(Arrived { uid, outside, at: now.wall });
        self.newer.get_or_insert(now.steady);
        news
    }

    /// Who is no contact any more. Gives whether that one came in.
    pub(super) fn forget(&mut self, uid: &Uid) -> bool {
        let before = self.all.len();
        self.all.retain(|known| known.uid != *uid);
        self.all.len() != before
    }

    /// They may have come by a way that is shut now.
    pub(super) fn clear(&mut self) {
        self.all.clear();
    }

    /// Somebody came in from another network.
    pub(super) fn confirmed(&self) -> bool {
        self.all.iter().any(|known| known.outside)
    }

    /// To be stored: the latest first.
    pub(super) fn latest(&mut self) -> Vec<([u8; 32], bool, Millis)> {
        self.newer = None;
        let latest = self.all.iter().rev().take(SHOWN);
        latest.map(|known| (*known.uid.as_bytes(), known.outside, known.at)).collect()
    }

    /// Order and times have been others for long enough.
    pub(super) fn to_be_stored(&self, now: Duration) -> bool {
        self.newer.is_some_and(|since| now.saturating_sub(since) >= STORE)
    }
}
