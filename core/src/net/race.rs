//! Several addresses of one peer, tried side by side (RFC 8305, section 5, without its DNS).

use std::future::{Future, poll_fn};
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use super::types::DialError;

/// What a race says of the addresses that failed, in order of completion.
pub(super) type Tried = Vec<(SocketAddr, Option<DialError>)>;

struct Runner<F, S> {
    address: SocketAddr,
    attempt: Pin<Box<F>>,
    /// What it has beyond the first runner's socket.
    spare: Option<S>,
}

/// Starts `attempt` at the first candidate; at the next one whenever one failed, or `stagger` after
/// the last start if `spare` has a socket for it. The first success wins, the others are dropped.
///
/// # Errors
/// [`DialError::NoAddress`] without candidates; else, all having failed, what the most telling one
/// says ([`tells`]).
pub(super) async fn race<T, S, F>(
    candidates: &[SocketAddr],
    stagger: Duration,
    mut attempt: impl FnMut(SocketAddr) -> F,
    mut spare: impl FnMut() -> Option<S>,
    tried: &mut Tried,
) -> Result<(SocketAddr, T), DialError>
where
    F: Future<Output = Result<T, DialError>>,
{
    let mut waiting = candidates.iter().copied();
    let mut next = waiting.next();
    let mut running: Vec<Runner<F, S>> = Vec::new();
    let mut verdict = DialError::NoAddress;
    let mut alarm = pin!(sleep_until(Instant::now()));

    poll_fn(|cx| {
        loop {
            // Who is through?
            let mut at = 0;
            while let Some(runner) = running.get_mut(at) {
                match runner.attempt.as_mut().poll(cx) {
                    Poll::Pending => at += 1,
                    Poll::Ready(Ok(value)) => return Poll::Ready(Ok((runner.address, value))),
                    Poll::Ready(Err(reason)) => {
                        tried.push((runner.address, Some(reason)));
                        verdict = if tells(reason) > tells(verdict) { reason } else { verdict };
                        running.swap_remove(at);
                        // The next one starts at once.
                        alarm.as_mut().reset(Instant::now());
                    }
                }
            }
            // Who may start?
            let Some(address) = next else {
                return if running.is_empty() { Poll::Ready(Err(verdict)) } else { Poll::Pending };
            };
            let first_socket_is_free = running.iter().all(|runner| runner.spare.is_some());
            if !first_socket_is_free && alarm.as_mut().poll(cx).is_pending() {
                return Poll::Pending;
            }
            alarm.as_mut().reset(Instant::now() + stagger);
            let spare = if first_socket_is_free { None } else { spare() };
            if first_socket_is_free || spare.is_some() {
                running.push(Runner { address, attempt: Box::pin(attempt(address)), spare });
                next = waiting.next();
            }
        }
    })
    .await
}

/// How much a failure says about the peer: somebody was there > nobody was > we could not look.
fn tells(reason: DialError) -> u8 {
    match reason {
        DialError::NoAddress => 0,
        DialError::Cancelled | DialError::TooLarge => 1,
        DialError::Starved => 2,
        DialError::Unreachable => 3,
        DialError::Silent => 4,
        DialError::Refused => 5,
        DialError::BadAnswer => 6,
        DialError::Dark => 7,
    }
}
