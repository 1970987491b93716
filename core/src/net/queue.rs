//! The waiting room for handshakes: few are computed at a time, few wait, chance decides who goes.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

use tokio::sync::oneshot;

use super::dice::Dice;
use super::lock;

/// Of so many turns that both sorts wait for, one is for who is not favoured: a contact on a new network.
const TURNS: u32 = 4;

/// Bounded, with random eviction, so that a flood cannot make sure that a contact's Hello is lost.
#[derive(Debug)]
pub(super) struct HandshakeQueue {
    state: Mutex<State>,
    at_once: usize,
    capacity: usize,
    dice: Arc<Dice>,
}

#[derive(Debug, Default)]
struct State {
    running: usize,
    /// Turns in a row that went to favoured ones while others waited.
    in_a_row: u32,
    waiting: VecDeque<Waiter>,
}

#[derive(Debug)]
struct Waiter {
    favoured: bool,
    turn: oneshot::Sender<Turn>,
}

/// The right to compute one handshake; passed on when dropped.
#[derive(Debug)]
pub(super) struct Turn(Option<Arc<HandshakeQueue>>);

impl HandshakeQueue {
    pub(super) fn new(at_once: usize, capacity: usize, dice: Arc<Dice>) -> Arc<Self> {
        let state = Mutex::default();
        Arc::new(Self { state, at_once: at_once.max(1), capacity, dice })
    }

    /// Waits for a turn; `None` if chance gave this place to somebody else. `favoured` ones have three turns
    /// of four, and three places of four in which they are evicted last.
    pub(super) async fn turn(self: &Arc<Self>, favoured: bool) -> Option<Turn> {
        let coming = {
            let mut state = lock(&self.state);
            if state.running < self.at_once {
                state.running += 1;
                return Some(Turn(Some(Arc::clone(self))));
            }
            state.waiting.retain(|waiter| !waiter.turn.is_closed());
            let (turn, coming) = oneshot::channel();
            state.waiting.push_back(Waiter { favoured, turn });
            if state.waiting.len() > self.capacity {
                self.evict(&mut state);
            }
            coming
        };
        coming.await.ok()
    }

    fn evict(&self, state: &mut State) {
        let favoured = state.waiting.iter().filter(|waiter| waiter.favoured).count();
        let others = state.waiting.len() - favoured;
        // Favoured ones never take the last quarter: the others would not even live to see their turn.
        let from_favoured = others == 0 || favoured > self.capacity - self.capacity.div_ceil(4);
        let nth = self.dice.below(if from_favoured { favoured } else { others });
        let mut places = state.waiting.iter().enumerate().filter(|(_, w)| w.favoured == from_favoured);
        if let Some((place, _)) = places.nth(nth) {
            state.waiting.remove(place);
        }
    }

    fn next(&self) -> Option<Waiter> {
        let mut state = lock(&self.state);
        let first = |favoured: bool| state.waiting.iter().position(|waiter| waiter.favoured == favoured);
        let (place, in_a_row) = match (first(true), first(false)) {
            (Some(favoured), Some(_)) if state.in_a_row + 1 < TURNS => (favoured, state.in_a_row + 1),
            (Some(favoured), None) => (favoured, state.in_a_row),
            (_, Some(other)) => (other, 0),
            (None, None) => (0, 0),
        };
        state.in_a_row = in_a_row;
        let next = state.waiting.remove(place);
        if next.is_none() {
            state.running = state.running.saturating_sub(1);
        }
        next
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let Some(queue) = self.0.take() else { return };
        while let Some(waiter) = queue.next() {
            match waiter.turn.send(Self(Some(Arc::clone(&queue)))) {
                Ok(()) => return,
                // That one is gone: this turn is still to be passed on, by this loop alone.
                Err(mut turn) => turn.0 = None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::indexing_slicing)]
    use std::future::Future;
    use std::pin::{Pin, pin};
    use std::task::{Context, Poll, Waker};

    use rand_core::SeedableRng;

    use super::*;

    fn queue(at_once: usize, capacity: usize) -> Arc<HandshakeQueue> {
        let rng = rand_chacha::ChaCha20Rng::from_seed([7; 32]);
        HandshakeQueue::new(at_once, capacity, Arc::new(Dice::new(Box::new(rng))))
    }

    fn poll<F: Future>(future: Pin<&mut F>) -> Poll<F::Output> {
        future.poll(&mut Context::from_waker(Waker::noop()))
    }

    #[test]
    fn favoured_ones_go_first_and_the_gone_are_skipped() {
        let queue = queue(1, 8);
        let Poll::Ready(Some(first)) = poll(pin!(queue.turn(false))) else { panic!("free") };
        let mut stranger = pin!(queue.turn(false));
        assert!(poll(stranger.as_mut()).is_pending());
        let mut gone = Box::pin(queue.turn(true));
        assert!(poll(gone.as_mut()).is_pending());
        let mut friend = pin!(queue.turn(true));
        assert!(poll(friend.as_mut()).is_pending());
        drop(gone);
        drop(first);
        assert!(poll(stranger.as_mut()).is_pending());
        let Poll::Ready(Some(turn)) = poll(friend.as_mut()) else { panic!("its turn") };
        drop(turn);
        assert!(matches!(poll(stranger.as_mut()), Poll::Ready(Some(_))));
        assert_eq!(lock(&queue.state).running, 0);
    }

    #[test]
    fn a_full_queue_evicts_strangers_before_the_favoured() {
        let queue = queue(1, 4);
        let Poll::Ready(Some(_first)) = poll(pin!(queue.turn(false))) else { panic!("free") };
        let mut friends: Vec<_> = (0..2).map(|_| Box::pin(queue.turn(true))).collect();
        assert!(friends.iter_mut().all(|friend| poll(friend.as_mut()).is_pending()));
        let strangers = (0..20).map(|_| Box::pin(queue.turn(false)));
        // Chance may send a newcomer away on arrival.
        let mut left: Vec<_> =
            strangers.filter_map(|mut s| poll(s.as_mut()).is_pending().then_some(s)).collect();
        assert_eq!(left.iter_mut().filter_map(|s| poll(s.as_mut()).is_pending().then_some(())).count(), 2);
        assert!(friends.iter_mut().all(|friend| poll(friend.as_mut()).is_pending()));
    }

    #[test]
    fn however_many_favoured_ones_come_the_others_have_their_turns() {
        let queue = queue(1, 16);
        let Poll::Ready(Some(mut turn)) = poll(pin!(queue.turn(true))) else { panic!("free") };
        let mut flood: Vec<_> = (0..100).map(|_| Box::pin(queue.turn(true))).collect();
        flood.retain_mut(|one| poll(one.as_mut()).is_pending());
        let mut newcomer = Box::pin(queue.turn(false));
        assert!(poll(newcomer.as_mut()).is_pending());
        for turns in 1.. {
            assert!(turns <= TURNS, "kept waiting");
            drop(turn);
            if poll(newcomer.as_mut()).is_ready() {
                break;
            }
            // The one whose turn it is goes at once, the evicted are gone, and as many come again.
            let mut next = None;
            flood.retain_mut(|one| match poll(one.as_mut()) {
                Poll::Ready(given) => {
                    next = next.take().or(given);
                    false
                }
                Poll::Pending => true,
            });
            turn = next.expect("a turn is passed on");
            for _ in 0..20 {
                let mut one = Box::pin(queue.turn(true));
                if poll(one.as_mut()).is_pending() {
                    flood.push(one);
                }
            }
        }
    }
}
