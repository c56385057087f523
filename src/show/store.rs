//! What is to be said about a store: its keys gathered into squares, each showing its worst.

use crate::consistency::freshness::Freshness;
use crate::facts::ids::{KeyIndex, ReplicaId};
use crate::facts::time::Micros;

use super::copy_words::Holding;
use super::frame::Frame;
use super::layout::Layout;
use crate::patterns::picture::NodePicture;

/// One store at one instant.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Store {
    /// The worst key of each square.
    pub squares: Vec<Square>,
    /// Which key that is, counted among those of the store.
    pub worst: Vec<u32>,
    /// Which keys of all the store has: the first, and every so-manieth from there.
    pub held: (KeyIndex, u32),
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
    /// What a node holds, if anything: of the source the truth itself.
    pub fn of(frame: &Frame<'_>, node: &NodePicture, keys_per_square: u32) -> Option<Self> {
        let replica = node.replica?;
        Some(match (frame.face.canvas.holding)(frame, node) {
            Some(Holding::Truth) => Self::source(frame, keys_per_square),
            _ => Self::look(frame, replica, keys_per_square),
        })
    }

    /// Looks once at every key of a replica that may be out of step.
    pub fn look(frame: &Frame<'_>, replica: ReplicaId, keys_per_square: u32) -> Self {
        let now = frame.picture.now;
        let mut store = Self::source(frame, keys_per_square);
        let next = |from| (frame.next_wrong)(replica, from).filter(|key| *key < frame.keys);
        let mut found = next(0);
        while let Some(key) = found {
            found = next(key + 1);
            let place = (key / keys_per_square) as usize;
            let square = &mut store.squares[place];
            let before = *square;
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
            if *square != before {
                store.worst[place] = key;
            }
        }
        store
    }

    /// The store that the truth is read from.
    pub fn source(frame: &Frame<'_>, keys_per_square: u32) -> Self {
        let squares = frame.keys.div_ceil(keys_per_square);
        Self {
            squares: vec![Square::InStep; squares as usize],
            worst: (0..squares).map(|place| place * keys_per_square).collect(),
            held: (0, 1),
            ..Self::default()
        }
    }
}

/// What each node holds, in the order of the picture's nodes.
pub fn stores(frame: &Frame<'_>, layout: &Layout) -> Vec<Option<Store>> {
    let nodes = frame.picture.nodes.iter();
    nodes
        .map(|node| Store::of(frame, node, layout.keys_per_square))
        .collect()
}
