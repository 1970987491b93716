//! What a failed accept means: next one, a pause, or that the socket is gone.

use std::io;
use std::time::Duration;

/// A pause after an accept that failed.
pub(super) const PAUSE: Duration = Duration::from_millis(50);
/// So many failures in a row that are no caller's and no want of anything mean that the socket is gone.
const FAILURES: u32 = 16;
/// So many connections may die in the queue, one after another, before each costs a pause.
const ABORTED: u32 = 64;
/// And so many pauses without a single living one mean that the socket is gone, too: Apple's systems report
/// sockets that they took away in this way. A flood of resets does not last as long without a gap.
const ABORTED_PAUSES: u32 = 1_200;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Accept.
    Accept,
    /// Accept after a [`PAUSE`].
    Pause,
    /// The system is out of something that a connection of ours could give back: cut one, pause.
    MakeRoom,
    /// Nothing: the system took the socket away.
    Give,
}

/// The failures since the last accept that worked.
#[derive(Debug, Default)]
pub(super) struct Failures {
    aborted: u32,
    others: u32,
}

impl Failures {
    /// An accept failed.
    pub(super) fn after(&mut self, reason: &io::Error) -> Next {
        if wants_something(reason) {
            // However long it lasts (another part of the app may hold everything): it ends some day, and
            // a listener that gave up in the meantime would be missed by nobody but the callers.
            return Next::MakeRoom;
        }
        if is_the_callers(reason) {
            self.aborted += 1;
            return match self.aborted {
                ..ABORTED => Next::Accept,
                count if count - ABORTED < ABORTED_PAUSES => Next::Pause,
                _ => Next::Give,
            };
        }
        self.others += 1;
        if self.others < FAILURES { Next::Pause } else { Next::Give }
    }
}

/// That one connection died in the queue.
fn is_the_callers(reason: &io::Error) -> bool {
    matches!(
        reason.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionRefused
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::Interrupted
    )
}

/// No descriptors (of the process, of the system), no buffers, no memory: the standard library has no names
/// for most of these.
fn wants_something(reason: &io::Error) -> bool {
    const EMFILE: i32 = if cfg!(windows) { 10_024 } else { 24 };
    const ENFILE: i32 = 23;
    const ENOBUFS: i32 = if cfg!(windows) {
        10_055
    } else if cfg!(any(target_os = "linux", target_os = "android")) {
        105
    } else {
        55 // All BSDs, Apple's systems among them.
    };
    reason.kind() == io::ErrorKind::OutOfMemory
        || reason.raw_os_error().is_some_and(|code| [EMFILE, ENFILE, ENOBUFS].contains(&code))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn want_never_ends_it_and_a_dead_socket_does() {
        let mut failures = Failures::default();
        let want: &[i32] = if cfg!(windows) { &[10_024] } else { &[24, 23, 12] };
        for code in want {
            let reason = io::Error::from_raw_os_error(*code);
            assert!((0..100_000).all(|_| failures.after(&reason) == Next::MakeRoom), "{reason}");
        }
        let dead = io::Error::from_raw_os_error(if cfg!(windows) { 10_038 } else { 9 });
        let pauses = (0..100).take_while(|_| failures.after(&dead) == Next::Pause).count();
        assert_eq!(pauses, 15);
    }

    #[test]
    fn callers_that_die_cost_nothing_until_there_is_nobody_else_for_long() {
        let mut failures = Failures::default();
        let reason = io::Error::from(io::ErrorKind::ConnectionAborted);
        let said: Vec<Next> = (0..2_000).map(|_| failures.after(&reason)).collect();
        let count = |next| said.iter().filter(|said| **said == next).count();
        assert_eq!((count(Next::Accept), count(Next::Pause)), (63, 1_200));
        assert_eq!(said.last(), Some(&Next::Give));
    }
}
