//! Seeded numbers for the scheduler and the tests. Not for secrets or ids.

use std::cell::Cell;

/// A generator of the same numbers for the same seed: SplitMix64 (Steele, Lea and Flood 2014).
#[derive(Debug)]
pub struct Random(Cell<u64>);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(Cell::new(seed))
    }

    pub fn next(&self) -> u64 {
        self.0.set(self.0.get().wrapping_add(0x9E37_79B9_7F4A_7C15));
        let mut z = self.0.get();
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// One of `0..of`; `0` of none.
    pub fn below(&self, of: usize) -> usize {
        let of = of.max(1) as u64;
        (self.next() % of) as usize
    }

    /// Once in so many times.
    pub fn once_in(&self, times: usize) -> bool {
        self.below(times) == 0
    }
}
