//! What people do, in the form in which every pattern uses it.

use crate::facts::time::Micros;
use crate::scenario::{Key, Settings as Declared};
use crate::sim::law::Law;

/// The typed settings of the people of a run.
#[derive(Clone, Debug)]
pub struct Workload {
    /// Writes per second.
    pub writes: f64,
    /// A fixed rhythm in the place of random writes.
    pub writes_every: Option<Micros>,
    /// Reads per second.
    pub reads: f64,
    /// How many people there are.
    pub sessions: u32,
    /// How long after a confirmed write of their own people look at it; none if they do not.
    pub think: Option<Law>,
    /// How many keys a person looks at with one read.
    pub keys_per_read: usize,
    /// The chance that a key is this one or one before it.
    popularity: Vec<f64>,
    skew: f64,
}

impl Workload {
    /// Reads the declared values; `writes` is the parameter that says how often people write.
    pub fn read(declared: &Declared, writes: Key) -> Self {
        let skew = declared.number(Key::SKEW);
        Self {
            writes: declared.number(writes),
            writes_every: declared.time_or_off(Key::WRITES_EVERY),
            reads: declared.number(Key::READS),
            sessions: declared.count(Key::SESSIONS).max(1) as u32,
            think: declared.law_or_off(Key::THINK).cloned(),
            keys_per_read: declared.count(Key::KEYS_PER_READ) as usize,
            popularity: popularity(declared.count(Key::KEYS), skew),
            skew,
        }
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.popularity.len() as u32
    }

    /// The key that a uniform number falls on: Zipf with the exponent `skew`, the first key the
    /// most popular.
    pub fn key(&self, uniform: f64) -> u32 {
        let keys = self.popularity.len();
        let key = if self.skew > 0.0 {
            self.popularity.partition_point(|&upto| upto <= uniform)
        } else {
            (uniform * keys as f64) as usize
        };
        key.min(keys - 1) as u32
    }

    /// How often people write, per second, whichever way.
    pub fn rate(&self) -> f64 {
        self.writes_every
            .map_or(self.writes, |every| 1e6 / every as f64)
    }
}

/// The mean wait between things that happen this often per second, if they happen.
pub fn mean_gap(per_second: f64) -> Option<f64> {
    (per_second > 0.0).then(|| 1e6 / per_second)
}

/// Zipf's law as a running sum: the n-th key has a weight of n to the power of minus `skew`.
fn popularity(keys: u64, skew: f64) -> Vec<f64> {
    let mut sum = 0.0;
    let mut running: Vec<f64> = (1..=keys.max(1))
        .map(|nth| {
            sum += libm::pow(nth as f64, -skew);
            sum
        })
        .collect();
    for upto in &mut running {
        *upto /= sum;
    }
    running
}
