//! "Randomness" that is the same in every run.

use rand_core::{Infallible, TryCryptoRng, TryRng};

/// Xorshift (Marsaglia 2003). Of no use where something is to be kept secret.
#[derive(Clone, Debug)]
pub struct Repeatable(u64);

impl Repeatable {
    /// Always the same numbers for the same `seed`.
    pub fn new(seed: u64) -> Self {
        // Not zero, which xorshift never leaves.
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `end`; 0 if that is 0.
    pub fn below(&mut self, end: usize) -> usize {
        (self.number() >> 16) as usize % end.max(1)
    }
}

impl TryRng for Repeatable {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.number() >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok(self.number())
    }

    fn try_fill_bytes(&mut self, dst: &mut [u8]) -> Result<(), Infallible> {
        dst.fill_with(|| (self.number() >> 32) as u8);
        Ok(())
    }
}

// The accounts and sessions of tests ask for the trait; that it is no secret is the point here.
impl TryCryptoRng for Repeatable {}
