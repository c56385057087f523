//! What is to be said about a store: its keys gathered into squares, each showing its worst.

use crate::consistency::freshness::Freshness;
use crate::sim::ids::ReplicaId;
use crate::sim::time::Micros;

use super::frame::Frame;

/// One store at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// The worst key of each square.
    pub squares: Vec<Square>,
    /// Keys that miss something that is still on its way.
    pub stale: u64,
    /// Keys that nothing on its way will mend.
    pub diverged: u64,
    /// For how long the oldest stale key has been so.
    pub oldest_us: Option<Micros>,
}

/// How one square looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Square {
    /// All its keys show the truth.
    #[default]
    InStep,
    /// Its oldest stale key has been so for this long.
    Stale(Micros),
    /// One of its keys is wrong for good.
    Diverged,
    /// None of its keys has a row here, and none should have.
    Absent,
}

impl Store {
    /// Looks at every key of a replica once.
    pub fn look(frame: &Frame<'_>, replica: ReplicaId, keys_per_square: u32) -> Self {
        let now = frame.picture.now;
        let mut store = Self {
            squares: vec![Square::InStep; frame.keys.div_ceil(keys_per_square) as usize],
            ..Self::default()
        };
        for key in 0..frame.keys {
            let square = &mut store.squares[(key / keys_per_square) as usize];
            match (frame.freshness)(replica, key) {
                Freshness::InStep => {}
                Freshness::Stale { since, .. } => {
                    let age_us = now.saturating_sub(since);
                    store.stale += 1;
                    store.oldest_us = store.oldest_us.max(Some(age_us));
                    *square = match *square {
                        Square::InStep | Square::Absent => Square::Stale(age_us),
                        Square::Stale(other_us) => Square::Stale(age_us.max(other_us)),
                        Square::Diverged => Square::Diverged,
                    };
                }
                Freshness::Diverged { .. } => {
                    store.diverged += 1;
                    *square = Square::Diverged;
                }
            }
        }
        store
    }

    /// The store that the truth is read from.
    pub fn source(frame: &Frame<'_>, keys_per_square: u32) -> Self {
        Self {
            squares: vec![Square::InStep; frame.keys.div_ceil(keys_per_square) as usize],
            ..Self::default()
        }
    }
}
