//! Injected randomness that many tasks may draw from.

use std::fmt;
use std::sync::Mutex;

use rand_chacha::ChaCha20Rng;
use rand_core::{CryptoRng, Rng, SeedableRng};

use super::lock;

/// A source of randomness that is handed in: the system's outside tests.
pub type Randomness = Box<dyn CryptoRng + Send>;

/// Shares one [`Randomness`] out without holding its lock while a handshake computes.
pub(super) struct Dice(Mutex<Randomness>);

impl Dice {
    pub(super) fn new(source: Randomness) -> Self {
        Self(Mutex::new(source))
    }

    /// An independent generator, seeded with 256 bits from the source.
    pub(super) fn fork(&self) -> ChaCha20Rng {
        let mut seed = zeroize::Zeroizing::new([0; 32]);
        lock(&self.0).fill_bytes(seed.as_mut());
        ChaCha20Rng::from_seed(*seed)
    }

    /// A number below `n` (0 if `n` is 0). The bias of the remainder does not matter for evictions.
    pub(super) fn below(&self, n: usize) -> usize {
        let drawn = lock(&self.0).next_u64();
        usize::try_from(drawn % u64::try_from(n.max(1)).unwrap_or(u64::MAX)).unwrap_or(0)
    }
}

impl fmt::Debug for Dice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Dice")
    }
}
