//! Whether a router lost its mappings since we last heard of it (RFC 6887, section 8.5; RFC 6886, section 3.6).

use std::time::Instant;

/// The newest epoch that a router told, and when.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct EpochWatch {
    last: Option<(u32, Instant)>,
}

impl EpochWatch {
    /// Takes note of an authentic answer's epoch. `true`: the router restarted since the one before.
    pub(super) fn note(&mut self, epoch: u32, now: Instant) -> bool {
        let restarted = self.tells_restart(epoch, now);
        self.last = Some((epoch, now));
        restarted
    }

    /// The same question about what somebody merely announced.
    pub(super) fn tells_restart(&self, epoch: u32, now: Instant) -> bool {
        let Some((before, then)) = self.last else { return false };
        // Datagrams overtake each other: one second backwards is no restart.
        if u64::from(epoch) + 1 < u64::from(before) {
            return true;
        }
        let here = now.saturating_duration_since(then).as_secs();
        let there = u64::from(epoch.saturating_sub(before));
        // Clocks may differ by a sixteenth, and by the two seconds of rounding. NAT-PMP's own rule (an eighth) is
        // wider, and only this way round: who is too strict asks once too often, and that is all.
        here + 2 < there - there / 16 || there + 2 < here - here / 16
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[test]
    fn restarts_are_told_from_rounding() {
        let start = Instant::now();
        let at = |seconds| start + Duration::from_secs(seconds);
        // (epochs told and when, whether the last one tells of a restart)
        let table: [(&[(u32, u64)], bool); 9] = [
            (&[(7, 0)], false),
            (&[(100, 0), (100, 0)], false),
            (&[(100, 0), (99, 0)], false),
            (&[(100, 0), (97, 0)], true),
            (&[(100, 0), (160, 60)], false),
            (&[(100, 0), (103, 60)], true),
            (&[(100, 0), (3, 3600)], true),
            (&[(100, 0), (3600, 3600)], false),
            // The laptop slept, or the router's clock runs away: ask anew.
            (&[(100, 0), (9000, 60)], true),
        ];
        for (told, restarted) in table {
            let mut watch = EpochWatch::default();
            let last = told.iter().map(|(epoch, when)| watch.note(*epoch, at(*when))).last();
            assert_eq!(last, Some(restarted), "{told:?}");
        }
    }

    #[test]
    fn extreme_epochs_panic_nowhere() {
        let (mut watch, now) = (EpochWatch::default(), Instant::now());
        for epoch in [0, u32::MAX, 0, u32::MAX, 1] {
            watch.note(epoch, now);
        }
    }
}
