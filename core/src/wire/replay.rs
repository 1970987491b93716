//! Which counters have been seen: a sliding bitmap as in RFC 6479, and the exchanges that are half done.

use std::collections::BTreeSet;

/// How far behind the highest counter a body may still come.
pub(super) const WINDOW: u64 = 1_024;
/// Half-done exchanges that are remembered. The delivery above has one in flight and one parked.
const MAX_OPEN: usize = 1_024;
const WORDS: usize = WINDOW as usize / 64;

/// Remembers the last [`WINDOW`] counters.
#[derive(Default)]
pub(super) struct ReplayWindow {
    /// One more than the highest counter seen.
    next: u64,
    /// Bit `n` of word `w` stands for every counter that is `64 w + n` modulo [`WINDOW`].
    seen: [u64; WORDS],
}

impl ReplayWindow {
    /// Whether `counter` was neither seen nor fell out of the window.
    pub(super) fn is_new(&self, counter: u64) -> bool {
        counter >= self.next || (self.next - counter <= WINDOW && self.word(counter) & bit(counter) == 0)
    }

    /// Marks `counter` as seen; false, with nothing changed, if it is not new.
    pub(super) fn mark(&mut self, counter: u64) -> bool {
        if !self.is_new(counter) {
            return false;
        }
        // The bits of counters that were jumped over still say what was seen a window ago.
        for skipped in (self.next..=counter).rev().take(WORDS * 64) {
            if let Some(word) = self.seen.get_mut(index(skipped)) {
                *word &= !bit(skipped);
            }
        }
        self.next = self.next.max(counter.saturating_add(1));
        if let Some(word) = self.seen.get_mut(index(counter)) {
            *word |= bit(counter);
        }
        true
    }

    fn word(&self, counter: u64) -> u64 {
        self.seen.get(index(counter)).copied().unwrap_or(u64::MAX)
    }
}

fn index(counter: u64) -> usize {
    (counter % WINDOW / 64) as usize
}

fn bit(counter: u64) -> u64 {
    1 << (counter % 64)
}

/// Counters of requests that have no answer yet. Each is taken out once, so each is answered once.
#[derive(Default)]
pub(super) struct Unanswered(BTreeSet<u64>);

impl Unanswered {
    /// Adds a counter; the oldest one is given up if there are too many.
    pub(super) fn begin(&mut self, counter: u64) {
        self.0.insert(counter);
        if self.0.len() > MAX_OPEN {
            self.0.pop_first();
        }
    }

    /// Whether `counter` is there.
    pub(super) fn is_open(&self, counter: u64) -> bool {
        self.0.contains(&counter)
    }

    /// Takes `counter` out; false if it was not there.
    pub(super) fn end(&mut self, counter: u64) -> bool {
        self.0.remove(&counter)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_window_ends_where_it_says() {
        let mut window = ReplayWindow::default();
        assert!(window.mark(5_000));
        assert!(!window.is_new(5_000 - WINDOW) && window.is_new(5_001 - WINDOW));
        assert!(window.mark(5_001 - WINDOW) && !window.mark(5_001 - WINDOW));
        assert!(window.mark(u64::MAX - 1) && !window.mark(u64::MAX - 1) && !window.is_new(5_001));
    }

    #[test]
    fn too_many_open_exchanges_forget_the_oldest() {
        let mut unanswered = Unanswered::default();
        (0..=MAX_OPEN as u64).for_each(|counter| unanswered.begin(counter));
        assert!(!unanswered.end(0) && unanswered.end(1) && !unanswered.end(1));
    }

    proptest! {
        #[test]
        fn the_window_agrees_with_a_set(
            steps in prop::collection::vec(prop_oneof![0..40_u64, 1_000..1_050_u64, 0..5_000_u64], 1..400),
            back in prop::collection::vec(0..1_200_u64, 400),
        ) {
            let (mut window, mut seen, mut highest) = (ReplayWindow::default(), BTreeSet::new(), None);
            let mut base = 0;
            for (step, back) in steps.into_iter().zip(back) {
                base += step;
                let counter = u64::saturating_sub(base, back);
                let fresh = !seen.contains(&counter)
                    && highest.is_none_or(|highest: u64| counter + WINDOW > highest);
                prop_assert_eq!(window.is_new(counter), fresh);
                prop_assert_eq!(window.mark(counter), fresh);
                if fresh {
                    seen.insert(counter);
                    highest = highest.max(Some(counter));
                }
            }
        }
    }
}
