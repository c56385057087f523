//! The digest of a run: a hash over its facts in a fixed layout.
//!
//! Two runs with the same digest did the same. The layout has no float and nothing whose size
//! depends on the platform; each fact is a kind, an instant and a fixed number of words. Changing
//! it, or what a scenario does, changes the golden digests of the tests.

use crate::facts::Fact;
use crate::facts::describe::Words;
use crate::sim::draw::finalize;

/// A running hash of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Digest(u64);

impl Default for Digest {
    fn default() -> Self {
        Self(0x6472_6966_7473_636f)
    }
}

impl Digest {
    /// The hash of everything so far.
    pub fn value(self) -> u64 {
        self.0
    }

    /// Takes the next fact.
    pub fn fold(&mut self, fact: &Fact) {
        if let Some((number, words)) = fact.what.hashed() {
            let cause = fact.cause.map_or(0, |message| message.0 + 1);
            self.words(number, fact.at, cause, words);
        }
    }

    fn words(&mut self, number: u64, at: u64, cause: u64, words: Words) {
        // The products do not wait for each other; only the last step waits for the last fact. Odd
        // factors lose no bit of a word.
        let [a, b, c, d] = words;
        let sum = (at ^ number << 56)
            .wrapping_mul(0x9e37_79b9_7f4a_7c15)
            .wrapping_add(cause.wrapping_mul(0xc2b2_ae3d_27d4_eb4f))
            .wrapping_add(a.wrapping_mul(0x1656_67b1_9e37_79f9))
            .wrapping_add(b.wrapping_mul(0x85eb_ca77_c2b2_ae63))
            .wrapping_add(c.wrapping_mul(0x27d4_eb2f_1656_67c5))
            .wrapping_add(d.wrapping_mul(0xff51_afd7_ed55_8ccd));
        self.0 = finalize(self.0.rotate_left(23) ^ sum);
    }
}
