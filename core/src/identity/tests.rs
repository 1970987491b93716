//! Texts that people type, links that strangers send, keys that nobody honest has.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

mod links;
mod pictures;
mod uids;

use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;

use super::*;

fn account(seed: u64) -> Account {
    Account::generate(&mut ChaCha20Rng::seed_from_u64(seed))
}

fn uid() -> Uid {
    account(1).uid()
}

/// The largest card that can be signed.
fn largest() -> Card {
    Card {
        serial: u64::MAX,
        addresses: (1..=8)
            .map(|n| format!("[2001:db8:{n}:ffff:ffff:ffff:ffff:ffff]:65535").parse().unwrap())
            .collect(),
        name: Some("é".repeat(32)),
        invite: Some([0xff; 16]),
    }
}
