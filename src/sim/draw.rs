//! Draws as functions of identity.
//!
//! A draw is not taken from a stream: it is a hash of the seed, of what it is for, and of whom it
//! concerns. So one more retry, one moved slider or one switched mitigation leaves every other draw
//! of the run as it was (common random numbers), and two runs can be compared message by message.
//!
//! The hash is a chain of the finalizer of SplitMix64 (Steele, Lea and Flood, "Fast Splittable
//! Pseudorandom Number Generators", OOPSLA 2014), integer arithmetic alone, so it is the same on
//! every platform.

use crate::facts::LetterKind;
use crate::facts::ids::NodeId;

const GOLDEN: u64 = 0x9e37_79b9_7f4a_7c15;

/// What a draw is for. Each purpose has draws of its own for the same identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Purpose {
    /// The wait for the next arrival of a Poisson process, in unit-rate time.
    Arrival = 1,
    /// Which key a write is about.
    Key = 2,
    /// What a write says.
    Content = 3,
    /// How long a message travels.
    Latency = 4,
    /// Whether a message is lost.
    Loss = 5,
    /// How far a lost message comes.
    LossPoint = 6,
    /// Whether the network makes a second copy of a message.
    Duplicate = 7,
    /// How long a handling attempt takes.
    Work = 8,
    /// Whether a handling attempt throws.
    Error = 9,
    /// Whether an event makes every handler throw.
    Poison = 10,
    /// How long to wait before the next attempt.
    Jitter = 11,
    /// Whether a service dies between two steps that belong together.
    CrashBetween = 12,
    /// The wait for the next crash of a node, in unit-rate time.
    Crash = 13,
    /// How long a crashed node stays down.
    Repair = 14,
    /// The wait for the next read, in unit-rate time.
    ReadArrival = 15,
    /// Which keys a read is about.
    ReadKey = 16,
    /// Whose write or read it is.
    Session = 17,
    /// How long a person waits before looking at what they wrote.
    Think = 18,
    /// Which of several replicas a read goes to.
    Route = 19,
    // Saga.
    /// How long an attempt at a step takes.
    StepTime = 40,
    /// Whether a step is refused.
    Refuse = 41,
    /// Whether an attempt at a step fails.
    StepError = 42,
    /// How long taking a step back takes.
    UndoTime = 43,
    /// Whether taking a step back fails.
    UndoFail = 44,
    /// When in its jitter a run of a job begins.
    Schedule = 30,
    /// How long a run takes before it moves rows.
    RunCost = 31,
    /// Whether a run fails.
    RunFails = 32,
    /// Whether a write creates a row, changes one or deletes one.
    Change = 33,
    /// Which of the rows that there are a write or a read is about.
    Row = 34,
    /// How long a transaction takes from its stamp to its commit.
    CommitLag = 35,
    // CQRS.
    /// How long a command takes between loading and appending.
    CommitWait = 50,
    /// Whether a command puts something on an account or takes something from it.
    Direction = 51,
    /// Which view a read is about.
    View = 52,
    /// How long a completed booking is held.
    Stay = 60,
}

/// Whom a draw concerns. Never a sequence number of the run: those shift when anything else does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// The write, or the count of arrivals, crashes and the like.
    pub root: u64,
    /// The kind of message; 0 where the draw is not about a message.
    pub kind: u8,
    /// The sender, or the node concerned.
    pub from: u16,
    /// The receiver; 0 where there is none.
    pub to: u16,
    /// How often it was tried before.
    pub attempt: u32,
    /// Which copy.
    pub copy: u16,
}

impl Identity {
    /// The identity of something that a node does about a root, at an attempt.
    pub fn of(root: u64, node: NodeId, attempt: u32) -> Self {
        Self {
            root,
            kind: 0,
            from: node.0,
            to: 0,
            attempt,
            copy: 0,
        }
    }

    /// The identity of a message.
    pub fn message(
        root: u64,
        kind: LetterKind,
        from: NodeId,
        to: NodeId,
        attempt: u32,
        copy: u16,
    ) -> Self {
        Self {
            root,
            kind: 1 + kind as u8,
            from: from.0,
            to: to.0,
            attempt,
            copy,
        }
    }

    fn words(self) -> (u64, u64) {
        let places = u64::from(self.kind)
            | u64::from(self.from) << 8
            | u64::from(self.to) << 24
            | u64::from(self.copy) << 40;
        (self.root, places)
    }
}

/// The source of all chance of a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Draws {
    seed: u64,
}

impl Draws {
    /// The draws of the run with this seed.
    pub fn new(seed: u64) -> Self {
        Self {
            seed: finalize(seed.wrapping_add(GOLDEN)),
        }
    }

    /// 64 evenly distributed bits.
    pub fn bits(self, purpose: Purpose, identity: Identity) -> u64 {
        let (root, places) = identity.words();
        let tail = u64::from(identity.attempt) << 8 | purpose as u64;
        let mut state = absorb(self.seed, root);
        state = absorb(state, places);
        absorb(state, tail)
    }

    /// One of the 2^53 evenly spaced numbers in [0, 1).
    pub fn uniform(self, purpose: Purpose, identity: Identity) -> f64 {
        (self.bits(purpose, identity) >> 11) as f64 * (1.0 / (1_u64 << 53) as f64)
    }

    /// Whether something of this probability happens. Monotone: what happens at one share happens
    /// at every larger one.
    pub fn chance(self, share: f64, purpose: Purpose, identity: Identity) -> bool {
        share > 0.0 && self.uniform(purpose, identity) < share
    }
}

fn absorb(state: u64, word: u64) -> u64 {
    finalize((state ^ word).wrapping_add(GOLDEN))
}

/// The finalizer of SplitMix64: a bijection of 64-bit words in which every bit of the input moves
/// every bit of the output.
pub fn finalize(word: u64) -> u64 {
    let word = (word ^ (word >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ (word >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ (word >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;
    #[cfg(target_arch = "wasm32")]
    use wasm_bindgen_test::wasm_bindgen_test as test;

    #[test]
    fn the_finalizer_gives_the_published_outputs_of_splitmix64_for_seed_1234567() {
        let published = [
            6_457_827_717_110_365_317_u64,
            3_203_168_211_198_807_973,
            9_817_491_932_198_370_423,
            4_593_380_528_125_082_431,
            16_408_922_859_458_223_821,
        ];
        let mut state = 1_234_567_u64;
        for expected in published {
            state = state.wrapping_add(GOLDEN);
            assert_eq!(finalize(state), expected);
        }
    }

    #[test]
    fn every_part_of_an_identity_matters() {
        let draws = Draws::new(7);
        let base = Identity {
            root: 1,
            kind: 2,
            from: 3,
            to: 4,
            attempt: 5,
            copy: 6,
        };
        let others = [
            Identity { root: 2, ..base },
            Identity { kind: 3, ..base },
            Identity { from: 4, ..base },
            Identity { to: 3, ..base },
            Identity { attempt: 6, ..base },
            Identity { copy: 5, ..base },
        ];
        let bits = draws.bits(Purpose::Loss, base);
        assert_ne!(bits, draws.bits(Purpose::Latency, base));
        assert_ne!(bits, Draws::new(8).bits(Purpose::Loss, base));
        for other in others {
            assert_ne!(bits, draws.bits(Purpose::Loss, other), "{other:?}");
        }
    }

    #[test]
    fn uniforms_fill_the_unit_interval_evenly() {
        let draws = Draws::new(1);
        let mut bins = [0_u32; 20];
        for root in 0..100_000 {
            let uniform = draws.uniform(Purpose::Key, Identity::of(root, NodeId(0), 0));
            assert!((0.0..1.0).contains(&uniform));
            bins[(uniform * 20.0) as usize] += 1;
        }
        // Chi-square with 19 degrees of freedom: 43.8 is passed once in a thousand.
        let off = |n: u32| f64::from(n) - 5_000.0;
        let chi: f64 = bins.iter().map(|&n| off(n) * off(n) / 5_000.0).sum();
        assert!(chi < 43.8, "chi-square {chi}");
    }

    #[test]
    fn a_larger_share_keeps_what_a_smaller_one_hit() {
        let draws = Draws::new(3);
        for root in 0..2_000 {
            let identity = Identity::of(root, NodeId(1), 0);
            if draws.chance(0.1, Purpose::Loss, identity) {
                assert!(draws.chance(0.2, Purpose::Loss, identity));
            }
        }
    }
}
