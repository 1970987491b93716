//! The newest lines of the log, in memory and bounded. Nothing of it is ever written to a disk.

use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use tracing::Level;

/// Lines kept.
const LINES: usize = 1_000;
/// Bytes kept of a line.
const WIDTH: usize = 500;

static RING: Mutex<VecDeque<String>> = Mutex::new(VecDeque::new());

pub(super) fn push(level: Level, target: &str, text: &str) {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let end = (0..=WIDTH.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
    let text = text.get(..end).unwrap_or_default();
    let mut ring = ring();
    if ring.len() >= LINES {
        ring.pop_front();
    }
    // Seconds of UTC: a line is for comparing with the next one, and with another device's.
    ring.push_back(format!("{}.{:03} {level} {target}: {text}", now.as_secs(), now.subsec_millis()));
}

pub(super) fn lines() -> Vec<String> {
    ring().iter().cloned().collect()
}

pub(super) fn clear() {
    ring().clear();
}

fn ring() -> MutexGuard<'static, VecDeque<String>> {
    RING.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ring_is_bounded_and_cuts_between_characters() {
        clear();
        for n in 0..LINES + 5 {
            push(Level::INFO, "t", &format!("{n} {}", "ä".repeat(WIDTH)));
        }
        let lines = lines();
        assert_eq!(lines.len(), LINES);
        assert!(lines.iter().all(|line| line.len() < WIDTH + 60));
        assert!(lines.first().is_some_and(|line| line.contains(" INFO t: 5 ä")));
    }
}
