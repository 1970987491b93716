//! Whole handshakes and sessions, honest and not.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod attacks;
mod honest;
mod noise;
mod secrecy;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;
use crate::identity::Account;

fn rng(seed: u64) -> ChaCha20Rng {
    ChaCha20Rng::seed_from_u64(seed)
}

fn account(seed: u64) -> Account {
    Account::generate(&mut rng(seed))
}

/// Two sides of one session: who said Hello, and who answered.
fn session(asker: &Account, answerer: &Account, seed: u64) -> (Session, Session) {
    let (pending, hello) = PendingHello::new(asker, &answerer.uid(), &mut rng(seed)).unwrap();
    let (responder, answer) = answer_hello(answerer, &hello, &mut rng(seed + 1)).unwrap();
    (pending.finish(&answer).unwrap(), responder)
}

/// A batch with one text in it.
fn text(words: &str) -> Batch {
    let item = Item {
        id: ItemId([7; 16]),
        kind: items::KIND_TEXT,
        counter: 1,
        written_at: 1_700_000_000_000,
        body: items::text_body(words),
    };
    Batch { items: vec![item], ..Batch::default() }
}
